import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { anyKeys, createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { person } from '../support/person';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('API keys of a file', () => {
	const folder = temporaryFolder();
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
		oauth_hosts: ['login.example.com', '*.corp.example.com'],
	};
	beforeAll(async () => {
		write([finance, robot]);
		broker = await startBroker(
			{ LINKAUTH_API_KEYS_FILE: file, LINKAUTH_RATE_LIMITS: 'on' },
			{ timings: { keysInterval: 50 } },
		);
	});

	const ask = async (
		key: string | undefined,
		body: Record<string, unknown> = { template: 'openai' },
		{ url } = broker,
	) =>
		call(url, 'POST', '/v1/sessions', {
			body: { public_key: (await anyKeys()).publicKey, ...body },
			headers: key === undefined ? {} : { 'x-api-key': key },
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

	test('people may sign in at the hosts of its entry for its agents, and for no others', async () => {
		const signIn = (host: string) => ({
			oauth_authorization_endpoint: `https://${host}/authorize`,
			oauth_client_id: 'agent',
			oauth_code_challenge: 'A'.repeat(43),
		});
		const codes = (key: string) =>
			Promise.all(
				['login.example.com', 'sso.corp.example.com', 'evil-login.example.com'].map(
					async (host) => (await ask(key, signIn(host), fresh)).body['code'],
				),
			);
		write([finance, { ...robot, open_sessions: 5, templates: ['openai', 'oauth'] }]);
		const fresh = await startBroker({ LINKAUTH_API_KEYS_FILE: file });
		const created = expect.stringMatching(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/) as string;
		const refused = 'oauth_endpoint_not_allowed';
		expect(await codes('robot-key-of-today')).toEqual([created, created, refused]);
		expect(await codes('finance-key-of-today')).toEqual([refused, refused, refused]);
		write([finance, { ...robot, oauth_hosts: ['https://login.example.com/'] }]);
		await expect(startBroker({ LINKAUTH_API_KEYS_FILE: file })).rejects.toThrow(
			/keys\.1\.oauth_hosts\.0: expected a host like/,
		);
		write([finance, robot]);
	});

	test('a key is rotated without a restart: old and new side by side, then the new one alone', async () => {
		const { reply } = await createSession(
			broker.url,
			{ template: 'openai', agent_state: 'kept' },
			{ 'x-api-key': 'finance-key-of-today' },
		);
		write([finance, { name: 'Finance', key: 'finance-key-of-tomorrow' }]);
		await until(async () => (await auth('finance-key-of-tomorrow')) === 200);
		expect(await auth('finance-key-of-today')).toBe(200);
		const state = await call(broker.url, 'GET', `/v1/sessions/${reply.session_id}/agent-state`, {
			headers: { 'x-api-key': 'finance-key-of-tomorrow' },
		});
		expect(state.body).toEqual({ agent_state: 'kept' });
		write([{ name: 'Finance', key: 'finance-key-of-tomorrow' }]);
		await until(async () => (await auth('finance-key-of-today')) === 403);
	});

	test('a file that cannot be used any more leaves the keys as they were, and the log says so', async () => {
		write('{"keys": [');
		await until(() => broker.log().includes('cannot be used'));
		expect(await auth('finance-key-of-tomorrow')).toBe(200);
	});

	test('an entry’s create_limit holds for its key, and for no other', async () => {
		write([finance, { ...robot, open_sessions: 5, create_limit: 1 }]);
		const limited = await startBroker({ LINKAUTH_API_KEYS_FILE: file, LINKAUTH_RATE_LIMITS: 'on' });
		expect((await ask('robot-key-of-today', { template: 'openai' }, limited)).status).toBe(201);
		const refused = await ask('robot-key-of-today', { template: 'openai' }, limited);
		expect(refused.body).toMatchObject({ status: 429, code: 'rate_limited' });
		expect(refused.headers['ratelimit-policy']).toContain('"created_by_key";q=1;w=60');
		const another = () => ask('finance-key-of-today', { template: 'openai' }, limited);
		expect([(await another()).status, (await another()).status]).toEqual([201, 201]);
	});

	test('a file without keys opens the broker to nobody, from the start or once it is emptied', async () => {
		write([]);
		const empty = await startBroker({ LINKAUTH_API_KEYS_FILE: file });
		const unauthorized = { status: 401, code: 'api_key_required' };
		expect((await ask(undefined, { template: 'openai' }, empty)).body).toMatchObject(unauthorized);
		expect((await ask('finance-key-of-today', { template: 'openai' }, empty)).status).toBe(403);

		write([finance]);
		await until(async () => (await auth('finance-key-of-today')) === 200);
		write([]);
		await until(async () => (await auth('finance-key-of-today')) === 403);
		expect((await ask(undefined)).body).toMatchObject(unauthorized);
	});

	test('a file that is wrong from the start stops the start, with the member and without the key', async () => {
		const wrong = path.join(folder, 'wrong.json');
		writeFileSync(wrong, JSON.stringify({ keys: [{ name: 'x', key: 'hunter2' }] }));
		await expect(startBroker({ LINKAUTH_API_KEYS_FILE: wrong })).rejects.toThrow(/keys\.0\.key: expected/);
		await expect(startBroker({ LINKAUTH_API_KEYS_FILE: wrong })).rejects.not.toThrow(/hunter2/);
	});
});
