import { base64UrlEncode, randomBytes } from '../../../protocol/encoding';
import type { SignInInfo } from '../../../protocol/messages';
import { OVERRIDING_PARAMETERS } from '../../../protocol/oauth/authorization-parameters';
import { CALLBACK_PATH } from '../../../protocol/callback-path';
import { isLoopback } from '../../../protocol/loopback';
import type { Pin } from '../../../protocol/verification-link';

const STATE_BYTES = 32;

/** The way to a provider, of a sign-in whose code the agent redeems. */
export interface Departure {
	readonly address: URL;
	/** By which the answer is known again. */
	readonly state: string;
}

/**
 * Where the person is sent.
 * @returns undefined where the broker gave no address that a person can be sent to
 */
export function departureOf({
	authorization_endpoint,
	parameters,
	state,
}: SignInInfo): Departure | undefined {
	if (authorization_endpoint === undefined || !URL.canParse(authorization_endpoint)) return undefined;
	const address = new URL(authorization_endpoint);
	if (!isSecure(address)) return undefined;
	if (parameters === undefined) {
		// To be used as it is.
		return { address, state: state ?? address.searchParams.get('state') ?? '' };
	}
	const made = state ?? base64UrlEncode(randomBytes(STATE_BYTES));
	const query = address.searchParams;
	for (const [name, value] of Object.entries({ ...parameters, state: made })) query.set(name, value);
	// A space is %20 everywhere, and `+` not for everybody.
	address.search = query.toString().replaceAll('+', '%20');
	return { address, state: made };
}

/** Whether the answer would come back to this page. What the agent wrote as a whole says so itself. */
export function returnsHere({ parameters }: SignInInfo): boolean {
	return parameters === undefined || parameters['redirect_uri'] === location.origin + CALLBACK_PATH;
}

/**
 * Whether the person would be sent off with the challenge that the link pins, so that only whoever has the verifier to it
 * can use the code. As with the key, a link without any pin pins nothing. With the key alone it says that there is no
 * challenge; one that the broker added would be the broker's own.
 * @param address where the person is sent; undefined where the broker redeems
 */
export function isPinned(pin: Pin, address: URL | undefined): boolean {
	if (pin.kind !== 'fingerprint') return pin.kind === 'absent';
	const all = (name: string): readonly string[] => address?.searchParams.getAll(name) ?? [];
	const challenges = all('code_challenge');
	if (pin.challenge === undefined) return challenges.length === 0;
	const only = (name: string, value: string): boolean => all(name).length === 1 && all(name)[0] === value;
	return (
		only('code_challenge', pin.challenge) &&
		only('code_challenge_method', 'S256') &&
		// Another kind of answer brings tokens without any proof.
		only('response_type', 'code') &&
		only('redirect_uri', location.origin + CALLBACK_PATH) &&
		OVERRIDING_PARAMETERS.every((name) => all(name).length === 0)
	);
}

/** Over TLS, or on the machine of a developer. */
function isSecure(url: URL): boolean {
	return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}
