import { createHash } from 'node:crypto';
import type { AskedSignIn } from '../oauth/accept-sign-in';
import { sessionNotFound } from '../problem';
import { changeSession } from './change-session';
import type { SessionDependencies } from './dependencies';
import { ofRandom } from './random';
import { endOf, type Session } from './session';
import { sha256Hex } from './tokens';

/** Bytes of a state, and of a PKCE verifier. */
const RANDOM_BYTES = 32;

/** A sign-in that has begun. */
export interface Authorized {
	/** Where to send the person. */
	readonly address: string;
	/** What comes back with the answer; known to this browser alone. */
	readonly state: string;
	/** Of the challenge in the address, where the broker redeems; kept by this browser alone. */
	readonly verifier?: string;
	/** Seconds left to answer. */
	readonly seconds: number;
}

/**
 * Begins a sign-in: makes the address of the authorization request. Of its state only a hash is kept, with the session;
 * one that was begun before counts no longer.
 * @throws ProblemError `session_not_found` where no sign-in was asked for; `not_confirmed`, `already_decided`
 */
export async function authorize(dependencies: SessionDependencies, found: Session): Promise<Authorized> {
	const { signIn } = found.asked;
	if (!signIn) throw sessionNotFound();
	const state = signIn.state ?? newValue();
	const verifier = signIn.withVerifier ? newValue() : undefined;
	const { session } = await changeSession(dependencies, found, {
		action: 'authorize',
		next: (current) => ({ state: { ...current.state, signIn: { stateHash: sha256Hex(state) } } }),
		isRepeat: () => false,
	});
	const left = endOf(session.asked, session.state) - dependencies.now();
	return {
		address: addressOf(signIn, state, verifier),
		state,
		...(verifier !== undefined && { verifier }),
		seconds: Math.max(0, Math.floor(left / dependencies.timings.second)),
	};
}

function newValue(): string {
	return ofRandom(RANDOM_BYTES, (bytes) => bytes.toString('base64url'));
}

function addressOf(
	{ endpoint, parameters }: AskedSignIn,
	state: string,
	verifier: string | undefined,
): string {
	// The agent has made it, state and all.
	if (!parameters) return endpoint;
	const url = new URL(endpoint);
	const challenge = verifier !== undefined && {
		code_challenge: createHash('sha256').update(verifier).digest('base64url'),
		code_challenge_method: 'S256',
	};
	for (const [name, value] of Object.entries({ ...parameters, ...challenge, state })) {
		url.searchParams.set(name, value);
	}
	// Not every provider reads + as a blank.
	url.search = url.searchParams.toString().replaceAll('+', '%20');
	return url.href;
}
