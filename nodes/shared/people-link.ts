import { LinkAuthError } from './errors';
import { isUnencrypted, parseUrl } from './url';

/**
 * Lets pass only addresses at which a person can answer: browsers encrypt on pages that came over HTTPS, or from the
 * very machine, and the broker's page refuses to work anywhere else.
 * @param address of the broker's page, as the broker gives it to people
 * @throws LinkAuthError saying what the operator has to change
 */
export function assertOpensForPeople(address: string): void {
	const url = parseUrl(address);
	if (url === undefined || !isUnencrypted(url)) return;
	throw new LinkAuthError(
		`Nobody could answer: the broker’s links begin with ${url.origin}, and its page does not work without HTTPS.`,
		'Have the broker run behind HTTPS and set its LINKAUTH_BASE_URL to the https:// address (on your own machine: http://localhost).',
	);
}
