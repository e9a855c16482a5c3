import type { RecordName } from './record-store';

/** What Keyv puts before every key, so that a database can be shared. */
export const NAMESPACE = 'linkauth';

/**
 * The key of a record, as Keyv has it. The braces are Redis' hash tag: a cluster keeps all records of a session in one
 * slot, where one script can change them together.
 */
export function recordKey(session: string, name: RecordName): string {
	return `${name}:{${session}}`;
}
