import { person } from '../support/person';
import { formsOf } from '../support/secret-forms';
import { startCallbackRelay, type CallbackRelay } from './support/callback-relay';
import { leftBy } from './support/executions';
import { everythingExecuted, example, given, reached } from './support/example';
import { startScene, type Scene } from './support/scene';
import { NEWEST_FIRST } from './support/prepared-n8n';

const SECRET = 'sk-parked-0123456789abcdef/+=ü';

describe.each(NEWEST_FIRST)('on the %s n8n', (release) => {
	let relay: CallbackRelay;
	let scene: Scene;
	beforeAll(async () => {
		relay = await startCallbackRelay();
		scene = await startScene({
			release,
			environment: { WEBHOOK_URL: relay.url },
			broker: { LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1' },
		});
		relay.leadTo(scene.n8n.url);
	});
	afterAll(async () => {
		relay.stop();
		await scene.stop();
	});

	const codeOf = async (execution: string): Promise<string> => {
		const [made] = await given(scene, execution, 'Request Credential');
		return made?.['code'] ?? '';
	};

	test('suspend.json: parked in the database, through a restart, until the broker calls', async () => {
		const workflow = await example(scene, 'suspend.json');
		const execution = await workflow.run();
		await reached(scene, execution, ['waiting']);
		const code = await codeOf(execution);
		await scene.n8n.restart('SIGKILL');
		expect((await person.give(scene.broker.url, code, { api_key: SECRET })).status).toBe(204);
		const finished = await reached(scene, execution);
		expect(finished.status).toBe('success');
		expect(leftBy(finished, 'Get the Invoices')).toHaveLength(1);
		expect(scene.service.received.at(-1)?.headers.authorization).toBe(`Bearer ${SECRET}`);
		const everything = (await everythingExecuted(scene, workflow.id)) + scene.n8n.everythingWritten();
		expect(formsOf(SECRET).filter((form) => everything.includes(form))).toEqual([]);
	});

	test('rotate-team-key.json: the new key is in n8n’s credential store, and nowhere else', async () => {
		const { session, url, apiKey } = scene.n8n;
		const [n8nApi, httpHeaderAuth] = await Promise.all([
			session.createCredential('n8nApi', 'n8n', { apiKey, baseUrl: `${url}/api/v1` }),
			session.createCredential('httpHeaderAuth', 'ACME team key', { name: 'X-API-Key', value: 'sk-old' }),
		]);
		// As its note says: n8n 1 cannot update a credential through its API, and makes a new one.
		const existingCredentialId = release === 'newest' ? httpHeaderAuth : '';
		const workflow = await example(scene, 'rotate-team-key.json', {
			credentials: { n8nApi, httpHeaderAuth },
			parameters: { 'Await Credential': { existingCredentialId } },
		});
		for (const key of [`${SECRET}-1`, `${SECRET}-2`]) {
			const execution = await workflow.run();
			await person.give(scene.broker.url, await codeOf(execution), { api_key: key });
			const finished = await reached(scene, execution);
			expect(finished.status).toBe('success');
			const [made] = leftBy(finished, 'Await Credential');
			expect(made?.json['credentialName']).toBe('ACME team key');
			expect(made?.json['credentialId'] === httpHeaderAuth).toBe(release === 'newest');
			expect(scene.service.received.at(-1)).toMatchObject({
				url: '/me',
				headers: { 'x-api-key': release === 'newest' ? key : 'sk-old' },
			});
		}
		const everything = (await everythingExecuted(scene, workflow.id)) + scene.n8n.everythingWritten();
		expect(formsOf(SECRET).filter((form) => everything.includes(form))).toEqual([]);
	});
});
