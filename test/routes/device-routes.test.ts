import * as client from 'openid-client';
import { makeKeyPair, openEnvelope } from '../../protocol/envelope';
import { makeToken } from '../../protocol/tokens';
import { anyKeys } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { freePort } from '../support/free-port';
import { call, type Answer } from '../support/http';
import { person } from '../support/person';
import { overEveryStore } from '../support/stores';

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const KEY = 'a-key-of-the-device-tests';

const post = (
	url: string,
	address: string,
	form: Readonly<Record<string, string>> | string,
	headers: Readonly<Record<string, string>> = {},
) =>
	call(url, 'POST', address, {
		body: new URLSearchParams(form).toString(),
		headers: { ...FORM, ...headers },
	});
const ask = async (url: string, form: Readonly<Record<string, string>> = {}, headers = {}) => {
	const { publicKey } = await anyKeys();
	return post(
		url,
		'/device_authorization',
		{ client_id: 'Invoice robot', public_key: publicKey, template: 'api_key', ...form },
		headers,
	);
};
const answerOf = (url: string, code: unknown, headers = {}): Promise<Answer> =>
	post(url, '/token', { grant_type: GRANT, device_code: String(code), client_id: 'x' }, headers);
const basic = (name: string, secret: string) => ({
	authorization: `Basic ${Buffer.from(`${encodeURIComponent(name)}:${encodeURIComponent(secret)}`).toString('base64')}`,
});

/** Every character escaped, which clients may do. */
const encoded = (secret: string) => {
	const escaped = [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
	return { authorization: `Basic ${Buffer.from(`robot:${escaped}`).toString('base64')}` };
};

overEveryStore((start) => {
	let broker: RunningBroker;
	beforeEach(async () => {
		const { location } = await start();
		const port = String(await freePort());
		broker = await startBroker({
			LINKAUTH_STORE: location,
			LINKAUTH_PORT: port,
			LINKAUTH_BASE_URL: `http://127.0.0.1:${port}`,
			LINKAUTH_POLL_INTERVAL: '1',
		});
	});

	test('openid-client, as it is, gets the envelope as its access token', async () => {
		const keys = await makeKeyPair();
		const configuration = await client.discovery(
			new URL(broker.url),
			'Invoice robot',
			undefined,
			client.None(),
			{
				algorithm: 'oauth2',
				// eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that nobody overlooks it; the broker is on this machine
				execute: [client.allowInsecureRequests],
			},
		);
		const device = await client.initiateDeviceAuthorization(configuration, {
			public_key: keys.publicKey,
			template: 'api_key',
			reason: 'To sort invoices',
		});
		expect(device.verification_uri_complete).toBe(`${broker.url}/connect/${device.user_code}`);
		const tokens = client.pollDeviceAuthorizationGrant(configuration, device);
		const { body: info } = await person.lookUp(broker.url, device.user_code);
		expect(info).toMatchObject({ requester: { name: 'Invoice robot' }, reason: 'To sort invoices' });
		await person.give(broker.url, device.user_code, { api_key: 'sk-door' });
		const { access_token: envelope } = await tokens;
		expect(await openEnvelope(keys.privateKey, envelope)).toEqual({ api_key: 'sk-door' });
	});

	test('waiting, too fast, declined, collected: as RFC 8628 has them', async () => {
		const { body: device } = await ask(broker.url);
		expect(device).toMatchObject({ interval: 1 });
		const waiting = await answerOf(broker.url, device['device_code']);
		expect(waiting).toMatchObject({ status: 400, body: { error: 'authorization_pending', interval: 1 } });
		expect(waiting.headers['cache-control']).toBe('no-store');
		const fast = await answerOf(broker.url, device['device_code']);
		expect(fast).toMatchObject({ status: 400, body: { error: 'slow_down', interval: 6 } });
		await call(broker.url, 'POST', `/v1/connect/${String(device['user_code'])}/deny`, {
			body: { reason: 'Not "me"' },
		});
		const declined = await answerOf(broker.url, device['device_code']);
		expect(declined).toMatchObject({ status: 400, body: { error: 'access_denied' } });
		// RFC 6749 section 5.2 has no room for quotation marks.
		expect(declined.body['error_description']).toBe("The person has declined: Not 'me'");
	});

	test('a lost answer is given again to the same code', async () => {
		const { body: device } = await ask(broker.url);
		await person.give(broker.url, String(device['user_code']), { api_key: 'sk-again' });
		const answers = [1, 2].map(() => answerOf(broker.url, device['device_code']));
		const [one, other] = await Promise.all(answers);
		expect(one).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
		expect(other?.body).toEqual(one?.body);
	});

	test('an end that is past, and a code that is none, are final', async () => {
		const { body: device } = await ask(broker.url);
		const [id = '', token = ''] = String(device['device_code']).split('.');
		const { body: other } = await ask(broker.url);
		await person.deny(broker.url, String(other['user_code']));
		const [otherId = '', otherToken = ''] = String(other['device_code']).split('.');
		await call(broker.url, 'DELETE', `/v1/sessions/${otherId}`, {
			headers: { authorization: `Bearer ${otherToken}` },
		});
		expect(await answerOf(broker.url, other['device_code'])).toMatchObject({
			body: { error: 'access_denied' },
		});
		const cancelled = await call(broker.url, 'DELETE', `/v1/sessions/${id}`, {
			headers: { authorization: `Bearer ${token}` },
		});
		expect(cancelled.status).toBe(204);
		expect(await answerOf(broker.url, device['device_code'])).toMatchObject({
			status: 400,
			body: { error: 'invalid_grant' },
		});
		expect(await answerOf(broker.url, `${'0'.repeat(64)}.${makeToken('poll')}`)).toMatchObject({
			status: 400,
			body: { error: 'expired_token' },
		});
		for (const code of ['', 'x', '.', `${id}.x`, `${id}.${token}.x`, id]) {
			const { status, body } = await answerOf(broker.url, code);
			expect([status, ['invalid_request', 'invalid_grant'].includes(String(body['error']))]).toEqual([
				400,
				true,
			]);
		}
	});
});

describe('a broker with API keys', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker({ LINKAUTH_API_KEYS: KEY, LINKAUTH_RATE_LIMITS: 'on' });
	});

	test.each([
		['the client’s secret', basic('robot: one', KEY), 200],
		['the client’s secret, encoded as in a form', encoded(KEY), 200],
		['the header of the protocol', { 'x-api-key': KEY }, 200],
		['another secret', basic('robot', 'wrong'), 401],
		['a secret that is no encoding', { authorization: 'Basic cm9ib3Q6JQ==' }, 401],
		['none', {}, 401],
	])('takes the key as %s', async (_, headers, status) => {
		const answer = await ask(broker.url, {}, headers);
		expect(answer.status).toBe(status);
		if (status === 200) return;
		expect(answer.body).toMatchObject({ error: 'invalid_client' });
		expect(answer.headers['www-authenticate']).toBe('Basic realm="LinkAuth"');
	});

	test('says how in its metadata', async () => {
		const { body } = await call(broker.url, 'GET', '/.well-known/oauth-authorization-server');
		expect(body).toMatchObject({ token_endpoint_auth_methods_supported: ['client_secret_basic'] });
	});

	test('asks for it where the answer is collected, too', async () => {
		const { body: device } = await ask(broker.url, {}, basic('robot', KEY));
		expect(await answerOf(broker.url, device['device_code'])).toMatchObject({ status: 401 });
		expect(await answerOf(broker.url, device['device_code'], basic('robot', KEY))).toMatchObject({
			body: { error: 'authorization_pending' },
		});
	});

	test('guesses are counted: after twenty none is answered', async () => {
		const guess = () => answerOf(broker.url, `${'0'.repeat(64)}.${makeToken('poll')}`, basic('robot', KEY));
		const answers = await Promise.all(Array.from({ length: 60 }, guess));
		const errors = Map.groupBy(answers, ({ body }) => String(body['error']));
		expect(errors.get('expired_token')?.length).toBe(20);
		expect(errors.get('temporarily_unavailable')?.every(({ status }) => status === 429)).toBe(true);
	});
});

describe('forms', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});

	test.each([
		['a parameter twice', 'client_id=a&client_id=b', 'The body: expected each parameter once.'],
		['no key', 'client_id=a&template=api_key', 'public_key: expected an RSA public key'],
		['no client', 'template=api_key', 'client_id: expected the name of the client'],
		['fields that are no JSON', 'client_id=a&public_key=x&fields=%7B', 'fields: expected an array'],
		[
			'a time that is no number',
			'client_id=a&public_key=x&template=api_key&ttl=soon',
			'ttl: expected a number',
		],
	])('%s is told', async (_, form, expected) => {
		const answer = await post(broker.url, '/device_authorization', form);
		expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
		expect(answer.body['error_description']).toContain(expected);
	});

	test('JSON is refused as such', async () => {
		const answer = await call(broker.url, 'POST', '/token', { body: { grant_type: GRANT } });
		expect(answer).toMatchObject({ status: 415, body: { error: 'invalid_request' } });
	});

	test('another grant is told', async () => {
		const { body: device } = await ask(broker.url);
		const answer = await post(broker.url, '/token', {
			grant_type: 'authorization_code',
			device_code: String(device['device_code']),
		});
		expect(answer).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
	});

	test('what is asked for with fields, hosts and a time arrives', async () => {
		const fields = [{ name: 'pin', label: 'PIN', type: 'otp' }];
		const { publicKey } = await anyKeys();
		const { body } = await post(broker.url, '/device_authorization', {
			client_id: 'Robot',
			public_key: publicKey,
			fields: JSON.stringify(fields),
			allowed_hosts: 'a.example  b.example',
			ttl: '60',
			template: '',
		});
		expect(body).toMatchObject({ expires_in: 60 });
		const { body: info } = await person.lookUp(broker.url, String(body['user_code']));
		expect(info).toMatchObject({ fields, allowed_hosts: ['a.example', 'b.example'] });
	});
});
