import http from 'node:http';
import https from 'node:https';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** An answer, whatever its status. */
export interface Answer {
	readonly status: number;
	readonly headers: Readonly<http.IncomingHttpHeaders>;
	readonly text: string;
}

/** Pieces of an answer that are read at most, of 64 kB each. */
const MOST_CHUNKS = 100;

/**
 * Asks for an address without following redirects. A certificate that is not trusted is no hindrance, because the check
 * of the certificate says so, and nothing secret is sent.
 * @throws where there is no answer, with Node's `code`
 */
export function ask(
	url: string,
	{ headers = {}, timeoutMs }: { readonly headers?: http.OutgoingHttpHeaders; readonly timeoutMs: number },
): Promise<Answer> {
	const { request } = url.startsWith('https:') ? https : http;
	return new Promise((resolve, reject) => {
		const options = {
			headers,
			agent: false,
			rejectUnauthorized: false,
			signal: AbortSignal.timeout(timeoutMs),
		};
		const outgoing = request(url, options, (incoming) => {
			const chunks: Buffer[] = [];
			const { statusCode = 0, headers } = incoming;
			incoming.on('data', (chunk: Buffer) => {
				chunks.push(chunk);
				if (chunks.length > MOST_CHUNKS) outgoing.destroy(new Error('the answer is too long'));
			});
			incoming.once('error', reject).once('end', () => {
				resolve({ status: statusCode, headers, text: decoded(Buffer.concat(chunks), headers) });
			});
		});
		outgoing.once('error', reject);
		outgoing.end();
	});
}

function decoded(body: Buffer, { 'content-encoding': coding }: http.IncomingHttpHeaders): string {
	if (coding === 'gzip') return gunzipSync(body).toString();
	if (coding === 'br') return brotliDecompressSync(body).toString();
	return body.toString();
}

/** Why there was no answer, in words. */
export function whyNoAnswer(error: unknown): string {
	const { code, name, message = 'unknown' } = error as { code?: string; name?: string; message?: string };
	if (name === 'AbortError' || name === 'TimeoutError') return 'no answer in time';
	return (code === undefined ? undefined : REASONS[code]) ?? code ?? message;
}

const REASONS: Readonly<Record<string, string>> = {
	ENOTFOUND: 'the name is not in the DNS',
	EAI_AGAIN: 'the DNS does not answer',
	ECONNREFUSED: 'nothing listens there (connection refused)',
	ECONNRESET: 'the connection is cut (reset)',
	EHOSTUNREACH: 'there is no way there (host unreachable)',
	ENETUNREACH: 'there is no way there (network unreachable)',
	EPROTO: 'it does not speak TLS',
	ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS',
	ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS',
	HPE_INVALID_CONSTANT: 'it does not speak HTTP',
};
