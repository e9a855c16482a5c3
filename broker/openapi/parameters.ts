import { LIMITS } from '../../protocol/limits';
import { IDEMPOTENCY_KEY } from '../../protocol/messages';
import { LIVE_EXAMPLES } from './examples';
import type { Parameter } from './openapi-types';

/** The session's id in an address. */
export const SESSION_ID: Parameter = {
	name: 'session_id',
	in: 'path',
	required: true,
	description: 'The session’s id.',
	schema: { type: 'string', pattern: '^[0-9a-f]{64}$' },
	example: LIVE_EXAMPLES.session_id,
};

/** The user code in an address. */
export const CODE: Parameter = {
	name: 'code',
	in: 'path',
	required: true,
	description: 'The user code; case, spaces and hyphens do not matter.',
	schema: { type: 'string' },
	example: LIVE_EXAMPLES.code,
};

/** `Prefer: wait=N`. */
export const PREFER: Parameter = {
	name: 'Prefer',
	in: 'header',
	description: `Extension. \`wait=N\`: answer when the status changes, or after N seconds, ${String(LIMITS.maximumWait)} at most.`,
	schema: { type: 'string' },
	example: 'wait=1',
};

/** `Idempotency-Key`. */
export const REPEAT: Parameter = {
	name: 'Idempotency-Key',
	in: 'header',
	description:
		'Extension. Makes the call safe to repeat where its answer did not arrive: the same key gets through again.',
	schema: { type: 'string', pattern: IDEMPOTENCY_KEY.source },
	example: 'once-4f1d8a7c9e2b',
};

/** The name of a file in an address. */
export const FILE: Parameter = {
	name: 'file',
	in: 'path',
	required: true,
	description: 'The name of the file, with a hash of its content.',
	schema: { type: 'string' },
};
