import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { awaitSession, type SessionOutcome } from '../../nodes/AwaitCredential/await-session';
import { BrokerClient } from '../../nodes/shared/broker-client';
import type { Session } from '../../nodes/shared/sealed-session';
import { makeKeyPair, sealEnvelope, type SessionKeyPair } from '../../protocol/envelope';
import { cleanup } from '../support/cleanup';
import { answered, nodeContext } from '../support/n8n-context';

const START = Date.UTC(2026, 10, 24);
/** Seconds; no multiple of the longest pause. */
const LIFETIME = 630;

interface Reply {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body: object;
}

/** What it says to a poll, by seconds since the session began and by polls before. */
type Says = (seconds: number, polls: number) => Reply;

let keys: SessionKeyPair;
let ready: Reply;
beforeAll(async () => {
	keys = await makeKeyPair();
	const ciphertext = await sealEnvelope(keys.publicKey, { api_key: 'sk-1' });
	ready = { status: 200, body: { status: 'ready', ciphertext } };
});

/** Waits for a session at a broker that is served over HTTP; the time passes by the pauses between polls alone. */
async function waitAt(says: Says): Promise<{ outcome: SessionOutcome; polls: number[] }> {
	let now = START;
	const polls: number[] = [];
	const server = createServer((_, response) => {
		const { status, headers, body } = says((now - START) / 1000, polls.length);
		polls.push((now - START) / 1000);
		response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	cleanup(server, async () => {
		server.closeAllConnections();
		server.close();
		await once(server, 'close');
	});
	const broker = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
	const stopping = new AbortController();
	const outcome = await awaitSession(
		new BrokerClient(nodeContext({ answer: overHttp }).context, broker),
		sessionAt(broker),
		{ once: false, until: START + 2 * LIFETIME * 1000, signal: stopping.signal },
		{
			now: () => now,
			sleep: (duration) => {
				if (polls.length > 2 * LIFETIME) stopping.abort(new Error('polled more than once a second'));
				stopping.signal.throwIfAborted();
				now += duration;
				return Promise.resolve();
			},
		},
	);
	return { outcome, polls };
}

async function overHttp({ method, url, headers }: IHttpRequestOptions): Promise<object> {
	const response = await fetch(url, { method: method ?? 'GET', headers: headers as Record<string, string> });
	return answered(response.status, await response.json(), Object.fromEntries(response.headers));
}

function sessionAt(broker: string): Session {
	return {
		id: 'a'.repeat(64),
		code: 'ABCD-1234',
		broker,
		pollToken: 'pt_1',
		privateKey: keys.privateKey,
		use: [],
		allowedHosts: [],
		expiresAt: new Date(START + LIFETIME * 1000).toISOString(),
	};
}

const HELD = { 'preference-applied': 'wait=50' };
const open = (status: string, interval: unknown, headers = {}): Reply => ({
	status: 200,
	headers,
	body: { status, interval },
});
const notNow = (status: number, retryAfter: string, more: object = {}): Reply => ({
	status,
	headers: { 'retry-after': retryAfter },
	body: { title: 'Not now', ...more },
});

test.each<[string, Says]>([
	['an interval of nothing', () => open('pending', 0)],
	['an interval of less than nothing', () => open('pending', -1e9)],
	['an interval of next to nothing', () => open('pending', 1e-9)],
	['that it has waited, and has not', () => open('pending', 0, HELD)],
	['another status each time', (_, polls) => open(polls % 2 === 0 ? 'pending' : 'confirmed', 0, HELD)],
	['nothing every other time', (_, polls) => (polls % 2 === 0 ? open('pending', 0, HELD) : notNow(503, '0'))],
	['that it is to be asked again at once', () => notNow(429, '0')],
	['that it was to be asked again long ago', () => notNow(503, 'Fri, 24 Nov 2000 00:00:00 GMT')],
	['to slow down by nothing', () => notNow(429, '', { code: 'slow_down', interval: 0 })],
])('a broker that says %s is polled about once a second at the most', async (_, says) => {
	const until: Says = (seconds, polls) => (seconds < 100 ? says(seconds, polls) : ready);
	const { outcome, polls } = await waitAt(until);
	expect(outcome).toMatchObject({ kind: 'received' });
	// Two answers that hold news may be followed at once, and a fault by half a second.
	expect(polls.length).toBeLessThan(140);
});

test.each<[string, Reply]>([
	['asks for an hour', notNow(503, '3600')],
	['asks for an hour in a limit', notNow(429, '3600')],
	['asks for centuries', notNow(503, '9'.repeat(400))],
	['names a date in a hundred years', notNow(503, 'Fri, 24 Nov 2126 00:00:00 GMT')],
	['slows down to years', notNow(429, '', { code: 'slow_down', interval: 1e300 })],
	['names an interval of years', open('pending', 1e9)],
])('a broker that %s is asked again in a minute, and at the session’s end', async (_, reply) => {
	const { polls } = await waitAt((seconds) => (seconds <= LIFETIME ? reply : ready));
	const pauses = polls.slice(1).map((at, index) => at - (polls[index] ?? 0));
	expect(Math.max(...pauses)).toBeLessThanOrEqual(60);
	expect(polls).toContain(LIFETIME);
});

test('a credential that comes in the last second is not lost to a pause', async () => {
	const says: Says = (seconds) => (seconds > LIFETIME - 1 ? ready : notNow(503, '3600'));
	const { outcome, polls } = await waitAt(says);
	expect(outcome).toMatchObject({ kind: 'received', fields: { api_key: 'sk-1' } });
	expect(polls.at(-1)).toBe(LIFETIME);
});

test('nor one that comes while the clocks differ', async () => {
	const gone: Reply = { status: 404, body: { code: 'session_not_found' } };
	const says: Says = (seconds) => {
		if (seconds <= LIFETIME) return notNow(503, '3600');
		return seconds < LIFETIME + 10 ? ready : gone;
	};
	expect((await waitAt(says)).outcome).toMatchObject({ kind: 'received' });
});
