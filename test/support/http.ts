import { Agent, request } from 'node:http';

/** An answer, its body parsed where it is JSON. */
export interface Answer<Body = Readonly<Record<string, unknown>>> {
	readonly status: number;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly body: Body;
	readonly text: string;
}

/** What a call sends. */
export interface CallOptions {
	/** Sent as JSON; a string or bytes are sent as they are. */
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
	/** Milliseconds; without an answer by then the call fails. */
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal;
}

const agent = new Agent({ keepAlive: true, maxSockets: 400 });

/** Makes an HTTP call and reads the whole answer, whatever its status. */
export function call<Body = Readonly<Record<string, unknown>>>(
	base: string,
	method: string,
	address: string,
	{ body, headers = {}, timeoutMs = 20_000, signal }: CallOptions = {},
): Promise<Answer<Body>> {
	const bytes = toBytes(body);
	return new Promise((resolve, reject) => {
		const outgoing = request(
			base + address,
			{
				method,
				agent,
				timeout: timeoutMs,
				...(signal && { signal }),
				headers: {
					...(bytes && { 'content-type': 'application/json', 'content-length': String(bytes.length) }),
					...headers,
				},
			},
			(incoming) => {
				const chunks: Buffer[] = [];
				incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
				incoming.once('error', reject);
				incoming.once('end', () => {
					const text = Buffer.concat(chunks).toString();
					const json = (incoming.headers['content-type'] ?? '').includes('json');
					resolve({
						status: incoming.statusCode ?? 0,
						headers: incoming.headers,
						body: (json && text !== '' ? JSON.parse(text) : {}) as Body,
						text,
					});
				});
			},
		);
		outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer within ${String(timeoutMs)} ms`)));
		outgoing.once('error', reject);
		outgoing.end(bytes);
	});
}

function toBytes(body: unknown): Buffer | undefined {
	if (body === undefined) return undefined;
	if (Buffer.isBuffer(body)) return body;
	return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}
