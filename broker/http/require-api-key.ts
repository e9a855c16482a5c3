import { createHash, timingSafeEqual } from 'node:crypto';
import { HEADERS } from '../../protocol/messages';
import type { ApiKey } from '../keys/api-key';
import type { Keyring } from '../keys/keyring';
import type { Limits } from '../limits/limits';
import { apiKeyInvalid, apiKeyRequired } from '../problem';
import type { Context } from './context';
import { bearerToken, clientSecret } from './read-headers';

/** What keys are looked up in, and what counts the wrong ones. */
export interface ApiKeyDependencies {
	readonly keyring: Keyring;
	readonly limits: Limits;
}

/**
 * Requires one of the broker's API keys in `X-API-Key` or, where allowed, in `Authorization`. Requires none where the
 * broker has no keys. Missing and wrong keys are counted by network; a right one is never held back by them.
 * @param also what is accepted beside `X-API-Key`: the key as a bearer token (RFC 6750), or as a client's secret, whatever
 *   the client's name (RFC 6749 section 2.3.1)
 * @throws ProblemError `api_key_required`, `api_key_invalid`, `rate_limited`
 */
export function requireApiKey(
	{ keyring, limits }: ApiKeyDependencies,
	also?: 'bearer' | 'basic',
): (context: Context) => Promise<void> {
	return async (context) => {
		const { state } = context;
		if (keyring.required) {
			const key = presented(context, also);
			const caller = key === undefined ? undefined : find(keyring.keys, key);
			if (!caller) {
				await limits.takeWrongKey({ network: state.network });
				throw key === undefined ? apiKeyRequired() : apiKeyInvalid();
			}
			state.caller = caller;
		}
	};
}

function presented(context: Context, also?: 'bearer' | 'basic'): string | undefined {
	const header = context.get(HEADERS.apiKey);
	if (header !== '' || also === undefined) return header || undefined;
	return also === 'bearer' ? bearerToken(context) : clientSecret(context);
}

/** Compares with every key, each in constant time, so that timing reveals nothing about them. */
function find(keys: readonly ApiKey[], key: string): ApiKey | undefined {
	const hash = createHash('sha256').update(key).digest();
	const [match] = keys.filter((each) => timingSafeEqual(each.hash, hash));
	return match;
}
