import * as z from 'zod';

type LengthCheck = ReturnType<typeof z.maxLength | typeof z.minLength>;

/** A text or an array that is at least so long. */
export function atLeast(minimum: number, expected: string): LengthCheck {
	return ofTextsAndArrays(z.minLength(minimum, expected));
}

/** A text or an array that is at most so long. */
export function atMost(maximum: number, expected: string): LengthCheck {
	return ofTextsAndArrays(z.maxLength(maximum, expected));
}

/**
 * zod measures whatever has a member `length`, also what it has already found to be no text and no array; a `length`
 * that cannot be compared, such as `{"toString":0}`, throws there.
 */
function ofTextsAndArrays(check: LengthCheck): LengthCheck {
	check._zod.def.when = ({ value }) => typeof value === 'string' || Array.isArray(value);
	return check;
}
