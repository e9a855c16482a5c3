import type { IHttpRequestOptions } from 'n8n-workflow';

import { makeRequest } from '../../nodes/RequestCredential/make-request';
import type { RequestParameters } from '../../nodes/RequestCredential/request-parameters';
import { BrokerClient } from '../../nodes/shared/broker-client';
import { makeSealingKey } from '../../nodes/shared/derived-keys';
import { unsealAgentState, unsealSession } from '../../nodes/shared/sealed-session';
import { sha256Hex } from '../../protocol/encoding';
import { keyFingerprint } from '../../protocol/key-fingerprint';
import type { CreateSessionRequest } from '../../protocol/messages';
import { answered, nodeContext } from '../support/n8n-context';

const BROKER = 'https://broker.example';
const sealingKey = makeSealingKey();
const PARAMETERS: RequestParameters = {
	form: { template: 'api_key' },
	displayName: '',
	displayLabel: 'API key',
	reason: '',
	ttl: 600,
	usesTemplate: true,
	use: [{ in: 'bearer', field: 'api_key' }],
	allowedHosts: [],
	messageText: '{displayName} {minutes}',
	typedCode: false,
	includeInputData: false,
};
const REPLY = {
	session_id: 'a'.repeat(64),
	user_code: 'abcd1234',
	verification_uri: `${BROKER}/connect`,
	verification_uri_complete: `${BROKER}/connect/ABCD-1234`,
	expires_at: '2026-11-24T00:00:00.000Z',
	expires_in: 600,
};

async function make(parameters: Partial<RequestParameters> = {}, reply: object = REPLY, status = 201) {
	const { context, requests } = nodeContext({ answer: () => answered(status, reply) });
	const connection = { broker: new BrokerClient(context, BROKER), brokerUrl: BROKER, sealingKey };
	const made = await makeRequest(connection, { ...PARAMETERS, ...parameters });
	const [request] = requests as [IHttpRequestOptions];
	return {
		made,
		body: request.body as CreateSessionRequest,
		session: await unsealSession(sealingKey, made.session),
	};
}

it('pins the key in the link, and keeps what is needed to collect sealed: in the session, and at the broker', async () => {
	const { made, body, session } = await make();
	expect(made).toMatchObject({ status: 'pending', code: 'ABCD-1234', verificationUri: `${BROKER}/connect` });
	expect(made.url).toBe(`${BROKER}/connect/ABCD-1234#k=${await keyFingerprint(body.public_key)}`);
	expect(body.poll_token_hash).toBe(await sha256Hex(session.pollToken));
	expect(body).toMatchObject({ template: 'api_key', ttl: 600 });
	expect(Object.keys(body).sort()).toEqual([
		'agent_state',
		'poll_token_hash',
		'public_key',
		'template',
		'ttl',
	]);
	const { id, code, expiresAt, ...state } = session;
	expect([id, code]).toEqual([REPLY.session_id, 'ABCD-1234']);
	expect(await unsealAgentState(sealingKey, body.agent_state)).toEqual({
		...state,
		expiresAt: expect.any(String) as string,
	});
	expect(state).toMatchObject({ broker: BROKER, use: PARAMETERS.use, displayName: 'API key' });
	expect(expiresAt).toBe(made.expiresAt);
});

it.each([
	['is a day ahead', '2099-01-01T00:00:00Z'],
	['is years behind', '2020-01-01T00:00:00Z'],
])('the end is reckoned by this machine’s clock, where the broker’s %s', async (_, expires_at) => {
	const { made, session } = await make({}, { ...REPLY, expires_at });
	const left = Date.parse(session.expiresAt) - Date.now();
	expect(left).toBeGreaterThan(595_000);
	expect(left).toBeLessThanOrEqual(600_000);
	expect(made.message).toBe('API key 10');
});

it.each([
	['years from now', { expires_in: 1e12 }],
	['never', { expires_in: Infinity }],
	['years from now, by the date alone', { expires_in: undefined, expires_at: '2999-01-01T00:00:00Z' }],
	['at no date', { expires_in: undefined, expires_at: 'soon' }],
	['in no number of seconds', { expires_in: '600', expires_at: 'soon' }],
])('a request that ends %s ends when it was asked to', async (_, more) => {
	const left = Date.parse((await make({}, { ...REPLY, ...more })).session.expiresAt) - Date.now();
	expect(left).toBeGreaterThan(595_000);
	expect(left).toBeLessThanOrEqual(600_000);
});

it('one that ended before it began ends at once', async () => {
	const { session, made } = await make({}, { ...REPLY, expires_in: -1e12 });
	expect(Math.abs(Date.parse(session.expiresAt) - Date.now())).toBeLessThan(5_000);
	expect(made.message).toBe('API key 1');
});

it('a broker of LinkAuth 0.2 makes the poll token itself, and names its members otherwise', async () => {
	const { session_id, expires_at } = REPLY;
	const url = `${BROKER}/c/ABCD-1234`;
	const reply = { session_id, code: 'ABCD-1234', url, poll_token: 'pt_theirs', expires_at };
	const { made, session } = await make({}, reply, 200);
	expect(made.url).toContain(`${url}#k=`);
	expect(made).toMatchObject({ verificationUri: `${BROKER}/connect`, expiresAt: expires_at });
	expect(session.pollToken).toBe('pt_theirs');
});

it('a code that this package cannot read is shown as the broker gave it', async () => {
	expect((await make({}, { ...REPLY, user_code: 'U-1' })).made.code).toBe('U-1');
});

it('sends what was chosen, and the page for typed codes where these are wanted', async () => {
	const { made, body } = await make({
		displayName: 'ACME',
		displayLabel: 'ACME',
		reason: 'Because',
		requester: { name: 'Bot' },
		allowedHosts: ['api.example.com'],
		typedCode: true,
	});
	expect(body).toMatchObject({
		display_name: 'ACME',
		reason: 'Because',
		requester: { name: 'Bot' },
		allowed_hosts: ['api.example.com'],
	});
	expect(made.url).toContain(`${BROKER}/connect#k=`);
});

it.each(['session_id', 'user_code', 'expires_at'])(
	'an answer without %s is not a LinkAuth broker’s',
	async (member) => {
		await expect(make({}, { ...REPLY, [member]: undefined })).rejects.toThrow('is not a LinkAuth broker.');
	},
);

it('more hosts than a broker would keep are refused before it is asked', async () => {
	const hosts = Array.from({ length: 20 }, (_, index) => `${'x'.repeat(245)}${String(index)}.example`);
	await expect(make({ allowedHosts: hosts })).rejects.toThrow('Allowed Hosts is too long.');
});

it('an end that is nearer than a minute is told as one', async () => {
	expect((await make({}, { ...REPLY, expires_in: 20 })).made.message).toBe('API key 1');
});

it('what the broker refuses is told', async () => {
	await expect(make({}, { code: 'invalid_request', detail: 'No.' }, 400)).rejects.toThrow(
		'The broker did not accept the request (400): No.',
	);
});

describe('a link that ends sooner than it was asked to', () => {
	const WEEK = 604_800;

	it('is said to, with the end that was asked for', async () => {
		const { made } = await make({ ttl: WEEK });
		expect(made.shortened).toBe(true);
		expect(Date.parse(made.requestedExpiresAt ?? '') - Date.parse(made.expiresAt)).toBeGreaterThan(
			604_000_000,
		);
		expect(made.message).toBe('API key 10');
	});

	it.each([600, 602, 659])('%d seconds instead of 600 are nothing to tell', async (ttl) => {
		const { made } = await make({ ttl });
		expect(made).not.toHaveProperty('shortened');
		expect(made).not.toHaveProperty('requestedExpiresAt');
	});

	it('a typed code works for 15 minutes, and no longer is asked for', async () => {
		const { made, body } = await make({ ttl: WEEK, typedCode: true }, { ...REPLY, expires_in: 900 });
		expect(body.ttl).toBe(900);
		expect(made.shortened).toBe(true);
	});

	it('a link that works for days is passed on as the broker gave it', async () => {
		const long = `${BROKER}/connect/${'aZ0_'.repeat(7)}`;
		const reply = { ...REPLY, verification_uri_complete: long, url: long, expires_in: WEEK };
		const { made } = await make({ ttl: WEEK, messageText: '' }, reply);
		expect(made.url.startsWith(`${long}#k=`)).toBe(true);
		expect(made).not.toHaveProperty('shortened');
		expect(made.message).toContain('The link works for 7 days.');
	});
});

it('a link without HTTPS to another machine is refused, and the request taken back', async () => {
	const link = 'http://broker.example:8080/connect';
	const reply = { ...REPLY, verification_uri: link, verification_uri_complete: `${link}/ABCD-1234` };
	const { context, requests } = nodeContext({ answer: () => answered(201, reply) });
	const connection = { broker: new BrokerClient(context, BROKER), brokerUrl: BROKER, sealingKey };
	await expect(makeRequest(connection, PARAMETERS)).rejects.toThrow(
		'Nobody could answer: the broker’s links begin with http://broker.example:8080',
	);
	expect(requests.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
});

it('a code of LinkAuth 0.2 is passed on as it is, letters that could be digits too', async () => {
	const reply = { ...REPLY, user_code: undefined, code: 'OIL0-AX12', poll_token: 'pt_own' };
	const { made } = await make({ messageText: '' }, reply);
	expect(made.code).toBe('OIL0-AX12');
	expect(made.message).toContain('OIL0-AX12');
});
