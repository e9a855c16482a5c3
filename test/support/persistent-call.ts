import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** An answer that is neither trouble nor a broken connection. */
export interface FinalAnswer {
	readonly status: number;
	readonly body: Readonly<Record<string, unknown>>;
	/** How often it had to be asked for. */
	readonly tries: number;
}

/** What a call sends. */
export interface PersistentCall {
	readonly method: 'GET' | 'POST' | 'DELETE';
	/** Sent as JSON. */
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>> | undefined;
	/** Milliseconds without an answer after which the call counts as broken. */
	readonly timeoutMs?: number;
	/** Milliseconds since the epoch after which it is not tried again. */
	readonly until?: number;
}

const SHORTEST_PAUSE = 200;
const LONGEST_PAUSE = 2_000;

/**
 * Makes a call as often as it takes, as the page and the nodes do: a broken connection, 429 and 5xx are tried again
 * after a pause that grows; everything else is an answer. Each attempt has a connection of its own.
 * @throws where there was no answer in all that time, with the last trouble as its cause
 */
export async function callPersistently(
	url: string,
	{ method, body, headers, timeoutMs = 20_000, until = Infinity }: PersistentCall,
): Promise<FinalAnswer> {
	let trouble: unknown;
	for (let tries = 1; ; tries += 1) {
		try {
			const { status, text } = await attempt(url, { method, body, headers, timeoutMs });
			if (status < 500 && status !== 429) {
				return { status, body: text === '' ? {} : toObject(text), tries };
			}
			trouble = text;
		} catch (error) {
			// Broken off, or refused: whether the broker did what it was asked to is not known.
			trouble = error;
		}
		if (Date.now() > until) throw new Error(`no answer in ${String(tries)} tries`, { cause: trouble });
		await sleep(Math.min(LONGEST_PAUSE, SHORTEST_PAUSE * 1.5 ** tries) * (0.5 + Math.random()));
	}
}

function attempt(
	url: string,
	{ method, body, headers, timeoutMs }: PersistentCall,
): Promise<{ readonly status: number; readonly text: string }> {
	const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
	return new Promise((resolve, reject) => {
		const outgoing = request(
			url,
			{
				method,
				agent: false,
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
					resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
				});
			},
		);
		const timer = setTimeout(() => {
			outgoing.destroy(new Error('no answer in time'));
		}, timeoutMs);
		outgoing.once('error', reject);
		outgoing.once('close', () => {
			clearTimeout(timer);
			reject(new Error('broken off'));
		});
		outgoing.end(bytes);
	});
}

function toObject(text: string): Readonly<Record<string, unknown>> {
	return JSON.parse(text) as Readonly<Record<string, unknown>>;
}
