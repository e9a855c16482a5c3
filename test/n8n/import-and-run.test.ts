import type { IDataObject } from 'n8n-workflow';
import { confirmCode, sendKey, visit } from '../page/visit';
import { startBroker, type RunningBroker } from '../support/broker';
import { describeInChromium } from '../support/chromium';
import { person } from '../support/person';
import { inRepository } from '../support/repository';
import { formsOf } from '../support/secret-forms';
import { LINK } from './support/canvas-run';
import { Editor } from './support/editor-page';
import { everythingExecuted, given } from './support/example';
import { startExampleService, type ExampleService } from './support/example-service';
import { executionsOf, leftBy, reaches } from './support/executions';
import { startMailServer } from './support/mail-server';
import { startN8n, type RunningN8n } from './support/n8n';
import type { Release } from './support/prepared-n8n';
import { startScriptedModel, type ModelRequest, type ModelTurn } from './support/scripted-model';

const KEY = 'sk-imported-0123456789abcdef';
const CODE = /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/;
/** The files, and nothing but the files: what is done here is what their notes say. */
const file = (name: string) => inRepository('workflows', name);

interface Bench {
	readonly n8n: RunningN8n;
	readonly broker: RunningBroker;
	readonly service: ExampleService;
	readonly editor: Editor;
	stop(): Promise<void>;
}

/** An n8n with one credential, made in its window as a newcomer does, and with the name that n8n has given it. */
async function bench(release: Release): Promise<Bench> {
	const service = await startExampleService();
	const [n8n, broker] = await Promise.all([
		startN8n({ release, environment: { ...service.environment, EXECUTIONS_DATA_SAVE_ON_PROGRESS: 'true' } }),
		startBroker({ LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1' }),
	]);
	const editor = await Editor.open(n8n);
	await editor.newCredential('LinkAuth API', { baseUrl: broker.url });
	const stop = async () => {
		await editor.close();
		await Promise.all([n8n.stop(), broker.stop()]);
		service.stop();
	};
	return { n8n, broker, service, editor, stop };
}

/** Waits for the codes that a node of a running workflow gave. */
async function codes({ n8n }: Bench, workflow: string, node = 'Request Credential'): Promise<string[]> {
	const { id } = await reaches(n8n.session, workflow, ['running', 'waiting']);
	return (await given({ n8n }, id, node)).map(({ code = '' }) => code);
}

/** The person, and the workflow's end. @returns what left the named node, and what the service was shown */
async function finish(on: Bench, workflow: string, end: string, { key = KEY, output = 0 } = {}) {
	for (const code of await codes(on, workflow)) await give(on, code, key);
	return await ended(on, workflow, end, output);
}

async function give({ broker }: Bench, code: string, key = KEY): Promise<void> {
	expect((await person.give(broker.url, code, { api_key: key })).status).toBe(204);
}

async function ended(on: Bench, workflow: string, end: string, output = 0, within = 60_000) {
	const execution = await reaches(on.n8n.session, workflow, undefined, { within });
	expect(execution.data.resultData.error).toBeUndefined();
	expect(execution.status).toBe('success');
	const everything = await everythingExecuted(on, workflow);
	expect(formsOf(KEY).filter((form) => everything.includes(form))).toEqual([]);
	return leftBy(execution, end, output).map(({ json }) => json);
}

describeInChromium('the newest n8n, with one credential, made in its editor', () => {
	let on: Bench;
	/** Its Wait takes two minutes, so it is started first and looked at last. */
	let durable: string;
	beforeAll(async () => {
		on = await bench('newest');
		await on.editor.paste(file('durable-wait.json'));
		durable = await on.editor.execute();
		for (const code of await codes(on, durable)) await give(on, code);
	}, 240_000);
	afterAll(() => on.stop());

	test('ask-and-use.json, imported as a file: the link is read in the editor, and the key goes to the service', async () => {
		const { editor, service } = on;
		await editor.importFile(file('ask-and-use.json'));
		const workflow = await editor.execute();
		await editor.openNode('Send the Message');
		await editor.outputs(LINK);
		const [link = ''] = LINK.exec(await editor.output()) ?? [];
		const visited = await visit(editor.browser, link);
		await confirmCode(visited);
		await sendKey(visited, KEY);
		await visited.sees('Sent');
		await visited.close();
		expect(await ended(on, workflow, 'Use the Credential')).toEqual([{ count: 3 }]);
		expect(service.received.at(-1)).toEqual({ authorization: `Bearer ${KEY}`, url: '/me' });
	});

	test('ask-and-use.json: a wrong key, and an address that is nobody’s, leave through Refused', async () => {
		const { editor, service } = on;
		await editor.paste(file('ask-and-use.json'));
		const first = await editor.execute();
		const refused = await finish(on, first, 'Use the Credential', { key: `${KEY}-wrong`, output: 1 });
		expect(refused).toMatchObject([{ error: expect.anything() as unknown }]);
		service.reachable = false;
		const asked = service.received.length;
		await editor.paste(file('ask-and-use.json'));
		const second = await editor.execute();
		expect(await finish(on, second, 'Refused')).toHaveLength(1);
		expect(service.received).toHaveLength(asked);
		service.reachable = true;
	});

	test('a credential of another name: picked in one node, the others take it over; saved with Ctrl+S', async () => {
		const { n8n, editor } = on;
		const [made] = (await n8n.session.call('GET', '/credentials')) as { id: string }[];
		const path = `/credentials/${made?.id ?? ''}`;
		const rename = async (name: string) => {
			// As its window does: with its values, of which n8n has shown the secret ones as blanks.
			const { type, data } = (await n8n.session.call('GET', `${path}?includeData=true`)) as IDataObject;
			await n8n.session.call('PATCH', path, { name, type, data });
		};
		await rename('Our broker');
		try {
			await editor.paste(file('ask-and-use.json'));
			await editor.savesByItself();
			await editor.openNode('Request Credential');
			await editor.pickCredential('Our broker');
			await editor.closeNode();
			await editor.save();
			const workflow = await editor.execute();
			expect(await finish(on, workflow, 'Use the Credential')).toEqual([{ count: 3 }]);
		} finally {
			await rename('LinkAuth account');
		}
	});

	test('ask-by-mail.json: without a mail account; then switched on, with one', async () => {
		const { n8n, editor } = on;
		await editor.paste(file('ask-by-mail.json'));
		const first = await editor.execute();
		expect(await finish(on, first, 'Get the Invoices')).toEqual([{ count: 3 }]);
		const post = await startMailServer();
		await n8n.session.createCredential('smtp', 'SMTP account', post.credential);
		await editor.paste(file('ask-by-mail.json'));
		await editor.switchNode('Send Email');
		const second = await editor.execute();
		const { text = '', from } = await post.mail(0);
		expect(from?.address).toBe('automation@example.com');
		await give(on, CODE.exec(text)?.[0] ?? '');
		expect(await ended(on, second, 'Get the Invoices')).toEqual([{ count: 3 }]);
	});

	test('ask-in-chat.json: the chat shows the link, and goes on with what the service says', async () => {
		const { editor } = on;
		await editor.paste(file('ask-in-chat.json'));
		const workflow = await editor.chat('Chat', 'My invoices, please.');
		await editor.said(LINK);
		await finish(on, workflow, 'Get the Invoices');
		await editor.said('You have 3 open invoices');
	});

	test('several-people.json: one has declined, two give', async () => {
		const { editor, broker } = on;
		await editor.paste(file('several-people.json'));
		const workflow = await editor.execute();
		const [kim = '', sam = '', alex = ''] = await codes(on, workflow);
		await person.deny(broker.url, kim);
		await give(on, alex);
		await give(on, sam);
		expect(await ended(on, workflow, 'Declined')).toEqual([{ answer: 'Kim has declined.' }]);
		expect(await ended(on, workflow, 'Get the Invoices')).toHaveLength(2);
	});

	test('suspend.json: suspended, and resumed by the broker', async () => {
		const { n8n, editor } = on;
		await editor.paste(file('suspend.json'));
		const workflow = await editor.execute();
		await reaches(n8n.session, workflow, ['waiting']);
		expect(await finish(on, workflow, 'Get the Invoices')).toEqual([{ count: 3 }]);
	});

	test('remembered-per-person.json: whoever has given a key is not asked again', async () => {
		const { n8n, editor, service } = on;
		await editor.paste(file('remembered-per-person.json'));
		const workflow = await editor.execute();
		expect(await finish(on, workflow, 'Get the Invoices')).toHaveLength(2);
		const asked = service.received.length;
		await editor.execute();
		while ((await executionsOf(n8n.session, workflow)).length < 2) await editor.page.waitForTimeout(200);
		expect(await ended(on, workflow, 'Get the Invoices')).toHaveLength(2);
		expect(service.received).toHaveLength(asked + 2);
		expect(leftBy(await reaches(n8n.session, workflow), 'Request Credential')).toEqual([]);
	});

	test('rotate-team-key.json: the key becomes a credential of n8n', async () => {
		const { n8n, editor } = on;
		const account = { apiKey: n8n.apiKey, baseUrl: `${n8n.url}/api/v1` };
		await n8n.session.createCredential('n8nApi', 'n8n account', account);
		await editor.paste(file('rotate-team-key.json'));
		const workflow = await editor.execute();
		await finish(on, workflow, 'Await Credential');
		const all = (await n8n.session.call('GET', '/credentials')) as { name: string; type: string }[];
		expect(all.map(({ name, type }) => [name, type])).toContainEqual(['ACME team key', 'httpHeaderAuth']);
	});

	test('ai-agent.json: without a model, and in the chat with one', async () => {
		const { n8n, editor } = on;
		await editor.paste(file('ai-agent.json'));
		const first = await editor.execute('Try Without a Model');
		for (const code of await codes(on, first, 'Ask Without a Model')) await give(on, code);
		expect(await ended(on, first, 'Get the Invoices')).toEqual([{ count: 3 }]);

		const model = await startScriptedModel(scripted);
		await n8n.session.createCredential('openAiApi', 'OpenAi account', { apiKey: 'none', url: model.url });
		await editor.paste(file('ai-agent.json'));
		const second = await editor.chat('Chat', 'My invoices, please.');
		await editor.said(LINK);
		// As its note says: n8n 2 calls only what is published.
		await n8n.api.activate(second);
		await give(on, CODE.exec(await editor.conversation())?.[0] ?? '');
		await editor.chat('Chat', 'done');
		await editor.said('ACME says: [{"count":3}]');
		model.stop();
		const everything = model.received.join('\n');
		expect(formsOf(KEY).filter((form) => everything.includes(form))).toEqual([]);
	});

	test.each([
		['own-google-account.json', 'Start', 'Request Credential', 'Declined or Late'],
		['sign-in-agent.json', 'Try Without a Model', 'Ask Without a Model', 'Declined'],
	])('%s: with a client at Google, up to who says no', async (name, trigger, asking, end) => {
		const { n8n, editor, broker } = on;
		const [all, app] = [await n8n.session.call('GET', '/credentials'), 'LinkAuth OAuth App account'];
		if (!(all as { name: string }[]).some((each) => each.name === app)) {
			const client = { provider: 'google', clientId: 'id', clientSecret: 'secret' };
			await n8n.session.createCredential('linkAuthOAuthAppApi', app, client);
		}
		await editor.paste(file(name));
		const workflow = await editor.execute(trigger);
		for (const code of await codes(on, workflow, asking)) {
			const { body } = await person.lookUp(broker.url, code);
			expect(body.oauth).toMatchObject({ redeemed_by: 'agent', host: 'accounts.google.com' });
			expect((await person.deny(broker.url, code)).status).toBe(204);
		}
		expect((await ended(on, workflow, end)).length).toBeGreaterThan(0);
	});

	test('durable-wait.json, from before: its Wait is over, and the key has been used', async () => {
		expect(await ended(on, durable, 'Get the Invoices', 0, 180_000)).toEqual([{ count: 3 }]);
	}, 200_000);
});

describeInChromium('the oldest n8n, with one credential, made in its editor', () => {
	let on: Bench;
	beforeAll(async () => {
		on = await bench('oldest');
	}, 240_000);
	afterAll(() => on.stop());

	test.each([
		['ask-and-use.json', 'Use the Credential'],
		['ask-by-mail.json', 'Get the Invoices'],
		['several-people.json', 'Get the Invoices'],
		['suspend.json', 'Get the Invoices'],
	])('%s', async (name, end) => {
		const { editor, service } = on;
		await editor.paste(file(name));
		const workflow = await editor.execute();
		for (const item of await finish(on, workflow, end)) expect(item).toEqual({ count: 3 });
		expect(service.received.at(-1)?.authorization).toBe(`Bearer ${KEY}`);
	});

	test('ask-in-chat.json', async () => {
		const { editor } = on;
		await editor.paste(file('ask-in-chat.json'));
		const workflow = await editor.chat('Chat', 'My invoices, please.');
		await editor.said(LINK);
		await finish(on, workflow, 'Get the Invoices');
		await editor.said('You have 3 open invoices');
	});
});

/** A model that asks for the key, and looks the invoices up once the person says that it is done. */
function scripted({ messages }: ModelRequest): ModelTurn {
	const last = messages.at(-1);
	const all = messages.map(({ content }) => JSON.stringify(content ?? ''));
	const said = all.at(-1) ?? '';
	if (last?.role !== 'tool') {
		if (!said.includes('done')) return { call: 'Ask_for_the_ACME_Key' };
		const code = all.map((each) => CODE.exec(each)?.[0]).findLast((each) => each !== undefined);
		return { call: 'Look_Up_Invoices', with: { code } };
	}
	const code = CODE.exec(said)?.[0];
	if (code !== undefined) return { say: `Please open the link. The code is ${code}.` };
	return { say: `ACME says: ${String(last.content)}` };
}
