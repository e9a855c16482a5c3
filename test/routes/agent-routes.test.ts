import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSession, type AgentSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { CallbackReceiver } from '../support/callback-receiver';
import { cleanup } from '../support/cleanup';
import { call, type Answer } from '../support/http';
import { person } from '../support/person';

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
