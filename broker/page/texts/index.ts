import { en, type Texts } from './en';

export type { Texts };

const LANGUAGES: readonly Texts[] = [en];

/**
 * The texts in the first of the person's languages that the page speaks; English where it speaks none.
 * @param preferred language tags (BCP 47), best first
 */
export function textsFor(preferred: readonly string[]): Texts {
	const spoken = preferred.map((tag) => tag.toLowerCase().split('-', 1)[0]);
	for (const language of spoken) {
		const found = LANGUAGES.find((texts) => texts.language === language);
		if (found !== undefined) return found;
	}
	return en;
}
