/** Where the language that a person chose is stored. */
export const LANGUAGE_KEY = 'linkauth:language';

/** Hides what the document says where it is in another language than the one that was chosen here once, until that is there. */
export function hideOtherLanguage(): void {
	const { dataset, lang } = document.documentElement;
	const chosen = chosenTag();
	if (chosen !== undefined && chosen !== lang) dataset['hidden'] = '';
}

/** Shows the page. */
export function showPage(): void {
	delete document.documentElement.dataset['hidden'];
}

/** The tag of the language that was chosen here once; undefined where none was. */
export function chosenTag(): string | undefined {
	try {
		return localStorage.getItem(LANGUAGE_KEY) ?? undefined;
	} catch {
		// Storage is forbidden, so there is nothing in it.
		return undefined;
	}
}
