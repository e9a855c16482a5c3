import { person } from '../support/person';
import { formsOf } from '../support/secret-forms';
import { startCallbackRelay, type CallbackRelay } from './support/callback-relay';
import { leftBy } from './support/executions';
import { everythingExecuted, example, given, reached } from './support/example';
import { startTestbed, type Testbed } from './support/testbed';
import { NEWEST_FIRST } from './support/prepared-n8n';

const SECRET = 'sk-suspended-0123456789abcdef/+=ü';

describe.each(NEWEST_FIRST)('on the %s n8n', (release) => {
	let relay: CallbackRelay;
	let testbed: Testbed;
	beforeAll(async () => {
		relay = await startCallbackRelay();
		testbed = await startTestbed({
			release,
			environment: { WEBHOOK_URL: relay.url },
			broker: { LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1' },
		});
		relay.leadTo(testbed.n8n.url);
	});
	afterAll(async () => {
		relay.stop();
		await testbed.stop();
	});

	const codeOf = async (execution: string): Promise<string> => {
		const [made] = await given(testbed, execution, 'Request Credential');
		return made?.['code'] ?? '';
	};

	test('suspend.json: suspended in the database, through a restart, until the broker calls', async () => {
		const workflow = await example(testbed, 'suspend.json');
		const execution = await workflow.run();
		await reached(testbed, execution, ['waiting']);
		const code = await codeOf(execution);
		await testbed.n8n.restart('SIGKILL');
		expect((await person.give(testbed.broker.url, code, { api_key: SECRET })).status).toBe(204);
		const finished = await reached(testbed, execution);
		expect(finished.status).toBe('success');
		expect(leftBy(finished, 'Get the Invoices')).toHaveLength(1);
		expect(testbed.service.received.at(-1)?.headers.authorization).toBe(`Bearer ${SECRET}`);
		const everything = (await everythingExecuted(testbed, workflow.id)) + testbed.n8n.everythingWritten();
		expect(formsOf(SECRET).filter((form) => everything.includes(form))).toEqual([]);
	});

	test('rotate-team-key.json: the new key is in n8n’s credential store, and nowhere else', async () => {
		const { session, url, apiKey } = testbed.n8n;
		const [n8nApi, httpHeaderAuth] = await Promise.all([
			session.createCredential('n8nApi', 'n8n', { apiKey, baseUrl: `${url}/api/v1` }),
			session.createCredential('httpHeaderAuth', 'ACME team key', { name: 'X-API-Key', value: 'sk-old' }),
		]);
		// As its note says: n8n 1 cannot update a credential through its API, and makes a new one.
		const existingCredentialId = release === 'newest' ? httpHeaderAuth : '';
		const workflow = await example(testbed, 'rotate-team-key.json', {
			credentials: { n8nApi, httpHeaderAuth },
			parameters: { 'Await Credential': { existingCredentialId } },
		});
		for (const key of [`${SECRET}-1`, `${SECRET}-2`]) {
			const execution = await workflow.run();
			await person.give(testbed.broker.url, await codeOf(execution), { api_key: key });
			const finished = await reached(testbed, execution);
			expect(finished.status).toBe('success');
			const [made] = leftBy(finished, 'Await Credential');
			expect(made?.json['credentialName']).toBe('ACME team key');
			expect(made?.json['credentialId'] === httpHeaderAuth).toBe(release === 'newest');
			expect(testbed.service.received.at(-1)).toMatchObject({
				url: '/me',
				headers: { 'x-api-key': release === 'newest' ? key : 'sk-old' },
			});
		}
		const everything = (await everythingExecuted(testbed, workflow.id)) + testbed.n8n.everythingWritten();
		expect(formsOf(SECRET).filter((form) => everything.includes(form))).toEqual([]);
	});
});
