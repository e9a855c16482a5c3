import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSession, type AgentSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { CallbackReceiver } from '../support/callback-receiver';
import { cleanup } from '../support/cleanup';
import { call, type Answer } from '../support/http';
import { person } from '../support/person';
import { until } from '../support/until';

const KEY = { 'x-api-key': 'key-of-one-callback-host' };

describe('PATCH /v1/sessions/{id} with an API key that names its callback hosts', () => {
	let broker: RunningBroker;
	let allowed: CallbackReceiver;
	let forbidden: CallbackReceiver;
	let session: AgentSession;

	beforeAll(async () => {
		allowed = await CallbackReceiver.start();
		forbidden = await CallbackReceiver.start();
		const hosts = [allowed, forbidden].map(({ url }) => new URL(url).host);
		const folder = cleanup(mkdtempSync(path.join(tmpdir(), 'linkauth-routes-')), (made) => {
			rmSync(made, { recursive: true });
		});
		const file = path.join(folder, 'keys.json');
		const entry = { name: 'Robot', key: KEY['x-api-key'], callback_hosts: [hosts[0]] };
		writeFileSync(file, JSON.stringify({ keys: [entry] }));
		broker = await startBroker({
			LINKAUTH_API_KEYS_FILE: file,
			LINKAUTH_CALLBACK_ALLOWED_HOSTS: hosts.join(','),
		});
		session = await createSession(broker.url, { template: 'api_key' }, KEY);
	});

	function register(callback_url: string): Promise<Answer> {
		const { session_id, poll_token = '' } = session.reply;
		return call(broker.url, 'PATCH', `/v1/sessions/${session_id}`, {
			headers: { ...KEY, authorization: `Bearer ${poll_token}` },
			body: { callback_url },
		});
	}

	test('takes one of them, refuses any other, and calls back the one that it took', async () => {
		expect((await register(allowed.url)).status).toBe(200);
		const refused = await register(forbidden.url);
		expect(refused.status).toBe(403);
		expect(refused.body).toMatchObject({
			code: 'not_allowed',
			detail: 'callback_url: this API key may not be called back at that host.',
		});
		expect((await person.deny(broker.url, session.reply.code, {})).status).toBe(204);
		expect((await allowed.next(1)).body).toMatchObject({ status: 'denied' });
		expect(forbidden.deliveries).toEqual([]);
	});
});

test('the connection of an agent that asks for envelopes and does not read them is closed', async () => {
	const broker = await startBroker({ LINKAUTH_BODY_BUDGET: '256' }, { timings: { answerTimeout: 300 } });
	const file = { name: 'file', label: 'A file', type: 'file' };
	const session = await createSession(broker.url, { fields: [file] });
	await person.give(broker.url, session.reply.code, { file: 'x'.repeat(1_000_000) });
	const head = [
		`GET /v1/sessions/${session.reply.session_id} HTTP/1.1`,
		'host: broker',
		`authorization: Bearer ${session.reply.poll_token ?? ''}`,
		'idempotency-key: attempt-0123456789',
	];
	const agent = cleanup(connect(broker.port, '127.0.0.1'), (socket) => socket.destroy());
	await once(agent, 'connect');
	agent.pause();
	// More than the system's own buffers take.
	agent.write(`${head.join('\r\n')}\r\n\r\n`.repeat(30));
	agent.on('error', () => undefined);
	const { localPort = 0 } = agent;
	expect(await isEstablished(broker.port, localPort)).toBe(true);
	await until(async () => !(await isEstablished(broker.port, localPort)), 10_000);
});

/** Whether a server's end of a connection is still there, by the system's own table. */
async function isEstablished(port: number, from: number): Promise<boolean> {
	const table = await readFile('/proc/net/tcp', 'utf8');
	const [local, remote] = [port, from].map(
		(each) => `0100007F:${each.toString(16).toUpperCase().padStart(4, '0')}`,
	);
	return table.includes(` ${local ?? ''} ${remote ?? ''} 01 `);
}
