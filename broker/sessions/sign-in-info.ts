import type { SignInInfo } from '../../protocol/messages';
import { providerOf } from '../../protocol/providers/providers';
import type { AskedSignIn } from '../oauth/accept-sign-in';

/** What the page shows of a sign-in, and what it sends the person off with where the agent redeems. */
export function signInInfo(signIn: AskedSignIn): SignInInfo {
	const { redeemedBy, providerName, endpoint, scopes, parameters, issuer, issRequired, capture, state } =
		signIn;
	const words = providerOf(signIn.endpointProvider ?? '')?.scopes ?? {};
	return {
		redeemed_by: redeemedBy,
		provider_name: providerName,
		host: new URL(endpoint).host,
		scopes: scopes.map((scope) => {
			const text = Object.hasOwn(words, scope) ? words[scope] : undefined;
			return { scope, ...(text !== undefined && { text }) };
		}),
		...(redeemedBy === 'agent' && {
			authorization_endpoint: endpoint,
			...(parameters && { parameters }),
			...(issuer !== undefined && { issuer }),
			...(issRequired && { iss_required: true }),
			...(capture && { capture }),
			...(state !== undefined && { state }),
		}),
	};
}
