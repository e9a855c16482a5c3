import { setTimeout as sleep } from 'node:timers/promises';
import { LIMITS } from '../../protocol/limits';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { person } from '../support/person';

const KEY = { 'idempotency-key': 'attempt-0123456789' };
const OTHER = { 'idempotency-key': 'attempt-9876543210' };

describe('collecting', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});

	test('the same Idempotency-Key gets the same ciphertext again, another key does not', async () => {
		const session = await createSession(broker.url);
		await person.give(broker.url, session.reply.code, { api_key: 'once' });
		const first = await session.poll(KEY);
		expect(first.body.status).toBe('ready');
		expect((await session.poll(KEY)).body).toEqual(first.body);
		expect((await session.poll(OTHER)).body.status).toBe('consumed');
		expect((await session.poll()).body.status).toBe('consumed');
		expect((await session.poll(KEY)).body).toEqual(first.body);
	});

	test('without a key it is strictly once', async () => {
		const session = await createSession(broker.url);
		await person.give(broker.url, session.reply.code, { api_key: 'once' });
		expect((await session.poll()).body.status).toBe('ready');
		expect((await session.poll()).body.status).toBe('consumed');
		expect((await session.poll(KEY)).body.status).toBe('consumed');
	});

	test('deleting ends the collection window early', async () => {
		const session = await createSession(broker.url);
		await person.give(broker.url, session.reply.code, { api_key: 'once' });
		await session.poll(KEY);
		await session.cancel();
		expect((await session.poll(KEY)).status).toBe(404);
	});

	test('the collection window lasts a minute, however often the key is repeated, and the session lives on', async () => {
		const second = 20;
		const { url } = await startBroker({}, { timings: { second } });
		const session = await createSession(url);
		await person.give(url, session.reply.code, { api_key: 'once' });
		expect((await session.poll(KEY)).body.status).toBe('ready');
		const collected = performance.now();
		const seen = [];
		while (performance.now() - collected < LIMITS.collectionWindow * second) {
			seen.push((await session.poll(KEY)).body.status);
			await sleep(50);
		}
		expect(seen[0]).toBe('ready');
		await sleep(second);
		expect((await session.poll(KEY)).body.status).toBe('consumed');
	});
});
