import { HEADERS, IDEMPOTENCY_KEY } from '../../protocol/messages';
import { LIMITS } from '../../protocol/limits';
import { ProblemError } from '../problem';
import type { Context } from './context';

/** The token of `Authorization: Bearer …` (RFC 6750 section 2.1), or undefined where there is none. */
export function bearerToken(context: Context): string | undefined {
	return /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i.exec(context.req.headers.authorization ?? '')?.[1];
}

/**
 * The secret of `Authorization: Basic …`, which a client of OAuth has encoded as in a form (RFC 6749 section 2.3.1).
 * @returns undefined where there is none, or an empty one
 */
export function clientSecret(context: Context): string | undefined {
	const [, base64] = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(context.req.headers.authorization ?? '') ?? [];
	if (base64 === undefined) return undefined;
	const [, secret = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(base64, 'base64').toString()) ?? [];
	try {
		return decodeURIComponent(secret.replaceAll('+', ' ')) || undefined;
	} catch {
		return secret;
	}
}

/**
 * The seconds of `Prefer: wait=N` (RFC 7240 section 4.3), at most the protocol's limit; 0 without one. A malformed
 * preference is ignored, as the RFC requires.
 */
export function preferredWait(context: Context): number {
	const wait = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,9})"?\s*(?=[,;]|$)/i.exec(context.get(HEADERS.prefer))?.[1];
	return wait === undefined ? 0 : Math.min(Number(wait), LIMITS.maximumWait);
}

/**
 * The Idempotency-Key, or undefined where there is none.
 * @throws ProblemError `invalid_request` where it is malformed
 */
export function idempotencyKey(context: Context): string | undefined {
	const key = context.get(HEADERS.idempotencyKey);
	if (key === '') return undefined;
	if (IDEMPOTENCY_KEY.test(key)) return key;
	throw new ProblemError('invalid_request', 'Idempotency-Key: expected 16 to 64 visible ASCII characters.');
}

/** Whether somebody is to read the answer: browsers ask for HTML by name. */
export function acceptsHtml(context: Context): boolean {
	return context.get('accept').includes('text/html');
}
