import { element } from '../dom';
import type { CredentialRequest } from '../state';
import type { Texts } from '../texts';
import { icon } from './icon';

/** One quiet line: whether the key was held against the link. */
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

/** The note that a developer's own machine gets, where nothing is encrypted on the way. */
export function developmentNote({ session }: CredentialRequest, texts: Texts): HTMLElement | undefined {
	if (session.security.mode !== 'development') return undefined;
	return element('p', { class: 'development' }, icon('alert'), element('span', {}, texts.development));
}
