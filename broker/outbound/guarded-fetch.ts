import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Fetch, FetchInit } from '../../protocol/oauth/oauth-types';
import type { AllowedDestinations } from './allowed-destinations';
import { limitInterim, lookupOf, resolveDestination, type Destination } from './guarded-request';

/** Bytes of an answer that are read: one more than whoever asked reads shows that there are more. */
const ANSWER_LIMIT = 64 * 1024 + 1;

/** What calls are made with. */
export interface GuardedFetchOptions {
	/** Destinations beside public ones by https. */
	readonly allowed: AllowedDestinations;
	/** Milliseconds for a call, from resolving its host's name to the last byte of its answer. */
	readonly timeoutMs: number;
}

/**
 * `fetch` that cannot reach internal addresses, for calls of which the answer is read: redirects are not followed, an
 * answer is cut after 64 KiB, and its connection is closed.
 */
export function guardedFetch({ allowed, timeoutMs }: GuardedFetchOptions): Fetch {
	return async (url, init) => {
		const signal = AbortSignal.timeout(timeoutMs);
		return exchange(await resolveDestination(url, { allowed }, signal), init, signal);
	};
}

function exchange(
	destination: Destination,
	{ method, headers, body }: FetchInit,
	signal: AbortSignal,
): Promise<Response> {
	const { url } = destination;
	return new Promise((resolve, reject) => {
		const outgoing = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
			method,
			agent: false,
			headers: {
				...headers,
				'accept-encoding': 'identity',
				...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
			},
			lookup: lookupOf(destination),
			signal,
		});
		outgoing.once('error', reject);
		outgoing.once('close', () => {
			reject(new Error('the connection was closed without an answer'));
		});
		limitInterim(outgoing);
		outgoing.once('response', (incoming) => {
			const chunks: Buffer[] = [];
			let read = 0;
			const finish = (): void => {
				const content = Buffer.concat(chunks);
				const type = incoming.headers['content-type'];
				const status = incoming.statusCode ?? 0;
				// No body may go with these, and no other status is one of an answer.
				const hasBody = status >= 200 && status <= 599 && ![204, 205, 304].includes(status);
				resolve(
					new Response(hasBody ? content : null, {
						status: status >= 200 && status <= 599 ? status : 502,
						...(type !== undefined && { headers: { 'content-type': type } }),
					}),
				);
				outgoing.destroy();
			};
			incoming.on('data', (chunk: Buffer) => {
				chunks.push(chunk);
				read += chunk.length;
				if (read >= ANSWER_LIMIT) finish();
			});
			incoming.once('error', reject);
			incoming.once('end', finish);
		});
		outgoing.end(body);
	});
}
