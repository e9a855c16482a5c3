import { element } from '../dom';
import type { CredentialRequest } from '../state';
import type { Texts } from '../catalogue';
import { disclosure } from './disclosure';
import { icon } from './icon';

/**
 * How what is entered is protected: one line, and the rest when it is pressed. That there was no fingerprint to compare
 * the key with is always shown. (A key that is another one than the link's is a view of its own.)
 */
export function protection({ keyVerified }: CredentialRequest, texts: Texts): readonly Node[] {
	const { summary, text, verified, notPinned, notPinnedHelp } = texts.protection;
	const details = disclosure(
		'lock',
		summary,
		element('p', {}, text),
		keyVerified ? element('p', {}, verified) : undefined,
	);
	if (keyVerified) return [details];
	const line = element('span', {}, element('strong', {}, notPinned), ' ', notPinnedHelp);
	return [element('p', { class: 'key-line' }, icon('key'), line), details];
}

/** The note on a developer's own machine, where the connection is not encrypted. */
export function developmentNote({ session }: CredentialRequest, texts: Texts): HTMLElement | undefined {
	if (session.security.mode !== 'development') return undefined;
	return element('p', { class: 'development' }, icon('alert'), element('span', {}, texts.development));
}
