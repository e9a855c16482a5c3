import * as z from 'zod';
import { atLeast, atMost } from './checks';

/*
 * Kinds of members that several bodies and files have. Messages complete the sentence "member: expected …".
 */

const NO_CONTROLS = /^[^\p{Cc}]*$/u;
/** What a text of several lines may hold. */
export const NO_CONTROLS_BUT_LINES = /^(?:[^\p{Cc}]|[\n\r\t])*$/u;

/** A text, trimmed before its length is measured. */
export function text(minimum: number, maximum: number, description: string, allowed = NO_CONTROLS) {
	const expected =
		minimum === 0
			? `text of at most ${String(maximum)} characters`
			: `text of ${String(minimum)} to ${String(maximum)} characters`;
	return z
		.string({ error: expected })
		.refine((value) => value.isWellFormed(), 'well-formed Unicode')
		.regex(allowed, `${expected}, without control characters`)
		.trim()
		.check(atLeast(minimum, expected), atMost(maximum, expected))
		.meta({ description });
}

/** True or false. */
export function flag(description: string) {
	return z.boolean({ error: 'true or false' }).meta({ description });
}

/** A whole number between two bounds, which belong to it. */
export function wholeNumber(minimum: number, maximum: number, description: string) {
	const expected = `a whole number from ${String(minimum)} to ${String(maximum)}`;
	return z.int({ error: expected }).min(minimum, expected).max(maximum, expected).meta({ description });
}

/** An array of so many entries. */
export function listOf<Schema extends z.ZodType>(item: Schema, minimum: number, maximum: number) {
	const expected = `an array of ${String(minimum)} to ${String(maximum)} entries`;
	return z.array(item, { error: expected }).check(atLeast(minimum, expected), atMost(maximum, expected));
}
