import { readFileSync } from 'node:fs';
import type english from '../../broker/page/catalogues/en.json';
import { LANGUAGES, type Texts } from '../../broker/page/texts';
import { inRepository } from '../support/repository';
import type { PageSuite } from './page-suite';
import { ask, pinned, type Visit, type VisitOptions } from './visit';

/** Where the catalogues are. */
export const CATALOGUES = inRepository('broker/page/catalogues');

/** The whole catalogue of a language, with the texts of its document. */
export function readCatalogue(tag: string): typeof english {
	return JSON.parse(readFileSync(`${CATALOGUES}/${tag}.json`, 'utf8')) as typeof english;
}

/** The texts of a language of the page. */
export function textsIn(tag: string): Promise<Texts> {
	return (LANGUAGES.find((language) => language.tag === tag) ?? LANGUAGES[0]).load();
}

/** Opens the link of a new session, in a browser that is set to a language. */
export async function openIn(on: PageSuite, locale: string, options: VisitOptions = {}): Promise<Visit> {
	const session = await ask(on.url);
	return on.open(await pinned(on.url, session), { locale, ...options });
}
