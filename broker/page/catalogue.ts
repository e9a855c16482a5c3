import type english from './catalogues/en.json';

/** A text that depends on a number, for one category of it: `tooLong_one`. */
type PluralVariant = `${string}_${Exclude<Intl.LDMLPluralRule, 'other'>}`;

/** What every catalogue has, by English: all its texts, but of plurals only the category that all languages have. */
type Catalogue<English> = English extends string
	? string
	: English extends readonly (infer Item)[]
		? readonly Catalogue<Item>[]
		: { readonly [Key in keyof English as Exclude<Key, PluralVariant>]: Catalogue<English[Key]> };

/** The texts of one language, as the document has them. */
export type Texts = Omit<AllTexts, 'signIn'>;

/** All texts of one language: those of sign-ins come with their views. */
export type AllTexts = Omit<Catalogue<typeof english>, 'document'> & {
	/** Its tag (BCP 47). */
	readonly language: string;
};

/** A language that the page has texts in. */
export interface Language {
	/** Its tag (BCP 47), also the name of its catalogue and the `lang` of its document. */
	readonly tag: string;
	/** Its name in the language itself. */
	readonly name: string;
	/** Loads its texts, which are an asset of their own. */
	readonly load: () => Promise<AllTexts>;
}

/** Every language of the page. The first is used where a person's own is not among them. */
export const LANGUAGES: readonly [Language, ...Language[]] = [
	language('en', 'English', () => import('./catalogues/en.json', { with: { type: 'json' } })),
	language('de', 'Deutsch', () => import('./catalogues/de.json', { with: { type: 'json' } })),
	language('es', 'Español', () => import('./catalogues/es.json', { with: { type: 'json' } })),
	language('fr', 'Français', () => import('./catalogues/fr.json', { with: { type: 'json' } })),
	language('it', 'Italiano', () => import('./catalogues/it.json', { with: { type: 'json' } })),
	language('nl', 'Nederlands', () => import('./catalogues/nl.json', { with: { type: 'json' } })),
	language('pl', 'Polski', () => import('./catalogues/pl.json', { with: { type: 'json' } })),
	language('pt-BR', 'Português', () => import('./catalogues/pt-BR.json', { with: { type: 'json' } })),
	language('zh-Hans', '简体中文', () => import('./catalogues/zh-Hans.json', { with: { type: 'json' } })),
	language('ja', '日本語', () => import('./catalogues/ja.json', { with: { type: 'json' } })),
	language('ar', 'العربية', () => import('./catalogues/ar.json', { with: { type: 'json' } })),
];

function language(
	tag: string,
	name: string,
	catalogue: () => Promise<{ readonly default: Omit<AllTexts, 'language'> }>,
): Language {
	return { tag, name, load: async () => ({ ...(await catalogue()).default, language: tag }) };
}

/** Puts values in the place of a text's placeholders: `{name}`. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
	return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}

/** Keys of texts that depend on a number: `tooLong` for `tooLong_other`. */
type PluralKey<Group> = Extract<keyof Group, `${string}_other`> extends `${infer Key}_other` ? Key : never;

/**
 * The variant of a text for a number, by the language's plural rules.
 * @param group the part of the texts that the key is in
 */
export function plural<Group>(
	group: Group,
	key: PluralKey<Group> & string,
	count: number,
	language: string,
): string {
	const variants = group as Readonly<Record<string, string | undefined>>;
	const category = new Intl.PluralRules(language).select(count);
	return variants[`${key}_${category}`] ?? variants[`${key}_other`] ?? '';
}
