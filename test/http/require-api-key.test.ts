import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { cleanup } from '../support/cleanup';
import { call } from '../support/http';

describe('API keys', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker({ LINKAUTH_API_KEYS: 'first-secret-key, Finance:second-secret-key' });
	});

	test('missing is 401 and wrong is 403, on every agent-facing call', async () => {
		const id = '0'.repeat(64);
		const calls = [
			['POST', '/v1/sessions'],
			['GET', `/v1/sessions/${id}`],
			['DELETE', `/v1/sessions/${id}`],
			['GET', `/v1/sessions/${id}/agent-state`],
			['GET', '/v1/auth'],
		] as const;
		for (const [method, address] of calls) {
			const missing = await call(broker.url, method, address);
			const wrong = await call(broker.url, method, address, { headers: { 'x-api-key': 'nope' } });
			expect(missing.body).toMatchObject({
				status: 401,
				title: 'API Key Required',
				code: 'api_key_required',
			});
			expect(wrong.body).toMatchObject({ status: 403, title: 'Invalid API Key', code: 'api_key_invalid' });
		}
	});

	test('a key is taken in its header and, for creating, as a bearer token', async () => {
		const { reply } = await createSession(
			broker.url,
			{ template: 'api_key' },
			{ authorization: 'Bearer first-secret-key' },
		);
		expect(reply.poll_token).toBeDefined();
		const auth = await call(broker.url, 'GET', '/v1/auth', { headers: { 'x-api-key': 'second-secret-key' } });
		expect(auth.body).toEqual({ status: 'ok', name: 'Finance' });
	});
});

describe('a file of keys that has none', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'linkauth-no-keys-'));
	const file = path.join(folder, 'keys.json');
	cleanup(folder, () => {
		rmSync(folder, { recursive: true });
	});
	const statuses = async (url: string) =>
		Promise.all(
			[{}, { 'x-api-key': 'key-of-yesterday' }].map(
				async (headers) => (await call(url, 'GET', '/v1/auth', { headers })).status,
			),
		);

	test('from the start does not open the broker', async () => {
		writeFileSync(file, JSON.stringify({ keys: [] }));
		const broker = await startBroker({ LINKAUTH_API_KEYS_FILE: file });
		expect(await statuses(broker.url)).toEqual([401, 403]);
		expect((await call(broker.url, 'POST', '/v1/sessions', { body: {} })).status).toBe(401);
	});

	test('once it was emptied does not open the broker', async () => {
		writeFileSync(file, JSON.stringify({ keys: [{ name: 'Yesterday', key: 'key-of-yesterday' }] }));
		const broker = await startBroker({ LINKAUTH_API_KEYS_FILE: file });
		expect(await statuses(broker.url)).toEqual([401, 200]);
		writeFileSync(file, JSON.stringify({ keys: [] }));
		while (!broker.log().includes('"keys":0')) await sleep(50);
		expect(await statuses(broker.url)).toEqual([401, 403]);
	});
});
