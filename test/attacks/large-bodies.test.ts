import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ENVELOPE_ALGORITHM } from '../../protocol/envelope';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { openRequest, type OpenRequest } from '../support/open-request';
import { person } from '../support/person';
import { until } from '../support/until';

const CONNECTIONS = 320;
const BODY = 1_850_000;
/** Mebibytes that a broker may take at most: a third of what all bodies together have. */
const MOST_MEMORY = 256;

/** The most memory that a broker has had so far, in mebibytes. */
function peakMemory({ process: { pid } }: RunningBroker): number {
	const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
	return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}

/** Sends the same large body, but for its last byte, over many connections at once. */
function sendMany(port: number, start: string, headers: Readonly<Record<string, string>>): OpenRequest[] {
	const body = Buffer.alloc(BODY - 1, 'x');
	body.write('{"algorithm":"');
	return Array.from({ length: CONNECTIONS }, () => {
		const request = openRequest(port, start, { ...headers, 'content-length': String(BODY) });
		request.write(body);
		return request;
	});
}

/** With the young generation as the image has it: without, V8 makes it as large as the machine allows. */
const settings = { NODE_OPTIONS: '--max-old-space-size=256 --max-semi-space-size=4' };

test('320 bodies of 1.8 MB for a code that does not exist take no memory', async () => {
	const broker = await startBroker(settings);
	const requests = sendMany(broker.port, 'POST /v1/connect/ZZZZ-ZZZZ/complete', {});
	await sleep(3_000);
	expect(peakMemory(broker)).toBeLessThan(MOST_MEMORY);
	for (const request of requests) expect(await request.reply(/HTTP/)).toMatch(/^HTTP\/1\.1 404 /);
	expect((await call(broker.url, 'GET', '/health')).status).toBe(200);
});

test('320 bodies of 1.8 MB for a session that waits for one take what the budget has, and it still gets its own', async () => {
	const broker = await startBroker({ ...settings, LINKAUTH_TRUSTED_PROXIES: '127.0.0.1' });
	const file = { name: 'file', label: 'A file', type: 'file' };
	const { reply } = await createSession(broker.url, { fields: [file] });
	const { body } = await person.confirm(broker.url, reply.code);
	const token = { 'x-connect-token': body.connect_token };
	const start = `POST /v1/connect/${reply.code}/complete`;
	const requests = sendMany(broker.port, start, { ...token, 'x-forwarded-for': '192.0.2.1' });
	const refused = () =>
		requests.filter((request) => request.closed() || request.text().startsWith('HTTP/1.1 503 '));
	await until(() => refused().length > CONNECTIONS - 10, 20_000);
	expect(peakMemory(broker)).toBeLessThan(MOST_MEMORY);
	// Somebody else, meanwhile.
	const other = await person.complete(
		broker.url,
		reply.code,
		{ ...body, ciphertext: 'A', algorithm: ENVELOPE_ALGORITHM },
		{ ...token, 'x-forwarded-for': '192.0.2.2' },
	);
	expect(other.body).toMatchObject({ code: 'invalid_envelope' });
	for (const request of requests) request.end();
	await until(async () => {
		const again = await person.complete(
			broker.url,
			reply.code,
			{},
			{ ...token, 'x-forwarded-for': '192.0.2.1' },
		);
		return again.status === 400;
	});
});
