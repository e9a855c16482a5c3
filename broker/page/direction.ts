/** Languages of the page that are written from right to left. */
const RIGHT_TO_LEFT = new Set(['ar']);

/** The `dir` of a document in this language (BCP 47). */
export function directionOf(tag: string): 'ltr' | 'rtl' {
	return RIGHT_TO_LEFT.has(tag) ? 'rtl' : 'ltr';
}
