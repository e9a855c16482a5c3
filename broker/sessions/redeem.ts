import { redeemCode } from '../../protocol/oauth/oauth-client';
import { OAuthError } from '../../protocol/oauth/oauth-error';
import { ENVELOPE_ALGORITHM, sealEnvelope } from '../../protocol/envelope';
import { CALLBACK_PATH } from '../../protocol/callback-path';
import type { AskedSignIn } from '../oauth/accept-sign-in';
import { ProblemError, providerRefused, providerUnavailable, sessionNotFound } from '../problem';
import type { Origin } from '../keys/origin';
import { changeSession } from './change-session';
import { complete } from './complete';
import { deny } from './deny';
import type { SessionDependencies } from './dependencies';
import type { RedeemInput } from './requests';
import { readSession, type Session } from './session';
import { attemptOf, sha256Hex } from './tokens';
import { Signal, waitForChange } from './wait-for-change';

/** What this browser keeps of its sign-in. */
export interface KeptByBrowser {
	readonly connectToken: string;
	/** The PKCE verifier, where a challenge was sent. */
	readonly verifier?: string;
}

/** The reason for the agent where somebody else answered than the provider that was asked (RFC 9207). */
const OTHER_ISSUER = 'sign-in failed: another issuer answered';

/**
 * Exchanges the code of a sign-in for tokens, with the broker's own client, and hands them in encrypted to the agent's key;
 * nothing of them is kept. A state is taken once, in one step: whoever calls with it while or after another does is
 * answered as that one.
 * @param found the session that the state is one of, for whoever has shown a connect token
 * @throws ProblemError `session_not_found` for another state; `provider_refused`, after which the session is declined;
 *   `provider_unavailable`, after which the person may sign in again; `already_decided`, `not_confirmed`
 */
export async function redeem(
	dependencies: SessionDependencies,
	found: Session,
	input: RedeemInput,
	kept: KeptByBrowser,
	origin: Origin,
): Promise<void> {
	const { signIn } = found.asked;
	if (signIn?.redeemedBy !== 'broker') throw sessionNotFound();
	const stateHash = sha256Hex(input.state);
	const attempt = `redeem ${stateHash}`;
	const take = (session: Session) =>
		changeSession(dependencies, session, {
			action: 'redeem',
			next: ({ state }) => {
				if (state.signIn?.stateHash !== stateHash) throw sessionNotFound();
				if (state.signIn.redeemedAt !== undefined) return undefined;
				return { state: { ...state, signIn: { stateHash, redeemedAt: dependencies.now() } } };
			},
			isRepeat: ({ completed }) => completed?.by === attemptOf(attempt),
		});
	const { kind, session } = await take(found);
	if (kind === 'repeated') return;
	if (kind === 'unchanged') {
		const after = await afterTheOther(dependencies, session);
		if (after && (await take(after)).kind === 'repeated') return;
		throw after ? providerUnavailable() : sessionNotFound();
	}
	const decline = (reason: string) =>
		deny(dependencies, session, { connect_token: kept.connectToken, reason }, attempt, origin);
	if (!isIssuerRight(signIn, input.iss)) {
		await decline(OTHER_ISSUER);
		throw providerRefused();
	}
	try {
		const ciphertext = await sealEnvelope(
			session.asked.publicKey,
			await tokensFor(dependencies, signIn, input, kept.verifier),
		);
		const envelope = { connect_token: kept.connectToken, algorithm: ENVELOPE_ALGORITHM, ciphertext };
		await complete(dependencies, session, envelope, attempt, origin);
	} catch (error) {
		const reason = refusalOf(error);
		if (reason === undefined) throw error;
		await decline(reason);
		throw providerRefused();
	}
}

/** Waits until the other one who has taken the state has come to an end. @returns undefined where the session is gone */
async function afterTheOther(
	dependencies: SessionDependencies,
	{ id, state }: Session,
): Promise<Session | undefined> {
	const { now, timings, store } = dependencies;
	const until = now() + timings.providerTimeout + timings.second;
	const wait = { id, state: state.status, until, interval: timings.second / 2 };
	await waitForChange(dependencies, wait, new Signal(), () => false);
	return readSession(store, id);
}

function isIssuerRight({ issuer, issRequired }: AskedSignIn, iss: string | undefined): boolean {
	if (iss === undefined) return issRequired !== true;
	return issuer === undefined || issuer === iss;
}

/** @throws OAuthError @throws ProblemError `provider_unavailable` */
async function tokensFor(
	{ clients, fetch, settings }: SessionDependencies,
	{ provider = '' }: AskedSignIn,
	{ code, iss }: RedeemInput,
	verifier: string | undefined,
): Promise<Readonly<Record<string, unknown>>> {
	const app = clients.find(provider);
	if (!app) throw providerUnavailable();
	const grant = {
		code,
		redirectUri: settings.baseUrl + CALLBACK_PATH,
		...(verifier !== undefined && { verifier }),
		...(iss !== undefined && { iss }),
	};
	try {
		return (await redeemCode(app, grant, fetch)).response;
	} catch (error) {
		if (error instanceof OAuthError && error.kind === 'unavailable') throw providerUnavailable();
		throw error;
	}
}

/** Why the agent gets nothing, of an error that is final; undefined of every other. */
function refusalOf(error: unknown): string | undefined {
	if (error instanceof ProblemError && error.code === 'too_large') return 'sign-in failed';
	if (!(error instanceof OAuthError)) return undefined;
	return /^[a-z_]{1,64}$/.test(error.error ?? '') ? `sign-in failed: ${error.error ?? ''}` : 'sign-in failed';
}
