import type { z } from 'zod';
import { faultyBody, faultyMember, type ProblemError } from '../problem';

/**
 * Checks a body against its schema.
 * @param otherFaults what else is wrong with a body that its schema refuses
 * @throws ProblemError `invalid_request` naming every member at fault, in the schema's order
 */
export function checkBody<Schema extends z.ZodObject>(
	schema: Schema,
	body: unknown,
	otherFaults: (body: unknown) => readonly ProblemError[] = () => [],
): z.output<Schema> {
	const read = schema.safeParse(body);
	if (read.success) return read.data;
	const faults = read.error.issues.map(({ path, message }) =>
		faultyMember('invalid_request', path, `expected ${message}`),
	);
	throw faultyBody([...faults, ...otherFaults(body)], Object.keys(schema.shape));
}
