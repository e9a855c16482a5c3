/** Bytes of a string or an object apart from what is in it, and of a number or a reference to it. */
const HEADER = 24;
const WORD = 16;

/** Characters that V8 keeps in two bytes each, and all others of the same string with them. */
const WIDE = /[\u0100-\uffff]/;

/** Bytes of memory that a value takes, about: anything that JSON can hold. */
export function sizeOf(value: unknown): number {
	if (typeof value === 'string') return HEADER + value.length * (WIDE.test(value) ? 2 : 1);
	if (typeof value !== 'object' || value === null) return WORD;
	let bytes = HEADER;
	for (const each of Object.values(value)) bytes += WORD + sizeOf(each);
	return bytes;
}
