import { directionOf } from './direction';
import type { Texts } from './catalogue';

/** Fills the parts of the document that stand in it already: each element that names its text by `data-text`. */
export function fillFrame(texts: Texts): void {
	document.documentElement.lang = texts.language;
	document.documentElement.dir = directionOf(texts.language);
	for (const target of document.querySelectorAll<HTMLElement>('[data-text]')) {
		target.textContent = textAt(texts, target.dataset['text'] ?? '');
	}
}

/** A text of a catalogue by its path: `how.steps.0.title`. @throws Error where there is none */
export function textAt(texts: object, path: string): string {
	const found = path
		.split('.')
		.reduce<unknown>((part, name) => (part as Readonly<Record<string, unknown>> | undefined)?.[name], texts);
	if (typeof found !== 'string') throw new Error(`There is no text ${path}.`);
	return found;
}

/** The operator's name of the service. */
export function serviceName(): string {
	return document.querySelector<HTMLMetaElement>('meta[name=application-name]')?.content ?? '';
}
