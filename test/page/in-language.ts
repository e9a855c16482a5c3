import { LANGUAGES, type Texts } from '../../broker/page/texts';
import type { PageSuite } from './page-suite';
import { ask, pinned, type Visit, type VisitOptions } from './visit';

/** The texts of a language of the page. */
export function textsIn(tag: string): Promise<Texts> {
	return (LANGUAGES.find((language) => language.tag === tag) ?? LANGUAGES[0]).load();
}

/** Opens the link of a fresh session, in a browser that is set to a language. */
export async function openIn(on: PageSuite, locale: string, options: VisitOptions = {}): Promise<Visit> {
	const session = await ask(on.url);
	return on.open(await pinned(on.url, session), { locale, ...options });
}
