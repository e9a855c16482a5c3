import { element } from '../dom';
import type { CredentialRequest } from '../state';
import type { Texts } from '../texts';
import { icon } from './icon';

/** One line: whether the key was compared with the fingerprint in the link. */
export function keyLine({ keyVerified }: CredentialRequest, texts: Texts): HTMLElement {
	const { verified, verifiedHelp, notPinned, notPinnedHelp } = texts.key;
	return element(
		'p',
		{ class: keyVerified ? 'key-line good' : 'key-line' },
		icon('key'),
		element(
			'span',
			{},
			element('strong', {}, keyVerified ? verified : notPinned),
			' ',
			keyVerified ? verifiedHelp : notPinnedHelp,
		),
	);
}

/** The note on a developer's own machine, where the connection is not encrypted. */
export function developmentNote({ session }: CredentialRequest, texts: Texts): HTMLElement | undefined {
	if (session.security.mode !== 'development') return undefined;
	return element('p', { class: 'development' }, icon('alert'), element('span', {}, texts.development));
}
