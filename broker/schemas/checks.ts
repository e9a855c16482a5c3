import * as z from 'zod';

/*
 * Checks that run whatever else is wrong with a body, so that one answer can name every fault. They therefore decide
 * by themselves which values they can look at.
 */

type LengthCheck = ReturnType<typeof z.maxLength | typeof z.minLength>;

/** A text or an array that is at least so long. */
export function atLeast(minimum: number, expected: string): LengthCheck {
	return ofTextsAndArrays(z.minLength(minimum, expected));
}

/** A text or an array that is at most so long. */
export function atMost(maximum: number, expected: string): LengthCheck {
	return ofTextsAndArrays(z.maxLength(maximum, expected));
}

/** For `when` of a refinement of an object: also where some of its members are at fault. */
export function whenObject({ value }: { value: unknown }): boolean {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** For `when` of a refinement of an array: also where some of its entries are at fault. */
export function whenArray({ value }: { value: unknown }): boolean {
	return Array.isArray(value);
}

/**
 * zod measures whatever has a member `length`, also what it has already found to be no text and no array; a `length`
 * that cannot be compared, such as `{"toString":0}`, throws there.
 */
function ofTextsAndArrays(check: LengthCheck): LengthCheck {
	check._zod.def.when = ({ value }) => typeof value === 'string' || Array.isArray(value);
	return check;
}
