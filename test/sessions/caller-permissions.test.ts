import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { anyKeys, createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { cleanup } from '../support/cleanup';
import { call } from '../support/http';

describe('an API key with templates and callback hosts', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'linkauth-permissions-'));
		cleanup(folder, () => {
			rmSync(folder, { recursive: true });
		});
		const file = path.join(folder, 'keys.json');
		const keys = [
			{ name: 'Templates', key: 'key-with-templates', templates: ['openai', 'aws'] },
			{ name: 'Custom', key: 'key-with-custom-fields', templates: ['custom'] },
			{ name: 'Hosts', key: 'key-with-some-hosts', callback_hosts: ['127.0.0.1:9'] },
		];
		writeFileSync(file, JSON.stringify({ keys }));
		broker = await startBroker({
			LINKAUTH_API_KEYS_FILE: file,
			LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1',
		});
	});

	const fields = [{ name: 'pin', label: 'PIN', type: 'text' }];
	const create = async (key: string, body: Record<string, unknown>) =>
		call(broker.url, 'POST', '/v1/sessions', {
			body: { public_key: (await anyKeys()).publicKey, ...body },
			headers: { 'x-api-key': key },
		});

	test.each<[string, Record<string, unknown>, number, string | undefined]>([
		['key-with-templates', { template: 'aws' }, 201, undefined],
		[
			'key-with-templates',
			{ template: 'api_key' },
			403,
			'template: this API key may ask by openai, aws only.',
		],
		['key-with-templates', { fields }, 403, 'fields: this API key may ask by openai, aws only.'],
		['key-with-custom-fields', { fields }, 201, undefined],
		['key-with-custom-fields', { template: 'aws' }, 403, 'template: this API key may ask by custom only.'],
		['key-with-some-hosts', { fields }, 201, undefined],
		['key-with-some-hosts', { template: 'aws', callback_url: 'http://127.0.0.1:9/' }, 201, undefined],
		[
			'key-with-some-hosts',
			{ template: 'aws', callback_url: 'http://127.0.0.1:10/' },
			403,
			'callback_url: this API key may not be called back at that host.',
		],
	])('%s that creates a session with %j is answered %d', async (key, body, status, detail) => {
		const answer = await create(key, body);
		expect([answer.status, answer.body['detail']]).toEqual([status, detail]);
		if (status === 403) expect(answer.body['code']).toBe('not_allowed');
	});

	test('is held to its hosts when a callback is registered later, too', async () => {
		const headers = { 'x-api-key': 'key-with-some-hosts' };
		const { reply } = await createSession(broker.url, { template: 'aws' }, headers);
		const patch = (callback_url: string) =>
			call(broker.url, 'PATCH', `/v1/sessions/${reply.session_id}`, {
				body: { callback_url },
				headers: { ...headers, authorization: `Bearer ${reply.poll_token ?? ''}` },
			});
		expect((await patch('http://127.0.0.1:10/')).body).toMatchObject({ status: 403, code: 'not_allowed' });
		expect((await patch('http://127.0.0.1:9/')).status).toBe(200);
	});
});
