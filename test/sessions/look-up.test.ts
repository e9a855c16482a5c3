import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { person } from '../support/person';

describe('looking up a session', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker({ LINKAUTH_BASE_URL: 'https://broker.example.com/' });
	});
	afterAll(() => {
		expect(broker.log()).not.toContain('unexpected error');
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
			answer_seconds: 600,
			security: { secure: true, mode: 'production' },
			reason: 'To read the invoices\nof November.',
			requester: { name: 'Invoice workflow', detail: 'Finance', verified: false },
			allowed_hosts: ['api.acme.example'],
		});
	});

	test('a typed code is found however it is typed, looking leaves it as it is, and afterwards it is 404', async () => {
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

	test.each([
		'',
		'ABCD',
		'ABCD-12345',
		'%00',
		'..%2f..',
		'ABCD-123U',
		'<script>',
		'🔑🔑🔑🔑',
		'é'.repeat(500),
	])('the code %p is 404', async (code) => {
		const { status, body } = await call(broker.url, 'POST', '/v1/connect/resolve', {
			body: { user_code: code.slice(0, 64) },
		});
		expect([status, body['code']]).toEqual([404, 'session_not_found']);
		if (code === '') return;
		const address = `/v1/connect/${encodeURIComponent(code)}`;
		expect((await call(broker.url, 'GET', address)).status).toBe(404);
	});
});
