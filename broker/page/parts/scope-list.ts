import type { ScopeInfo } from '../../../protocol/messages';
import type { Texts } from '../catalogue';
import { element, untrustedText } from '../dom';
import { icon } from './icon';
import { signInTexts } from './sign-in-texts';

/**
 * What a sign-in allows, in words where there are any, beside the names that the provider shows. OpenID's own scopes are
 * translated; the words of others are English.
 */
export function scopeList(scopes: readonly ScopeInfo[], texts: Texts): HTMLElement {
	return element(
		'ul',
		{ class: 'scopes' },
		...scopes.map((each) => element('li', {}, icon('key'), ...scopeWords(each, texts))),
	);
}

function scopeWords({ scope, text }: ScopeInfo, texts: Texts): readonly Node[] {
	const translated: Readonly<Record<string, string>> = signInTexts(texts).scopes;
	const name = element('code', { translate: 'no', dir: 'ltr' }, untrustedText(scope));
	// hasOwn: every object inherits a member `constructor`.
	if (Object.hasOwn(translated, scope)) return [element('span', {}, translated[scope]), name];
	if (text === undefined) return [name];
	return [element('span', { lang: 'en' }, untrustedText(text)), name];
}
