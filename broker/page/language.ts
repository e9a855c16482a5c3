import { byId } from './dom';
import { LANGUAGES, type Language, type Texts } from './catalogue';
import { chosenTag, LANGUAGE_KEY } from './other-language';

/** Stores the language that a person chose, for the next visit too. Nothing else outlives the tab. */
export function saveLanguage(tag: string): void {
	try {
		localStorage.setItem(LANGUAGE_KEY, tag);
	} catch {
		// Storage is forbidden or full: the choice lasts until the page is left.
	}
}

/** The texts in the document, in the language that the broker chose by `Accept-Language`. */
export function documentTexts(): Texts {
	const texts = JSON.parse(byId('texts').textContent) as Omit<Texts, 'language'>;
	return { ...texts, language: document.documentElement.lang };
}

/** The language that a person once chose here, where the document is in another one. */
export function chosenLanguage(): Language | undefined {
	const chosen = chosenTag();
	if (chosen === document.documentElement.lang) return undefined;
	return LANGUAGES.find(({ tag }) => tag === chosen);
}
