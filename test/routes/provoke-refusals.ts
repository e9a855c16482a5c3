import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ENVELOPE_ALGORITHM, sealEnvelope } from '../../protocol/envelope';
import type { CreateSessionReply } from '../../protocol/messages';
import { makeToken } from '../../protocol/tokens';
import { createSession } from '../support/agent';
import { startAnswering } from '../support/answering-server';
import { startBroker } from '../support/broker';
import { cleanup } from '../support/cleanup';
import { call } from '../support/http';
import { person } from '../support/person';
import { startRedis } from '../support/redis';
import { startBrokenBroker } from '../support/broken-broker';
import { leave, startSignInBroker } from '../support/sign-in-session';
import { until } from '../support/until';
import { asking, CALLBACK, everyCall, type Given } from './every-call';

/** What a broker says that has API keys, some of which may not do everything. */
export async function fromABrokerWithKeys(given: Given[], key: string): Promise<void> {
	const folder = cleanup(mkdtempSync(path.join(tmpdir(), 'linkauth-openapi-')), (made) => {
		rmSync(made, { recursive: true });
	});
	const file = path.join(folder, 'keys.json');
	const robot = {
		name: 'Robot',
		key: 'robot-key-of-the-tests',
		templates: ['openai'],
		open_sessions: 1,
		callback_hosts: ['a.example'],
	};
	writeFileSync(file, JSON.stringify({ keys: [robot] }));
	const broker = await startBroker({ LINKAUTH_API_KEYS_FILE: file, LINKAUTH_RATE_LIMITS: 'on' });
	const ask = asking(broker.url, given);
	const any = { id: '0'.repeat(64), code: 'none', token: 'none', key };
	const headers = { 'x-api-key': 'robot-key-of-the-tests' };
	await everyCall(ask, any);
	await everyCall(ask, any, { 'x-api-key': 'wrong-key' });
	await everyCall(ask, any, { 'sec-fetch-site': 'cross-site' });
	await ask('GET', '/v1/auth', { headers });
	const { body } = await ask('POST', '/v1/sessions', {
		headers,
		body: { public_key: key, template: 'openai' },
	});
	await ask('POST', '/v1/sessions', { headers, body: { public_key: key, template: 'openai' } });
	await ask('POST', '/v1/sessions', { headers, body: { public_key: key, template: 'aws' } });
	await ask('PATCH', `/v1/sessions/${String(body['session_id'])}`, {
		headers: { ...headers, authorization: `Bearer ${String(body['poll_token'])}` },
		body: { callback_url: 'https://b.example/' },
	});
	await broker.stop();
}

/** What a broker says to whoever asks too often. */
export async function fromABrokerThatLimits(given: Given[], key: string): Promise<void> {
	const broker = await startBroker({
		LINKAUTH_RATE_LIMITS: 'on',
		LINKAUTH_CREATED_PER_NETWORK: '2',
		LINKAUTH_API_KEYS: 'limited-key-of-the-tests',
	});
	const headers = { 'x-api-key': 'limited-key-of-the-tests' };
	const ask = asking(broker.url, given);
	for (let times = 0; times < 3; times += 1) {
		await ask('POST', '/v1/sessions', { headers, body: { public_key: key, template: 'api_key' } });
	}
	for (let times = 10; times < 31; times += 1) await person.lookUp(broker.url, `ABCD-12${String(times)}`);
	const guessed = { id: '0'.repeat(64), code: 'ABCD-1234', token: makeToken('poll'), key };
	await everyCall(ask, guessed, headers);
	const wrong = { 'x-api-key': 'wrong-key-of-the-tests' };
	for (let times = 0; times < 21; times += 1) await call(broker.url, 'GET', '/v1/auth', { headers: wrong });
	await everyCall(ask, guessed, wrong);
	await broker.stop();
}

/** What a broker says that holds as many bytes of bodies as it may: of those that come slowly, or not at all. */
export async function fromABusyBroker(given: Given[], key: string): Promise<void> {
	const broker = await startBroker({ LINKAUTH_BODY_BUDGET: '8' });
	const [waiting, confirmed, ready] = await Promise.all([1, 2, 3].map(() => createSession(broker.url)));
	if (!waiting || !confirmed || !ready) throw new Error('three sessions were to be created');
	await person.confirm(broker.url, confirmed.reply.code);
	await person.give(broker.url, ready.reply.code, { api_key: 'k' });
	// A quarter of it is what one network may take: eight bodies of the longest kind for a new session.
	const head = `POST /v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n`;
	for (let slow = 0; slow < 8; slow += 1) {
		const socket = connect(broker.port, '127.0.0.1');
		cleanup(socket, () => socket.destroy());
		socket.write(`${head}content-length: ${String(256 * 1024 - 1)}\r\n\r\n{`);
	}
	const ask = asking(broker.url, given);
	const create = () => ask('POST', '/v1/sessions', { body: { public_key: key, template: 'api_key' } });
	await until(async () => (await create()).status === 503);
	const agent = ({ poll_token = '' }: CreateSessionReply) => ({
		headers: { authorization: `Bearer ${poll_token}` },
	});
	await ask('PATCH', `/v1/sessions/${waiting.reply.session_id}`, {
		...agent(waiting.reply),
		body: { callback_url: CALLBACK },
	});
	await ask('POST', '/v1/connect/resolve', { body: { user_code: waiting.reply.code } });
	for (const address of ['/v1/oauth/return', '/v1/oauth/redeem'])
		await ask('POST', address, { body: { state: 'x'.repeat(100), code: 'x'.repeat(100) } });
	await ask('POST', `/v1/connect/${confirmed.reply.code}/complete`, { body: { ciphertext: 'e30=' } });
	await ask('POST', `/v1/connect/${waiting.reply.code}/deny`, { body: { reason: 'no' } });
	await ask('GET', `/v1/sessions/${ready.reply.session_id}`, agent(ready.reply));
	await broker.stop();
}

/** What a broker says whose store is away. */
export async function fromABrokerWithoutItsStore(given: Given[], key: string): Promise<void> {
	const redis = await startRedis();
	const broker = await startBroker({ LINKAUTH_STORE: redis.url });
	const { reply } = await createSession(broker.url);
	await redis.stop();
	const { user_code: code, session_id: id, poll_token: token = '' } = reply;
	await everyCall(asking(broker.url, given), { id, code, token, key });
	await broker.stop();
}

/** What a broker says whose store is full: to whoever would create a session, and to an answer larger than most. */
export async function fromAFullBroker(given: Given[], key: string): Promise<void> {
	const wordy = await startAnswering(() => ({ status: 200, body: { access_token: 'x'.repeat(40_000) } }));
	const { broker } = await startSignInBroker({
		LINKAUTH_MEMORY_CEILING: '1',
		OAUTH_WORDY_CLIENT_ID: 'broker',
		OAUTH_WORDY_AUTH_URL: `${wordy.url}/authorize`,
		OAUTH_WORDY_TOKEN_URL: `${wordy.url}/token`,
	});
	const left = await Promise.all(
		Array.from({ length: 8 }, () => leave(broker.url, { oauth_provider: 'wordy' })),
	);
	const ask = asking(broker.url, given);
	const asked = { public_key: key, template: 'api_key' };
	const sessions = await Promise.all(Array.from({ length: 60 }, () => createSession(broker.url)));
	for (const filling of ['x'.repeat(8_000), '']) {
		const body = { ...asked, agent_state: filling };
		for (let status = 201; status === 201;) ({ status } = await ask('POST', '/v1/sessions', { body }));
	}
	const [large, small] = await Promise.all(
		[40_000, 700].map((length) => sealEnvelope(key, { api_key: 'x'.repeat(length) })),
	);
	for (const [at, { reply }] of sessions.entries()) {
		const ciphertext = at < 8 ? large : small;
		const { body } = await person.confirm(broker.url, reply.code);
		await ask('POST', `/v1/connect/${reply.code}/complete`, {
			body: { ciphertext, algorithm: ENVELOPE_ALGORITHM, ...body },
		});
	}
	for (const { address, cookie } of left) {
		const state = new URL(address).searchParams.get('state');
		await ask('POST', '/v1/oauth/redeem', { headers: { cookie }, body: { state, code: 'any' } });
	}
	await broker.stop();
}

/** What a broker says that is about to end. */
export async function fromABrokerThatEnds(given: Given[]): Promise<void> {
	const broker = await startBroker({ LINKAUTH_DRAIN_DELAY: '1' });
	const ended = broker.stop();
	const ask = asking(broker.url, given);
	for (let status = 200; status === 200;) status = (await ask('GET', '/ready')).status;
	await ended;
}

/** What a broker says in which something is broken that nobody thought of. */
export async function fromABrokenBroker(given: Given[], key: string): Promise<void> {
	const broker = await startBrokenBroker();
	const code = 'ABCD-1234';
	await everyCall(asking(broker.url, given), { id: '0'.repeat(64), code, token: makeToken('poll'), key });
	await broker.stop();
}
