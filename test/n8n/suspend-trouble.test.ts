import type { INode } from 'n8n-workflow';
import { awaiting, httpRequest, request } from '../support/n8n-workflow';
import { person } from '../support/person';
import { formsOf } from '../support/secret-forms';
import { reaches } from './support/executions';
import { asked, onWebhook, startTestbed, textOf, type Testbed } from './support/testbed';
import { faultOf, left, untilSuspended, suspended, used } from './support/suspended';

const SECRET = 'sk-suspended-0123456789abcdef/+=ü';
const CALLS_HERE = { LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1' };

/** Gives a testbed to a test, and ends it. */
async function inTestbed(
	options: Parameters<typeof startTestbed>[0],
	act: (testbed: Testbed) => Promise<void>,
) {
	const testbed = await startTestbed(options);
	try {
		await act(testbed);
	} finally {
		await testbed.stop();
	}
}

test('a broker that does not call this n8n: said before anything is suspended', async () => {
	await inTestbed({}, async (testbed) => {
		const workflow = await testbed.publish(onWebhook(request(), awaiting({ wait: 'suspend' })));
		await workflow.start();
		const execution = await reaches(testbed.n8n.session, workflow.id);
		expect(execution.status).toBe('error');
		expect(faultOf(execution)).toMatch(/does not call this n8n.*WEBHOOK_URL/s);
	});
});

test('a credential that finds the sealed value in another field: the call can be checked all the same', async () => {
	await inTestbed({ broker: CALLS_HERE }, async (testbed) => {
		const { n8n, broker, service } = testbed;
		const id = await n8n.session.createCredential('linkAuthApi', 'Other field', {
			baseUrl: broker.url,
			apiKey: '',
			sealedCredential: '={{ $json.credential }}',
		});
		const credentials = { linkAuthApi: { id, name: 'Other field' } };
		const nodes: INode[] = [request(), awaiting({ wait: 'suspend' }), httpRequest(`${service.url}/used`)];
		const file = onWebhook(...nodes);
		const workflow = await n8n.api.createWorkflow({
			...file,
			nodes: file.nodes.map((node) => ('credentials' in node ? { ...node, credentials } : node)),
		});
		await n8n.api.activate(workflow);
		const { path } = file.nodes[0]?.['parameters'] as { readonly path: string };
		while ((await fetch(`${n8n.url}/webhook/${path}`, { method: 'POST' })).status === 404);
		const { code } = await asked(testbed, workflow, ['waiting']);
		await person.give(broker.url, code, { api_key: SECRET });
		const execution = await reaches(n8n.session, workflow);
		expect([execution.status, left(execution)]).toEqual(['success', [1, 0, 0]]);
		expect(used(testbed)).toBe(1);
	});
});

describe('on the oldest n8n', () => {
	let testbed: Testbed;
	beforeAll(async () => {
		testbed = await startTestbed({ release: 'oldest', broker: CALLS_HERE });
	});
	afterAll(() => testbed.stop());

	test.each(['given', 'declined'] as const)(
		'it survives a restart, and the right output gets it: %s',
		async (how) => {
			const before = used(testbed);
			const { workflow, code } = await suspended(testbed);
			await untilSuspended(testbed, workflow);
			await testbed.n8n.restart('SIGKILL');
			if (how === 'given') await person.give(testbed.broker.url, code, { api_key: SECRET });
			else await person.deny(testbed.broker.url, code);
			const execution = await reaches(testbed.n8n.session, workflow);
			expect([execution.status, left(execution)]).toEqual([
				'success',
				how === 'given' ? [1, 0, 0] : [0, 1, 0],
			]);
			expect(used(testbed)).toBe(before + (how === 'given' ? 1 : 0));
			const everything = textOf(execution) + testbed.n8n.everythingWritten();
			expect(formsOf(SECRET).filter((form) => everything.includes(form))).toEqual([]);
		},
	);

	test('when the date passes without a call, it ends there: nothing leaves through Received', async () => {
		const before = used(testbed);
		const { workflow } = await suspended(testbed, { options: { limitWait: 0.1 } });
		await untilSuspended(testbed, workflow);
		await testbed.broker.stop('SIGKILL');
		const execution = await reaches(testbed.n8n.session, workflow, undefined, { within: 90_000 });
		expect([execution.status, left(execution)]).toEqual(['success', [0, 0, 0]]);
		expect(used(testbed)).toBe(before);
	});
});
