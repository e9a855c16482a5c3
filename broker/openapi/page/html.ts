/** Markup that is safe to write as it is. */
export class Html {
	constructor(readonly markup: string) {}
}

/** What can stand in a piece of markup: texts are escaped, lists are joined, nothing is left out. */
export type Part = Html | string | number | undefined | false | readonly Part[];

const ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** A piece of markup with everything that is put in it escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
	return new Html(strings.map((text, at) => text + (at < parts.length ? write(parts[at]) : '')).join(''));
}

/** A description: paragraphs, and `code` within them. */
export function prose(text: string): Html {
	const paragraphs = text.split('\n\n').map((paragraph) => html`<p>${inline(paragraph)}</p>`);
	return html`${paragraphs}`;
}

/** A line of a description, with its `code`. */
export function inline(text: string): Html {
	const parts = text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part));
	return html`${parts}`;
}

function write(part: Part): string {
	if (part instanceof Html) return part.markup;
	if (part === undefined || part === false) return '';
	if (typeof part === 'object') return part.map(write).join('');
	return String(part).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
