import { createHash, timingSafeEqual } from 'node:crypto';
import { HEADERS } from '../../protocol/messages';
import type { ApiKey } from '../keys/api-key';
import type { Keyring } from '../keys/keyring';
import type { Limits } from '../limits/limits';
import { apiKeyInvalid, apiKeyRequired } from '../problem';
import type { Context } from './context';
import { bearerToken } from './read-headers';

/** What keys are looked up in, and what counts the wrong ones. */
export interface ApiKeyDependencies {
	readonly keyring: Keyring;
	readonly limits: Limits;
}

/**
 * Requires one of the broker's API keys in `X-API-Key` or, where allowed, as a bearer token (RFC 6750). Requires none
 * where the broker has no keys. Missing and wrong keys are counted by network; a right one is never held back by them.
 * @param options.bearer whether `Authorization: Bearer` is accepted too
 * @throws ProblemError `api_key_required`, `api_key_invalid`, `rate_limited`
 */
export function requireApiKey(
	{ keyring, limits }: ApiKeyDependencies,
	{ bearer }: { bearer: boolean },
): (context: Context) => Promise<void> {
	return async (context) => {
		const { state } = context;
		if (keyring.required) {
			const key = presented(context, bearer);
			const caller = key === undefined ? undefined : find(keyring.keys, key);
			if (!caller) {
				await limits.takeWrongKey({ network: state.network });
				throw key === undefined ? apiKeyRequired() : apiKeyInvalid();
			}
			state.caller = caller;
		}
	};
}

function presented(context: Context, bearer: boolean): string | undefined {
	const header = context.get(HEADERS.apiKey);
	return header === '' && bearer ? bearerToken(context) : header || undefined;
}

/** Compares with every key, each in constant time, so that timing reveals nothing about them. */
function find(keys: readonly ApiKey[], key: string): ApiKey | undefined {
	const hash = createHash('sha256').update(key).digest();
	const [match] = keys.filter((each) => timingSafeEqual(each.hash, hash));
	return match;
}
