import { createHash, timingSafeEqual } from 'node:crypto';
import { HEADERS } from '../../protocol/messages';
import type { ApiKey } from '../keys/api-key';
import type { Keyring } from '../keys/keyring';
import { ProblemError } from '../problem';
import type { Context, Middleware } from './context';
import { bearerToken } from './read-headers';

/**
 * Requires one of the broker's API keys in `X-API-Key` or, where allowed, as a bearer token (RFC 6750). Requires none
 * where the broker has no keys.
 * @param options.bearer whether `Authorization: Bearer` is accepted too
 * @throws ProblemError `api_key_required`, `api_key_invalid`
 */
export function requireApiKey(keyring: Keyring, { bearer }: { bearer: boolean }): Middleware {
	return async (context, next) => {
		if (keyring.required) context.state.caller = identify(keyring.keys, presented(context, bearer));
		await next();
	};
}

function presented(context: Context, bearer: boolean): string | undefined {
	const header = context.get(HEADERS.apiKey);
	return header === '' && bearer ? bearerToken(context) : header || undefined;
}

/** Compares with every key, each in constant time, so that timing reveals nothing about them. */
function identify(keys: readonly ApiKey[], presentedKey: string | undefined): ApiKey {
	if (presentedKey === undefined) {
		throw new ProblemError('api_key_required', 'X-API-Key: expected an API key of this broker.', {
			headers: { 'WWW-Authenticate': 'ApiKey' },
		});
	}
	const hash = createHash('sha256').update(presentedKey).digest();
	const [match] = keys.filter((key) => timingSafeEqual(key.hash, hash));
	if (!match) throw new ProblemError('api_key_invalid', 'X-API-Key: this broker does not know the key.');
	return match;
}
