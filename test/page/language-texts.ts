import { readFileSync } from 'node:fs';
import path from 'node:path';
import type english from '../../broker/page/catalogues/en.json';
import { fill, LANGUAGES, type Texts } from '../../broker/page/catalogue';

/** Where the catalogues are. */
export const CATALOGUES = path.resolve(__dirname, '../../broker/page/catalogues');

/** The whole catalogue of a language, with the texts of its document. */
export function readCatalogue(tag: string): typeof english {
	return JSON.parse(readFileSync(path.join(CATALOGUES, `${tag}.json`), 'utf8')) as typeof english;
}

/** The texts of a language of the page. */
export function textsIn(tag: string): Promise<Texts> {
	return (LANGUAGES.find((language) => language.tag === tag) ?? LANGUAGES[0]).load();
}

/** Who asks for what, where a test asks by its default. */
export function checkHeading({ check, builtIn }: Texts): string {
	return fill(check.heading, { who: 'Invoice assistant', what: builtIn['OpenAI API key'] });
}
