import type { IDataObject, INode } from 'n8n-workflow';
import { awaiting, node, request } from '../support/n8n-workflow';
import { person } from '../support/person';
import { formsOf } from '../support/secret-forms';
import {
	execution as storedExecution,
	executionsOf,
	leftBy,
	reaches,
	type StoredExecution,
} from './support/executions';
import { asked, onWebhook, startScene, textOf, type Scene } from './support/scene';

const SECRET = 'sk-stored-in-n8n-0123456789abcdef/+=ü';
const AWAIT = 'Await Credential';

let scene: Scene;
let n8nApi: string;
const workflows: string[] = [];
beforeAll(async () => {
	scene = await startScene({
		environment: { N8N_LOG_LEVEL: 'debug' },
		broker: { LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1' },
	});
	n8nApi = await apiCredential(scene.n8n.apiKey);
});
afterAll(() => scene.stop());

async function apiCredential(apiKey: string): Promise<string> {
	const { n8n } = scene;
	return await n8n.session.createCredential('n8nApi', 'This n8n', { apiKey, baseUrl: `${n8n.url}/api/v1/` });
}

/** Await Credential with Output: n8n Credential. */
function storing(parameters: IDataObject, apiCredentialId = n8nApi): INode {
	const made = awaiting({ output: 'n8nCredential', ...parameters });
	return { ...made, credentials: { ...made.credentials, n8nApi: { id: apiCredentialId, name: 'This n8n' } } };
}

function fixed(values: Readonly<Record<string, string>>): IDataObject {
	return { values: Object.entries(values).map(([property, value]) => ({ property, value })) };
}

function mapped(fields: Readonly<Record<string, string>>): IDataObject {
	return { values: Object.entries(fields).map(([field, property]) => ({ field, property })) };
}

/** Starts a workflow and gives what the person enters. */
async function store(
	parameters: IDataObject,
	given: Readonly<Record<string, string>> = { api_key: SECRET },
	ask: IDataObject = {},
): Promise<{ readonly execution: StoredExecution; readonly code: string }> {
	const id = await start(request(ask), storing(parameters));
	const { code } = await asked(scene, id);
	expect((await person.give(scene.broker.url, code, given)).status).toBe(204);
	return { execution: await reaches(scene.n8n.session, id), code };
}

async function start(...nodes: INode[]): Promise<string> {
	const workflow = await scene.publish(onWebhook(...nodes));
	workflows.push(workflow.id);
	await workflow.start();
	return workflow.id;
}

function item(execution: StoredExecution): IDataObject {
	return leftBy(execution, AWAIT)[0]?.json ?? {};
}

function fault(execution: StoredExecution): string {
	const { message = '', description = '' } = (execution.data.resultData.error ?? {}) as {
		message?: string;
		description?: string | null;
	};
	return `${message} | ${description ?? ''}`;
}

async function credentials(): Promise<readonly { id: string; name: string; type: string }[]> {
	return (await scene.n8n.session.call('GET', '/credentials')) as {
		id: string;
		name: string;
		type: string;
	}[];
}

/** What a service gets that is called with the credential. */
async function headersWith(type: string, id: string): Promise<Readonly<Record<string, unknown>>> {
	const call: INode = {
		...node('HTTP Request', 'n8n-nodes-base.httpRequest', {
			parameters: {
				url: `${scene.service.url}/with/${id}`,
				authentication: type.startsWith('http') ? 'genericCredentialType' : 'predefinedCredentialType',
				...(type.startsWith('http') ? { genericAuthType: type } : { nodeCredentialType: type }),
			},
		}),
		credentials: { [type]: { id, name: 'stored' } },
	};
	const workflow = await start(call);
	const { status } = await reaches(scene.n8n.session, workflow);
	expect(status).toBe('success');
	return scene.service.received.find(({ url }) => url === `/with/${id}`)?.headers ?? {};
}

test('what a person gave becomes a credential that other nodes can use; the item has its id and name alone', async () => {
	const { execution, code } = await store(
		{
			credentialType: 'httpHeaderAuth',
			credentialName: '{displayName} of {code}',
			fixedValues: fixed({ name: 'X-Team' }),
		},
		undefined,
		{ displayName: 'ACME' },
	);
	expect(execution.status).toBe('success');
	const id = String(item(execution)['credentialId']);
	expect(item(execution)).toEqual({
		status: 'ready',
		fields: ['api_key'],
		receivedAt: expect.any(String),
		credentialId: id,
		credentialName: `ACME of ${code}`,
		credentialType: 'httpHeaderAuth',
	});
	expect(await credentials()).toContainEqual(
		expect.objectContaining({ id, name: `ACME of ${code}`, type: 'httpHeaderAuth' }),
	);
	expect((await headersWith('httpHeaderAuth', id))['x-team']).toBe(Buffer.from(SECRET).toString('latin1'));
	// Acknowledged: the broker has nothing more of it.
	expect((await person.look(scene.broker.url, code)).status).toBe(404);
});

test.each([
	['httpBasicAuth', 'basic_auth', { username: 'ada', password: 'of no use' }],
	['httpBearerAuth', 'api_key', { api_key: 'of-no-use' }],
] as const)('fields find their place in %s by what they mean', async (type, template, given) => {
	const { execution } = await store({ credentialType: type }, given, { template });
	expect(fault(execution)).toBe(' | ');
	const { authorization } = await headersWith(type, String(item(execution)['credentialId']));
	expect(authorization).toBe(
		type === 'httpBasicAuth'
			? `Basic ${Buffer.from('ada:of no use').toString('base64')}`
			: 'Bearer of-no-use',
	);
});

test('a type of a service: what is required is there, and it may go where the person was told', async () => {
	const { execution } = await store(
		{ credentialType: 'openAiApi' },
		{ api_key: SECRET },
		{ template: 'openai' },
	);
	expect(fault(execution)).toBe(' | ');
	const stored = (await scene.n8n.session.call(
		'GET',
		`/credentials/${String(item(execution)['credentialId'])}?includeData=true`,
	)) as { data: IDataObject };
	expect(stored.data).toMatchObject({
		allowedHttpRequestDomains: 'domains',
		allowedDomains: 'api.openai.com',
	});
});

test('an existing credential gets the new value and keeps the rest', async () => {
	const existing = await scene.n8n.session.createCredential('httpHeaderAuth', 'Team key', {
		name: 'X-Old',
		value: 'old',
	});
	const before = (await credentials()).length;
	const { execution } = await store({
		credentialType: 'httpHeaderAuth',
		credentialName: '',
		existingCredentialId: existing,
	});
	expect(fault(execution)).toBe(' | ');
	expect(item(execution)).toMatchObject({ credentialId: existing, credentialName: 'Team key' });
	expect((await credentials()).length).toBe(before);
	expect((await headersWith('httpHeaderAuth', existing))['x-old']).toBe(
		Buffer.from(SECRET).toString('latin1'),
	);
});

test('what does not fit is named, nothing is made, and the answer is not lost: the next look has it', async () => {
	const before = (await credentials()).length;
	const { execution, code } = await store({
		credentialType: 'httpHeaderAuth',
		fixedValues: fixed({ nme: 'X-Team' }),
	});
	expect(execution.status).toBe('error');
	expect(fault(execution)).toContain(
		'"nme", which this type does not have; "name" is required and has no value',
	);
	expect(fault(execution)).toContain('is not lost yet');
	expect((await credentials()).length).toBe(before);
	const again = await start(
		storing({
			from: 'code',
			code,
			credentialType: 'httpHeaderAuth',
			fieldMapping: mapped({ api_key: 'value' }),
			fixedValues: fixed({ name: 'X-Team' }),
		}),
	);
	const second = await reaches(scene.n8n.session, again);
	expect(fault(second)).toBe(' | ');
	expect((await credentials()).length).toBe(before + 1);
});

test('a project that does not exist: said, and no credential is left in the wrong place', async () => {
	const before = (await credentials()).length;
	const { execution } = await store({
		credentialType: 'httpBearerAuth',
		projectId: 'noSuchProject',
	});
	expect(fault(execution)).toContain('did not move the credential to the project noSuchProject');
	expect(fault(execution)).toContain('is not lost yet');
	expect((await credentials()).length).toBe(before);
});

test.each([
	['a type that does not exist', { credentialType: 'noSuchApi' }, 'has no credential type noSuchApi'],
	[
		'a name with an unknown placeholder',
		{ credentialType: 'httpBearerAuth', credentialName: '{api_key}' },
		'{api_key} cannot stand in the name',
	],
	[
		'an existing credential that does not exist',
		{ credentialType: 'httpBearerAuth', existingCredentialId: 'nope' },
		'did not find the credential',
	],
	['no type', { credentialType: '' }, 'Credential Type is empty'],
])('said before anybody is waited for: %s', async (_, parameters, message) => {
	const execution = await reaches(scene.n8n.session, await start(request(), storing(parameters)));
	expect(execution.status).toBe('error');
	expect(fault(execution)).toContain(message);
});

test('an API key that n8n does not know', async () => {
	const wrong = await apiCredential('not-a-key');
	const workflow = await start(request(), storing({ credentialType: 'httpBearerAuth' }, wrong));
	const execution = await reaches(scene.n8n.session, workflow);
	expect(fault(execution)).toMatch(/\(401\).*Check the API key in the n8n API credential/s);
});

test('out of a suspended execution', async () => {
	const workflow = await start(request(), storing({ wait: 'suspend', credentialType: 'httpBearerAuth' }));
	const { code } = await asked(scene, workflow, ['waiting']);
	await person.give(scene.broker.url, code, { api_key: SECRET });
	const execution = await reaches(scene.n8n.session, workflow);
	expect(fault(execution)).toBe(' | ');
	expect(item(execution)).toMatchObject({ status: 'ready', credentialType: 'httpBearerAuth' });
});

test('in all of that, the secret was in no execution, no log and no file of n8n', async () => {
	const { session } = scene.n8n;
	const found: string[] = [];
	for (const workflow of workflows) {
		for (const { id } of await executionsOf(session, workflow))
			found.push(textOf(await storedExecution(session, id)));
	}
	const everything = found.join('\n') + scene.n8n.everythingWritten();
	expect(found.length).toBeGreaterThan(15);
	expect(formsOf(SECRET).filter((form) => everything.includes(form))).toEqual([]);
	expect(/pt_[A-Za-z0-9_-]{43}/.test(everything)).toBe(false);
});
