import type { IHttpRequestOptions } from 'n8n-workflow';

import type { Fetch } from '../../../protocol/oauth/oauth-types';

/** n8n's `helpers.httpRequest`. */
type SendRequest = (options: IHttpRequestOptions) => Promise<unknown>;

/** Milliseconds. */
const TIMEOUT = 20_000;

/** A full response of n8n's helper. */
interface FullResponse {
	readonly statusCode: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: unknown;
}

/** `fetch` by n8n's own means, so that its proxy settings count. */
export function fetchBy(send: SendRequest): Fetch {
	return async (url, { method, headers, body }) =>
		responseOf(
			(await send({
				url,
				method: method as 'GET' | 'POST',
				headers: { ...headers },
				...(body !== undefined && { body }),
				timeout: TIMEOUT,
				json: false,
				encoding: 'text',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
			})) as FullResponse,
		);
}

/** The same by the only means that n8n gives to the test of a credential, with options of their own. */
export function fetchInTest(send: (options: object) => Promise<unknown>): Fetch {
	return async (url, { method, headers, body }) =>
		responseOf(
			(await send({
				uri: url,
				method,
				headers: { ...headers },
				...(body !== undefined && { body }),
				timeout: TIMEOUT,
				resolveWithFullResponse: true,
				simple: false,
				followRedirect: false,
				followAllRedirects: false,
			})) as FullResponse,
		);
}

function responseOf({ statusCode: status, headers, body }: FullResponse): Response {
	const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
	const type = headers['content-type'];
	// A response of 204 or 304 may have no body.
	const mayHaveBody = ![204, 205, 304].includes(status);
	return new Response(mayHaveBody ? text : null, {
		status,
		headers: typeof type === 'string' ? { 'content-type': type } : {},
	});
}

/**
 * `fetch` where n8n gives no means of its own, as in a credential's authenticate.
 *
 * n8n's proxy settings do not reach it (n8n 1.123 and 2.41 set the agents of http and https alone): behind a proxy, tokens
 * are refreshed by the node Refresh Credential, or Node is told with NODE_USE_ENV_PROXY=1.
 */
export const directFetch: Fetch = (url, init) =>
	fetch(url, { ...init, headers: { ...init.headers }, signal: AbortSignal.timeout(TIMEOUT) });
