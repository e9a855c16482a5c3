import { createHash } from 'node:crypto';
import { ENVELOPE_ALGORITHM, sealEnvelope } from '../../protocol/envelope';
import { makeToken } from '../../protocol/tokens';
import { anyKeys, createSession, sessionOf } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { person } from '../support/person';

/** What the protocol's page says of every call, held against a running broker. */
describe('the wire', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker({ LINKAUTH_BASE_URL: 'https://broker.example.com/' });
	});
	afterAll(() => broker.stop());

	test('creating a session answers in both vocabularies', async () => {
		const { reply } = await createSession(broker.url);
		const code = reply.user_code;
		expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
		expect(reply).toEqual({
			session_id: createHash('sha256').update(code.replace('-', '')).digest('hex'),
			user_code: code,
			code,
			verification_uri: 'https://broker.example.com/connect',
			verification_uri_complete: `https://broker.example.com/connect/${code}`,
			url: `https://broker.example.com/connect/${code}`,
			poll_token: expect.stringMatching(/^pt_[A-Za-z0-9_-]{43}$/) as string,
			expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
			expires_in: 600,
			interval: 5,
		});
	});

	test('members that are not known are ignored, and a long life is cut', async () => {
		const { reply } = await createSession(broker.url, { template: 'openai', ttl: 86_400, colour: 'blue' });
		expect(reply.expires_in).toBe(900);
	});

	test('an agent may bring its own poll token, and then gets none', async () => {
		const token = makeToken('poll');
		const hash = createHash('sha256').update(token).digest('hex');
		const { reply, keys } = await createSession(broker.url, { template: 'api_key', poll_token_hash: hash });
		expect(reply.poll_token).toBeUndefined();
		const session = sessionOf(broker.url, { ...reply, poll_token: token }, keys);
		expect((await session.poll()).body.status).toBe('pending');
	});

	test('PEM is taken as well as DER, and served as DER', async () => {
		const { publicKey } = await anyKeys();
		const lines = publicKey.match(/.{1,64}/g) ?? [];
		const pem = `-----BEGIN PUBLIC KEY-----\n${lines.join('\n')}\n-----END PUBLIC KEY-----\n`;
		const { reply } = await createSession(broker.url, { template: 'api_key', public_key: pem });
		expect((await person.lookUp(broker.url, reply.code)).body.public_key).toBe(publicKey);
	});

	test('a credential makes the round trip', async () => {
		const session = await createSession(broker.url, { template: 'basic_auth' });
		const fields = { username: 'zoë', password: 'söhr geheim 🔑' };
		expect((await session.poll()).body).toEqual({
			status: 'pending',
			expires_at: session.reply.expires_at,
			interval: 5,
		});
		expect((await person.give(broker.url, session.reply.code, fields)).status).toBe(204);
		const ready = await session.poll({ prefer: 'wait=1' });
		expect(ready.body).toEqual({
			status: 'ready',
			expires_at: session.reply.expires_at,
			ciphertext: expect.any(String) as string,
			algorithm: ENVELOPE_ALGORITHM,
		});
		expect(await session.open(ready.body)).toEqual(fields);
		expect((await session.poll()).body).toEqual({
			status: 'consumed',
			expires_at: session.reply.expires_at,
		});
	});

	test('the page learns who asks, for what, why and where it may be sent', async () => {
		const { reply, keys } = await createSession(broker.url, {
			fields: [
				{ name: 'zone', label: 'Zone', type: 'select', options: ['eu', 'us'], required: false },
				{ name: 'pin', label: 'PIN', type: 'otp', pattern: '[0-9]{6}', help: 'From the app.', max_length: 6 },
			],
			display_name: 'ACME login',
			reason: 'To read the invoices\nof November.',
			requester: { name: 'Invoice workflow', detail: 'Finance' },
			allowed_hosts: ['api.acme.example'],
		});
		expect((await person.lookUp(broker.url, reply.code)).body).toEqual({
			status: 'pending',
			display_name: 'ACME login',
			template_type: 'form',
			code: reply.code,
			fields: [
				{ name: 'zone', label: 'Zone', type: 'select', options: ['eu', 'us'], required: false },
				{ name: 'pin', label: 'PIN', type: 'otp', pattern: '[0-9]{6}', help: 'From the app.', max_length: 6 },
			],
			public_key: keys.publicKey,
			expires_at: reply.expires_at,
			expires_in: expect.any(Number) as number,
			security: { secure: true, mode: 'production' },
			reason: 'To read the invoices\nof November.',
			requester: { name: 'Invoice workflow', detail: 'Finance', verified: false },
			allowed_hosts: ['api.acme.example'],
		});
	});

	test('a typed code is found however it is typed, looking changes nothing, and afterwards it is 404', async () => {
		const { reply } = await createSession(broker.url);
		const sloppy = ` ${reply.code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replace('-', ' ')} `;
		for (let times = 0; times < 3; times += 1) {
			const found = await call(broker.url, 'POST', '/v1/connect/resolve', { body: { user_code: sloppy } });
			expect(found.body['code']).toBe(reply.code);
		}
		await person.confirm(broker.url, reply.code);
		const confirmed = await person.lookUp(broker.url, reply.code);
		const unknown = await person.lookUp(broker.url, 'ZZZZ-ZZZZ');
		expect([confirmed.status, unknown.status]).toEqual([404, 404]);
		expect(confirmed.text).toBe(unknown.text);
	});

	test('an unknown session, an expired one and a malformed id look alike', async () => {
		const { reply } = await createSession(broker.url);
		const headers = { authorization: `Bearer ${reply.poll_token ?? ''}` };
		const answers = await Promise.all(
			['0'.repeat(64), 'nonsense', '..%2f..', '%E0%A4%A'].map((id) =>
				call(broker.url, 'GET', `/v1/sessions/${id}`, { headers }),
			),
		);
		expect(new Set(answers.map((answer) => `${String(answer.status)} ${answer.text}`)).size).toBe(1);
		expect(answers[0]?.body).toMatchObject({ status: 404, code: 'session_not_found' });
	});

	test.each([
		['none', undefined],
		['another scheme', 'Basic dXNlcjpwYXNz'],
		['another kind of token', `Bearer ${makeToken('connect')}`],
		['a malformed one', 'Bearer pt_short'],
		['a wrong one', `Bearer ${makeToken('poll')}`],
	])('a poll with %s is refused with 401', async (_, authorization) => {
		const { reply } = await createSession(broker.url);
		const answer = await call(broker.url, 'GET', `/v1/sessions/${reply.session_id}`, {
			headers: authorization === undefined ? {} : { authorization },
		});
		expect(answer.status).toBe(401);
		expect(answer.headers['www-authenticate']).toBe('Bearer');
		expect(answer.body['code']).toBe('poll_token_invalid');
	});

	test('a wrong connect token is 403, and the right one still works', async () => {
		const session = await createSession(broker.url);
		const { code } = session.reply;
		const { body } = await person.confirm(broker.url, code);
		const ciphertext = await sealEnvelope(session.keys.publicKey, { api_key: 'x' });
		for (const connect_token of [undefined, 'ct_short', makeToken('connect'), makeToken('poll')]) {
			expect((await person.complete(broker.url, code, { ciphertext, connect_token })).status).toBe(403);
		}
		expect((await person.complete(broker.url, code, { ciphertext, ...body })).status).toBe(204);
	});

	test('declining reaches the agent with its reason, and the state is final', async () => {
		const early = await createSession(broker.url);
		expect((await person.deny(broker.url, early.reply.code, { reason: 'Not me' })).status).toBe(204);
		expect((await early.poll()).body).toEqual({
			status: 'denied',
			expires_at: early.reply.expires_at,
			reason: 'Not me',
		});
		const late = await createSession(broker.url);
		const { body } = await person.confirm(broker.url, late.reply.code);
		expect((await person.deny(broker.url, late.reply.code)).status).toBe(403);
		expect((await person.deny(broker.url, late.reply.code, body)).status).toBe(204);
		expect((await late.poll()).body.status).toBe('denied');
		expect((await person.deny(broker.url, late.reply.code, body)).status).toBe(409);
	});

	test('cancelling deletes everything, once', async () => {
		const session = await createSession(broker.url);
		expect((await session.cancel()).status).toBe(204);
		expect((await session.cancel()).status).toBe(404);
		expect((await session.poll()).status).toBe(404);
		expect((await person.lookUp(broker.url, session.reply.code)).status).toBe(404);
		expect((await person.confirm(broker.url, session.reply.code)).status).toBe(404);
	});

	test('a HEAD on a session collects nothing', async () => {
		const session = await createSession(broker.url);
		await person.give(broker.url, session.reply.code, { api_key: 'k' });
		const address = `/v1/sessions/${session.reply.session_id}`;
		const headers = { authorization: `Bearer ${session.reply.poll_token ?? ''}` };
		expect((await call(broker.url, 'HEAD', address, { headers })).status).toBe(405);
		expect((await session.poll()).body.status).toBe('ready');
	});

	test('health is plain, and the broker says what it speaks', async () => {
		expect((await call(broker.url, 'GET', '/health')).text).toBe('{"status":"ok"}');
		const discovery = await call(broker.url, 'GET', '/.well-known/linkauth');
		expect(discovery.body).toMatchObject({
			issuer: 'https://broker.example.com',
			algorithms_supported: [ENVELOPE_ALGORITHM],
		});
	});
});

describe('typed codes only', () => {
	test('in manual_code_entry mode no link carries the code', async () => {
		const broker = await startBroker({ LINKAUTH_VERIFICATION_MODE: 'manual_code_entry' });
		const { reply } = await createSession(broker.url);
		expect(reply.verification_uri_complete).toBeUndefined();
		expect(reply.url).toBe(reply.verification_uri);
		expect(reply.url).not.toContain(reply.code);
		await broker.stop();
	});
});

describe('API keys', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker({ LINKAUTH_API_KEYS: 'first-secret-key, Finance:second-secret-key' });
	});
	afterAll(() => broker.stop());

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

	test("a key's own name is the verified requester, whatever the agent says", async () => {
		const { reply } = await createSession(
			broker.url,
			{ template: 'api_key', requester: { name: 'Your bank', detail: 'Security' } },
			{ 'x-api-key': 'second-secret-key' },
		);
		expect((await person.lookUp(broker.url, reply.code)).body.requester).toEqual({
			name: 'Finance',
			detail: 'Your bank, Security',
			verified: true,
		});
	});

	test('agent state is for the key that created the session, and for nobody else', async () => {
		const headers = { 'x-api-key': 'first-secret-key' };
		const agent_state = 'sealed:'.padEnd(8 * 1024, 'x');
		const { reply } = await createSession(broker.url, { template: 'api_key', agent_state }, headers);
		const address = `/v1/sessions/${reply.session_id}/agent-state`;
		expect((await call(broker.url, 'GET', address, { headers })).body).toEqual({ agent_state });
		const foreign = await call(broker.url, 'GET', address, { headers: { 'x-api-key': 'second-secret-key' } });
		const unknown = await call(broker.url, 'GET', `/v1/sessions/${'0'.repeat(64)}/agent-state`, { headers });
		expect(foreign.status).toBe(404);
		expect(foreign.text).toBe(unknown.text);
	});
});
