import { createHash, timingSafeEqual } from 'node:crypto';
import { HEADERS } from '../../protocol/messages';
import type { ApiKey } from '../keys/api-key';
import type { Keyring } from '../keys/keyring';
import { apiKeyInvalid, apiKeyRequired } from '../problem';
import type { Context, Middleware } from './context';
import { bearerToken } from './read-headers';

/**
 * Lets on whoever shows one of the keys, in `X-API-Key` or, where allowed, as a bearer token. Lets everybody on where
 * there are no keys.
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

/** Compares with every key, so that the time taken does not tell which one came close. */
function identify(keys: readonly ApiKey[], presentedKey: string | undefined): ApiKey {
	if (presentedKey === undefined) throw apiKeyRequired();
	const hash = createHash('sha256').update(presentedKey).digest();
	const [match] = keys.filter((key) => timingSafeEqual(key.hash, hash));
	if (!match) throw apiKeyInvalid();
	return match;
}
