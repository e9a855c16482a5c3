import { element } from '../dom';
import { LANGUAGES, type Language, type Texts } from '../texts';
import { icon } from './icon';

/** The choice of the language, each under its own name. It is in the header, whatever is shown below. */
export class LanguageSwitch {
	readonly #label = element('label', { class: 'visually-hidden', for: 'language-choice' });
	readonly #problem = element('p', { class: 'language-problem', role: 'alert' });
	readonly #select = element('select', { id: 'language-choice', autocomplete: 'off' });

	/** @param choose is called with the language that a person picks */
	constructor(target: HTMLElement, choose: (language: Language) => void) {
		this.#select.append(
			...LANGUAGES.map(({ tag, name }) => element('option', { value: tag, lang: tag }, name)),
		);
		this.#select.addEventListener('change', () => {
			const chosen = LANGUAGES.find(({ tag }) => tag === this.#select.value);
			if (chosen !== undefined) choose(chosen);
		});
		target.replaceChildren(
			element('div', { class: 'language' }, icon('globe'), this.#label, this.#select),
			this.#problem,
		);
	}

	/** Shows which language is in use; with `failed`, that another one could not be loaded. */
	show({ language, languageSwitch }: Texts, failed = false): void {
		this.#label.textContent = languageSwitch.label;
		this.#select.value = language;
		this.#problem.textContent = failed ? languageSwitch.failed : '';
	}
}
