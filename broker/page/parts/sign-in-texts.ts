import type { AllTexts, Texts } from '../catalogue';

/**
 * The texts of the document's language; the document has none for sign-ins. Under the same query as this chunk, by which
 * it is loaded again where it failed.
 */
const address = (document.body.dataset['texts'] ?? '') + new URL(import.meta.url).search;
const { default: catalogue } = (await import(address)) as { readonly default: Pick<AllTexts, 'signIn'> };

/** The texts of sign-ins. */
export function signInTexts(texts: Texts): AllTexts['signIn'] {
	// Those of a language that was chosen here came with all of its texts.
	return { ...catalogue, ...(texts as Partial<AllTexts>) }.signIn;
}
