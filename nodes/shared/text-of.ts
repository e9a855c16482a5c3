/** A text parameter as people mean it: without white space around it; numbers as text, anything else as none. */
export function textOf(value: unknown): string {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' ? value.trim() : '';
}
