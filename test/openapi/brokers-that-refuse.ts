import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ENVELOPE_ALGORITHM, sealEnvelope } from '../../protocol/envelope';
import type { CreateSessionReply } from '../../protocol/messages';
import { makeToken } from '../../protocol/tokens';
import { createSession } from '../support/agent';
import { startBroker } from '../support/broker';
import { person } from '../support/person';
import { startRedis } from '../support/redis';
import { startBrokenBroker } from './broken-broker';
import { asking, CALLBACK, everyCall, type Given } from './every-call';

/** What a broker says that has API keys, some of which may not do everything. */
export async function fromABrokerWithKeys(given: Given[], key: string): Promise<void> {
	const folder = mkdtempSync(path.join(tmpdir(), 'linkauth-openapi-'));
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
	try {
		await everyCall(ask, any);
		await everyCall(ask, any, { 'x-api-key': 'wrong-key' });
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
	} finally {
		await broker.stop();
		rmSync(folder, { recursive: true });
	}
}

/** What a broker says to whoever asks too often. */
export async function fromABrokerThatLimits(given: Given[], key: string): Promise<void> {
	const broker = await startBroker({ LINKAUTH_RATE_LIMITS: 'on', LINKAUTH_CREATED_PER_NETWORK: '2' });
	const ask = asking(broker.url, given);
	try {
		for (let times = 0; times < 3; times += 1) {
			await ask('POST', '/v1/sessions', { body: { public_key: key, template: 'api_key' } });
		}
		for (let times = 10; times < 31; times += 1) await person.lookUp(broker.url, `ABCD-12${String(times)}`);
		await everyCall(ask, { id: '0'.repeat(64), code: 'ABCD-1234', token: 'none', key });
	} finally {
		await broker.stop();
	}
}

/** What a broker says whose store is away. */
export async function fromABrokerWithoutItsStore(given: Given[], key: string): Promise<void> {
	const redis = await startRedis();
	const broker = await startBroker({ LINKAUTH_STORE: redis.url });
	try {
		const { reply } = await createSession(broker.url);
		await redis.stop();
		const { user_code: code, session_id: id, poll_token: token = '' } = reply;
		await everyCall(asking(broker.url, given), { id, code, token, key });
	} finally {
		await broker.stop();
		await redis.stop();
	}
}

/** What a broker says whose store is full: whatever writes, from much to little, until nothing more goes in. */
export async function fromAFullBroker(given: Given[], key: string): Promise<void> {
	const broker = await startBroker({
		LINKAUTH_MEMORY_CEILING: '1',
		LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1:9',
	});
	const ask = asking(broker.url, given);
	const sessions = await Promise.all(Array.from({ length: 100 }, () => createSession(broker.url)));
	const waiting = sessions.map(({ reply }) => reply);
	const untilFull = async (write: (reply: CreateSessionReply) => Promise<Given['answer']>) => {
		for (let status = 200; status < 500;) {
			const reply = waiting.pop();
			if (!reply) throw new Error('the store does not fill up');
			({ status } = await write(reply));
		}
	};
	const create = (agent_state: string) =>
		ask('POST', '/v1/sessions', { body: { public_key: key, template: 'api_key', agent_state } });
	const bearer = ({ poll_token = '' }: CreateSessionReply) => ({ authorization: `Bearer ${poll_token}` });
	try {
		const confirmed = waiting.pop()?.code ?? '';
		const { body } = await person.confirm(broker.url, confirmed);
		for (const filling of ['x'.repeat(8_000), 'x'.repeat(500), '']) {
			for (let status = 201; status === 201;) status = (await create(filling)).status;
		}
		const ciphertext = await sealEnvelope(key, { api_key: 'x'.repeat(3_000) });
		await ask('POST', `/v1/connect/${confirmed}/complete`, {
			body: { ciphertext, algorithm: ENVELOPE_ALGORITHM, ...body },
		});
		const reason = 'x'.repeat(200);
		await untilFull(({ code }) => ask('POST', `/v1/connect/${code}/deny`, { body: { reason } }));
		await untilFull((reply) =>
			ask('PATCH', `/v1/sessions/${reply.session_id}`, {
				headers: bearer(reply),
				body: { callback_url: CALLBACK },
			}),
		);
		await untilFull(({ code }) => ask('POST', `/v1/connect/${code}/confirm`));
		await untilFull((reply) => ask('GET', `/v1/sessions/${reply.session_id}`, { headers: bearer(reply) }));
	} finally {
		await broker.stop();
	}
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
