import { LANGUAGES, type Language, type Texts } from './texts';

const KEY = 'linkauth:language';
const RELOAD_MS = 3_000;

/** Stores the language that a person chose, for the next visit too. Nothing else outlives the tab. */
export function saveLanguage(tag: string): void {
	try {
		localStorage.setItem(KEY, tag);
	} catch {
		// Storage is forbidden or full: the choice lasts until the page is left.
	}
}

/**
 * The texts to begin with: in the language that a person once chose here, or else in that of the document, which
 * the broker chose by `Accept-Language`. Where they do not load, the page is loaded again after a moment: nothing
 * is shown yet that could be lost.
 */
export async function firstTexts(): Promise<Texts> {
	const [first] = LANGUAGES;
	const language = languageOf(chosenTag()) ?? languageOf(document.documentElement.lang) ?? first;
	try {
		return await language.load();
	} catch (error) {
		setTimeout(() => {
			location.reload();
		}, RELOAD_MS);
		throw error;
	}
}

function languageOf(tag: string | undefined): Language | undefined {
	return LANGUAGES.find((language) => language.tag === tag);
}

function chosenTag(): string | undefined {
	try {
		return localStorage.getItem(KEY) ?? undefined;
	} catch {
		return undefined;
	}
}
