/** Characters below which a secret turns up by chance. */
export const SHORTEST_SEARCHED = 8;

/** A text that must not hold the secret. */
export interface Place {
	readonly name: string;
	readonly content: string;
}

/** A place that holds it after all. */
export interface Leak {
	readonly place: string;
	/** How the secret was written there. */
	readonly form: string;
}

/**
 * Searches for a secret, in every form that its bytes usually take on their way through programs.
 * @param secret at least {@link SHORTEST_SEARCHED} characters
 * @returns where it was found, and how it was written there; empty where it was not
 */
export function findLeaks(secret: string, places: readonly Place[]): Leak[] {
	const forms = formsOf(secret);
	return places.flatMap(({ name, content }) =>
		forms
			.filter(({ text, anyCase }) => (anyCase ? content.toLowerCase() : content).includes(text))
			.map(({ form }) => ({ place: name, form })),
	);
}

interface Form {
	readonly form: string;
	readonly text: string;
	/** Compared with the place's content in lower case. */
	readonly anyCase?: boolean;
}

function formsOf(secret: string): Form[] {
	const bytes = Buffer.from(secret);
	const once = JSON.stringify(secret).slice(1, -1);
	const forms: Form[] = [
		{ form: 'as it is', text: secret },
		{ form: 'escaped for JSON', text: once },
		{ form: 'escaped for JSON twice', text: JSON.stringify(once).slice(1, -1) },
		{ form: 'encoded for URLs', text: encodeURIComponent(secret) },
		{ form: 'encoded for forms', text: new URLSearchParams([['', secret]]).toString().slice(1) },
		{ form: 'in hexadecimal', text: bytes.toString('hex'), anyCase: true },
		{ form: 'as a list of bytes', text: [...bytes].join(',') },
		...[0, 1, 2].flatMap((shift) => [
			{ form: 'in base64', text: base64Within(bytes, shift, 'base64') },
			{ form: 'in base64url', text: base64Within(bytes, shift, 'base64url') },
		]),
	];
	// A plain secret looks the same in several forms, and one line about each place is enough.
	return forms.filter(({ text }, at) => forms.findIndex((other) => other.text === text) === at);
}

/** What base64 makes of the bytes wherever they stand: without the characters that their neighbours have a part in. */
function base64Within(bytes: Buffer, shift: number, encoding: 'base64' | 'base64url'): string {
	const text = Buffer.concat([Buffer.alloc(shift), bytes])
		.toString(encoding)
		.replaceAll('=', '');
	const whole = (shift + bytes.length) % 3 === 0;
	return text.slice(shift === 0 ? 0 : shift + 1, whole ? text.length : -1);
}
