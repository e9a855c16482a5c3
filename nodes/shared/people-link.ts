import { LinkAuthError } from './errors';
import { isUnencrypted, parseUrl } from './url';

/**
 * What is wrong with an address at which no person could answer: browsers encrypt on pages that came over HTTPS, or from
 * the very machine, and the broker's page refuses to work anywhere else.
 * @param address of the broker's page, as the broker gives it to people
 * @returns an error that says what the operator has to change; undefined where the address is fine
 */
export function linkFault(address: string): LinkAuthError | undefined {
	const url = parseUrl(address);
	if (url === undefined || !isUnencrypted(url)) return undefined;
	return new LinkAuthError(
		`Nobody could answer: the broker’s links begin with ${url.origin}, and its page does not work without HTTPS.`,
		'Have the broker run behind HTTPS and set its LINKAUTH_BASE_URL to the https:// address (on your own machine: http://localhost).',
	);
}
