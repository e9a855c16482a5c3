import { sha256Hex } from '../../../protocol/encoding';
import { refreshTokens } from '../../../protocol/oauth/oauth-client';
import type { Fetch } from '../../../protocol/oauth/oauth-types';
import { appOf, withTokens, type Grant } from './grant';
import { shownOAuthError, SignInAgain } from './oauth-errors';

/** Milliseconds before its end at which an access token counts as over: it still has to travel. */
const EARLY = 30_000;
/** Grants whose newest tokens are kept. */
const MOST_KEPT = 1_000;

/** Refreshes under way, by a hash of the refresh token. */
const underWay = new Map<string, Promise<Grant>>();
/** What refreshes gave, by a hash of the refresh token that was used, oldest first. */
const newer = new Map<string, Grant>();

/** Whether the access token of a grant is over, or nearly. */
function isOver({ expiresAt }: Grant, now = Date.now()): boolean {
	return expiresAt !== undefined && expiresAt - EARLY <= now;
}

/**
 * A grant whose access token is good: itself, or what refreshing gave. For one refresh token there is one refresh at a time
 * within a process; whoever comes second, also later and with a refresh token that was used up, gets what the first got.
 * @throws SignInAgain where there is no way on without the person; LinkAuthError
 */
export async function freshGrant(grant: Grant, fetch: Fetch, now = Date.now()): Promise<Grant> {
	const newest = await newestOf(grant);
	return isOver(newest, now) ? await refreshed(newest, fetch) : newest;
}

/**
 * A grant with new tokens, whether or not those that it has are over; itself where nothing can renew it and its token is
 * still good, as GitHub's are that do not end.
 * @throws as {@link freshGrant}
 */
export async function renewedGrant(grant: Grant, fetch: Fetch, now = Date.now()): Promise<Grant> {
	const newest = await newestOf(grant);
	const isRenewable = newest.refreshToken !== undefined && newest.app !== undefined;
	return isRenewable || isOver(newest, now) ? refreshed(newest, fetch) : newest;
}

/** What is known of a grant here: tokens that an execution before has got for it. */
async function newestOf(grant: Grant): Promise<Grant> {
	let newest = grant;
	for (let steps = 0; steps < MOST_KEPT && newest.refreshToken !== undefined; steps += 1) {
		const next = newer.get(await keyOf(newest));
		if (next === undefined) break;
		// A provider that keeps its refresh tokens: whichever access token ends later.
		if (next.refreshToken === newest.refreshToken) {
			return (next.expiresAt ?? Infinity) > (newest.expiresAt ?? Infinity) ? next : newest;
		}
		newest = next;
	}
	return newest;
}

async function refreshed(grant: Grant, fetch: Fetch): Promise<Grant> {
	const { app, refreshToken, providerName } = grant;
	if (refreshToken === undefined) {
		throw new SignInAgain(providerName, 'its access token has expired, and there is no refresh token.');
	}
	if (app === undefined) {
		throw new SignInAgain(
			providerName,
			'its access token has expired, and only the broker’s client could refresh it, which it does not do.',
		);
	}
	const key = await keyOf(grant);
	const waiting = underWay.get(key);
	if (waiting !== undefined) return waiting;
	const refresh = refreshTokens(appOf(app), { refreshToken }, fetch)
		.then((tokens) => {
			const next = withTokens(grant, tokens);
			keep(key, next);
			return next;
		})
		.catch((error: unknown) => {
			throw shownOAuthError(error, providerName);
		})
		.finally(() => {
			underWay.delete(key);
		});
	underWay.set(key, refresh);
	return refresh;
}

/** Hashed with the client, so that no token stays in memory as a key. */
function keyOf({ app, refreshToken = '' }: Grant): Promise<string> {
	return sha256Hex(`${app?.provider.tokenEndpoint ?? ''} ${app?.clientId ?? ''} ${refreshToken}`);
}

function keep(key: string, grant: Grant): void {
	newer.delete(key);
	newer.set(key, grant);
	const [oldest] = newer.keys();
	if (newer.size > MOST_KEPT && oldest !== undefined) newer.delete(oldest);
}
