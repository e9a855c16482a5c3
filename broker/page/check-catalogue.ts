/** A catalogue, or a part of it: texts by key. */
type Entry = string | readonly Entry[] | { readonly [key: string]: Entry };

const PLURAL = /^(.+)_(zero|one|two|few|many|other)$/;
const PLACEHOLDER = /\{(\w+)\}/g;

/**
 * Compares a catalogue with the English one.
 * @param language its tag (BCP 47), which decides the plural categories
 * @returns one line per fault, with the key: a text that is missing, empty or unknown, a placeholder that English
 * does not have or that is left out, a plural category that the language needs or does not have
 */
export function catalogueFaults(catalogue: Entry, english: Entry, language: string): readonly string[] {
	const texts = new Map(textsOf(catalogue));
	const expected = new Map(
		[...textsOf(english)].flatMap(([key, text]) => {
			const plural = PLURAL.exec(key);
			if (plural === null) return [[key, text] as const];
			return categoriesOf(language).map((category) => [`${plural[1] ?? ''}_${category}`, text] as const);
		}),
	);
	return [
		...[...expected.keys()].filter((key) => !texts.has(key)).map((key) => `${key} is missing`),
		...[...texts].flatMap(([key, text]) => {
			const source = expected.get(key);
			if (source === undefined) return [`${key} is unknown`];
			if (text.trim() === '') return [`${key} is empty`];
			const [own, wanted] = [placeholdersOf(text), placeholdersOf(source)];
			return own === wanted
				? []
				: [`${key} has the placeholders ${own || '(none)'}, not ${wanted || '(none)'}`];
		}),
	];
}

/** Every text with its key: `form.problem.required`. */
export function textsOf(entry: Entry, key = ''): readonly (readonly [key: string, text: string])[] {
	if (typeof entry === 'string') return [[key, entry]];
	return Object.entries(entry).flatMap(([name, part]: readonly [string, Entry]) =>
		textsOf(part, key === '' ? name : `${key}.${name}`),
	);
}

function categoriesOf(language: string): readonly string[] {
	return new Intl.PluralRules(language).resolvedOptions().pluralCategories;
}

function placeholdersOf(text: string): string {
	const names = Array.from(text.matchAll(PLACEHOLDER), ([placeholder]) => placeholder);
	return [...new Set(names)].sort().join(' ');
}
