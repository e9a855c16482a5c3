import type { Texts } from './en';

export type { Texts };

/** A language that the page speaks. */
export interface Language {
	/** Its tag (BCP 47), as its texts and its document have it. */
	readonly tag: string;
	/** What it calls itself. */
	readonly name: string;
	/** Loads its texts, which are an asset of their own. */
	readonly load: () => Promise<Texts>;
}

/** Every language of the page. The first is spoken where a person's own is not among them. */
export const LANGUAGES: readonly [Language, ...Language[]] = [
	{ tag: 'en', name: 'English', load: async () => (await import('./en.js')).en },
	{ tag: 'de', name: 'Deutsch', load: async () => (await import('./de.js')).de },
	{ tag: 'es', name: 'Español', load: async () => (await import('./es.js')).es },
	{ tag: 'fr', name: 'Français', load: async () => (await import('./fr.js')).fr },
	{ tag: 'it', name: 'Italiano', load: async () => (await import('./it.js')).it },
	{ tag: 'nl', name: 'Nederlands', load: async () => (await import('./nl.js')).nl },
	{ tag: 'pl', name: 'Polski', load: async () => (await import('./pl.js')).pl },
	{ tag: 'pt-BR', name: 'Português', load: async () => (await import('./pt.js')).pt },
	{ tag: 'zh-Hans', name: '简体中文', load: async () => (await import('./zh.js')).zh },
	{ tag: 'ja', name: '日本語', load: async () => (await import('./ja.js')).ja },
];
