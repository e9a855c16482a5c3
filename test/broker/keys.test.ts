import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { anyKeys, createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { person } from '../support/person';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('API keys of a file', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'linkauth-keys-'));
	const file = path.join(folder, 'keys.json');
	let broker: RunningBroker;
	const write = (keys: unknown) => {
		writeFileSync(file, typeof keys === 'string' ? keys : JSON.stringify({ keys }));
	};
	const finance = { name: 'Finance', key: `sha256:${sha256('finance-key-of-today')}` };
	const robot = {
		name: 'Robot',
		key: 'robot-key-of-today',
		templates: ['openai', 'custom'],
		max_ttl: 60,
		open_sessions: 1,
		callback_hosts: ['hooks.example.com'],
	};
	beforeAll(async () => {
		write([finance, robot]);
		broker = await startBroker({ LINKAUTH_API_KEYS_FILE: file, LINKAUTH_RATE_LIMITS: 'on' });
	});
	afterAll(async () => {
		await broker.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	const ask = async (key: string, body: Record<string, unknown> = { template: 'openai' }) =>
		call(broker.url, 'POST', '/v1/sessions', {
			body: { public_key: (await anyKeys()).publicKey, ...body },
			headers: { 'x-api-key': key },
		});
	const auth = async (key: string) =>
		(await call(broker.url, 'GET', '/v1/auth', { headers: { 'x-api-key': key } })).status;

	test('one given as its hash works, and its name is shown as verified', async () => {
		const { reply } = await createSession(
			broker.url,
			{ template: 'openai' },
			{ 'x-api-key': 'finance-key-of-today' },
		);
		const { body } = await person.lookUp(broker.url, reply.code);
		expect(body.requester).toEqual({ name: 'Finance', verified: true });
		expect(await auth(finance.key)).toBe(403);
	});

	test('each may what its entry says, and no more', async () => {
		const field = { name: 'pin', label: 'PIN', type: 'text' };
		const template = await ask('robot-key-of-today', { template: 'aws' });
		expect(template.body).toMatchObject({ status: 403, code: 'not_allowed' });
		expect(template.body['detail']).toContain('openai, custom');
		const callback = await ask('robot-key-of-today', {
			fields: [field],
			callback_url: 'https://elsewhere.example/',
		});
		expect(callback.body).toMatchObject({ status: 403, code: 'not_allowed' });
		const taken = await ask('robot-key-of-today', { fields: [field], ttl: 600 });
		expect(taken.body['expires_in']).toBe(60);
		expect((await ask('robot-key-of-today')).body['code']).toBe('too_many_sessions');
		expect((await ask('finance-key-of-today', { template: 'aws' })).status).toBe(201);
	});

	test('a key is rotated without a restart: old and new side by side, then the new one alone', async () => {
		const { reply } = await createSession(
			broker.url,
			{ template: 'openai', agent_state: 'kept' },
			{ 'x-api-key': 'finance-key-of-today' },
		);
		write([finance, { name: 'Finance', key: 'finance-key-of-tomorrow' }]);
		for (let tries = 0; (await auth('finance-key-of-tomorrow')) !== 200; tries += 1) {
			expect(tries).toBeLessThan(100);
			await sleep(100);
		}
		expect(await auth('finance-key-of-today')).toBe(200);
		const state = await call(broker.url, 'GET', `/v1/sessions/${reply.session_id}/agent-state`, {
			headers: { 'x-api-key': 'finance-key-of-tomorrow' },
		});
		expect(state.body).toEqual({ agent_state: 'kept' });
		write([{ name: 'Finance', key: 'finance-key-of-tomorrow' }]);
		for (let tries = 0; (await auth('finance-key-of-today')) !== 403; tries += 1) {
			expect(tries).toBeLessThan(100);
			await sleep(100);
		}
	});

	test('a file that cannot be used any more leaves the keys as they were, and the log says so', async () => {
		write('{"keys": [');
		for (let tries = 0; !broker.log().includes('cannot be used'); tries += 1) {
			expect(tries).toBeLessThan(100);
			await sleep(100);
		}
		expect(await auth('finance-key-of-tomorrow')).toBe(200);
	});

	test('a file that is wrong from the start stops the start, with the member and without the key', async () => {
		const wrong = path.join(folder, 'wrong.json');
		writeFileSync(wrong, JSON.stringify({ keys: [{ name: 'x', key: 'hunter2' }] }));
		await expect(startBroker({ LINKAUTH_API_KEYS_FILE: wrong })).rejects.toThrow(/keys\.0\.key: expected/);
		await expect(startBroker({ LINKAUTH_API_KEYS_FILE: wrong })).rejects.not.toThrow(/hunter2/);
	});
});
