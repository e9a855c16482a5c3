import type { IDataObject } from 'n8n-workflow';
import { request } from '../support/n8n-workflow';
import { person } from '../support/person';
import { formsOf } from '../support/secret-forms';
import { credentialTestbed, fixed, mapped, type CredentialTestbed } from './support/credential-testbed';
import { execution as storedExecution, executionsOf, reaches } from './support/executions';
import { asked, startTestbed, textOf, type Testbed } from './support/testbed';
import { faultOf, itemOf, textIn, tokensIn } from './support/suspended';

const SECRET = 'sk-stored-in-n8n-0123456789abcdef/+=ü';
const GIVEN = { api_key: SECRET };

let testbed: Testbed;
let stored: CredentialTestbed;
beforeAll(async () => {
	testbed = await startTestbed({
		environment: { N8N_LOG_LEVEL: 'debug' },
		broker: { LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1' },
	});
	stored = await credentialTestbed(testbed);
});
afterAll(() => testbed.stop());

test('what a person gave becomes a credential that other nodes can use; the item has its id and name alone', async () => {
	const { execution, code } = await stored.store(
		{
			credentialType: 'httpHeaderAuth',
			credentialName: '{displayName} of {code}',
			fixedValues: fixed({ name: 'X-Team' }),
		},
		GIVEN,
		{ displayName: 'ACME' },
	);
	expect(execution.status).toBe('success');
	const id = textIn(execution, 0, 'credentialId');
	expect(itemOf(execution, 0)).toEqual({
		status: 'ready',
		fields: ['api_key'],
		openedAt: textIn(execution, 0, 'openedAt'),
		confirmedAt: textIn(execution, 0, 'confirmedAt'),
		receivedAt: textIn(execution, 0, 'receivedAt'),
		credentialId: id,
		credentialName: `ACME of ${code}`,
		credentialType: 'httpHeaderAuth',
	});
	expect(await stored.credentials()).toContainEqual(
		expect.objectContaining({ id, name: `ACME of ${code}`, type: 'httpHeaderAuth' }),
	);
	expect((await stored.headersWith('httpHeaderAuth', id))['x-team']).toBe(SECRET);
	// Acknowledged: the broker has nothing more of it.
	expect((await person.lookUp(testbed.broker.url, code)).status).toBe(404);
});

test.each([
	['httpBasicAuth', 'basic_auth', { username: 'ada', password: 'of no use' }],
	['httpBearerAuth', 'api_key', { api_key: 'of-no-use' }],
] as const)('fields find their place in %s by what they mean', async (type, template, given) => {
	const { execution } = await stored.store({ credentialType: type }, given, { template });
	expect(faultOf(execution)).toBe(' | ');
	const { authorization } = await stored.headersWith(type, textIn(execution, 0, 'credentialId'));
	expect(authorization).toBe(
		type === 'httpBasicAuth'
			? `Basic ${Buffer.from('ada:of no use').toString('base64')}`
			: 'Bearer of-no-use',
	);
});

test('a type of a service: what is required is there, and it may go where the person was told', async () => {
	const { execution } = await stored.store({ credentialType: 'openAiApi' }, GIVEN, { template: 'openai' });
	expect(faultOf(execution)).toBe(' | ');
	const { data } = (await testbed.n8n.session.call(
		'GET',
		`/credentials/${textIn(execution, 0, 'credentialId')}?includeData=true`,
	)) as { data: IDataObject };
	expect(data).toMatchObject({
		allowedHttpRequestDomains: 'domains',
		allowedDomains: 'api.openai.com',
	});
});

test('an existing credential gets the new value and keeps the rest', async () => {
	const existing = await testbed.n8n.session.createCredential('httpHeaderAuth', 'Team key', {
		name: 'X-Old',
		value: 'old',
	});
	const before = (await stored.credentials()).length;
	const { execution } = await stored.store(
		{
			credentialType: 'httpHeaderAuth',
			credentialName: '',
			existingCredentialId: existing,
		},
		GIVEN,
	);
	expect(faultOf(execution)).toBe(' | ');
	expect(itemOf(execution, 0)).toMatchObject({ credentialId: existing, credentialName: 'Team key' });
	expect((await stored.credentials()).length).toBe(before);
	expect((await stored.headersWith('httpHeaderAuth', existing))['x-old']).toBe(SECRET);
});

test('what does not fit is named, nothing is made, and the answer is not lost: the next look has it', async () => {
	const before = (await stored.credentials()).length;
	const { execution, code } = await stored.store(
		{
			credentialType: 'httpHeaderAuth',
			fixedValues: fixed({ nme: 'X-Team' }),
		},
		GIVEN,
	);
	expect(execution.status).toBe('error');
	expect(faultOf(execution)).toContain(
		'"nme", which this type does not have; "name" is required and has no value',
	);
	expect(faultOf(execution)).toContain('is not lost yet');
	expect((await stored.credentials()).length).toBe(before);
	const again = await stored.start(
		stored.storing({
			from: 'code',
			code,
			credentialType: 'httpHeaderAuth',
			fieldMapping: mapped({ api_key: 'value' }),
			fixedValues: fixed({ name: 'X-Team' }),
		}),
	);
	const second = await reaches(testbed.n8n.session, again);
	expect(faultOf(second)).toBe(' | ');
	expect((await stored.credentials()).length).toBe(before + 1);
});

test('a project that does not exist: said, and no credential is left in the wrong place', async () => {
	const before = (await stored.credentials()).length;
	const { execution } = await stored.store(
		{
			credentialType: 'httpBearerAuth',
			projectId: 'noSuchProject',
		},
		GIVEN,
	);
	expect(faultOf(execution)).toContain('did not move the credential to the project noSuchProject');
	expect(faultOf(execution)).toContain('is not lost yet');
	expect((await stored.credentials()).length).toBe(before);
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
	['no type', { credentialType: '={{ "" }}' }, 'Credential Type is empty'],
])('said before anybody is waited for: %s', async (_, parameters, message) => {
	const execution = await reaches(
		testbed.n8n.session,
		await stored.start(request(), stored.storing(parameters)),
	);
	expect(execution.status).toBe('error');
	expect(faultOf(execution)).toContain(message);
});

test('an API key that n8n does not know', async () => {
	const wrong = await stored.apiCredential('not-a-key');
	const workflow = await stored.start(request(), stored.storing({ credentialType: 'httpBearerAuth' }, wrong));
	const execution = await reaches(testbed.n8n.session, workflow);
	expect(faultOf(execution)).toMatch(/\(401\).*Check the API key in the n8n API credential/s);
});

test('out of a suspended execution', async () => {
	const workflow = await stored.start(
		request(),
		stored.storing({ wait: 'suspend', credentialType: 'httpBearerAuth' }),
	);
	const { code } = await asked(testbed, workflow, ['waiting']);
	await person.give(testbed.broker.url, code, GIVEN);
	const execution = await reaches(testbed.n8n.session, workflow);
	expect(faultOf(execution)).toBe(' | ');
	expect(itemOf(execution, 0)).toMatchObject({ status: 'ready', credentialType: 'httpBearerAuth' });
});

test('in all of that, the secret was in no execution, no log and no file of n8n', async () => {
	const { session } = testbed.n8n;
	const found: string[] = [];
	for (const workflow of stored.workflows) {
		for (const { id } of await executionsOf(session, workflow))
			found.push(textOf(await storedExecution(session, id)));
	}
	const everything = found.join('\n') + testbed.n8n.everythingWritten();
	expect(found.length).toBeGreaterThan(15);
	expect(formsOf(SECRET).filter((form) => everything.includes(form))).toEqual([]);
	expect(tokensIn(everything)).toEqual([]);
});

test('on the oldest n8n: a credential is made; updating one needs a later n8n, and that is said', async () => {
	const old = await startTestbed({ release: 'oldest' });
	try {
		const store = await credentialTestbed(old);
		const { execution } = await store.store({ credentialType: 'httpBearerAuth' }, GIVEN);
		expect(faultOf(execution)).toBe(' | ');
		const id = textIn(execution, 0, 'credentialId');
		expect((await store.headersWith('httpBearerAuth', id))['authorization']).toBe(`Bearer ${SECRET}`);
		const update = store.storing({ credentialType: 'httpBearerAuth', existingCredentialId: id });
		const refused = await reaches(old.n8n.session, await store.start(request(), update));
		expect(faultOf(refused)).toContain(
			'This n8n cannot update credentials through its API. | Update n8n to 2.x',
		);
		expect(formsOf(SECRET).filter((form) => textOf(execution).includes(form))).toEqual([]);
		expect(formsOf(SECRET).filter((form) => old.n8n.everythingWritten().includes(form))).toEqual([]);
	} finally {
		await old.stop();
	}
});
