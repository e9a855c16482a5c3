import { person } from '../support/person';
import { awaiting, httpRequest, request } from '../support/n8n-workflow';
import { leftBy, reaches } from './support/executions';
import { leaks } from './support/stored-leaks';
import { asked, onWebhook, startTestbed, type Testbed } from './support/testbed';

const SECRET = 'sk-real-n8n-0123456789abcdef/+=ü';

describe.each(['newest', 'oldest'] as const)('the round trip on the %s n8n', (release) => {
	let testbed: Testbed;
	beforeAll(async () => {
		testbed = await startTestbed({ release });
	});
	afterAll(() => testbed.stop());

	test('a person is asked, the service gets the credential, and n8n never holds it', async () => {
		const { n8n, broker, service } = testbed;
		const workflow = await testbed.publish(
			onWebhook(request(), awaiting(), httpRequest(`${service.url}/things`)),
		);
		expect((await workflow.start()).status).toBe(200);
		const { code } = await asked(testbed, workflow.id);
		expect((await person.give(broker.url, code, { api_key: SECRET })).status).toBe(204);
		const execution = await reaches(n8n.session, workflow.id);
		expect(execution.status).toBe('success');
		expect(leftBy(execution, 'Await Credential')).toMatchObject([
			{ json: { status: 'ready', fields: ['api_key'] } },
		]);
		expect(service.received.at(-1)?.headers.authorization).toBe(`Bearer ${SECRET}`);
		expect(await leaks(testbed, execution, SECRET)).toEqual([]);
	});
});
