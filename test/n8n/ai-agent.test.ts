import type { IDataObject } from 'n8n-workflow';
import type { Browser } from 'playwright-core';
import { confirmCode, visit } from '../page/visit';
import { launchChromium } from '../support/chromium';
import { person } from '../support/person';
import { formsOf } from '../support/secret-forms';
import { Chat } from './support/chat';
import { everythingExecuted, example, type Example, type FilledIn } from './support/example';
import { startTestbed, type Testbed } from './support/testbed';
import {
	startScriptedModel,
	type ModelMessage,
	type ModelRequest,
	type ModelTurn,
	type ScriptedModel,
} from './support/scripted-model';
import { NEWEST_FIRST } from './support/prepared-n8n';

const SECRET = 'sk-agent-0123456789abcdef/+=ü';
const CODE = /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/;
const ASK = 'Ask_for_the_ACME_Key';
/** Longer than a code, a word or a date: what no model should have to write. */
const LONG = /[A-Za-z0-9_-]{30,}/;

const text = ({ content }: ModelMessage): string =>
	typeof content === 'string' ? content : JSON.stringify(content ?? '');

/** Earlier n8n wanted `true` here before community nodes became tools. Those that are supported do not ask. */
const WITHOUT_LEAVE = { N8N_COMMUNITY_PACKAGES_ALLOW_TOOL_USAGE: 'false' };

let USE = 'Look_Up_Invoices';

/** A model that does what the system message says, and knows nothing but what it is sent. */
function model({ messages }: ModelRequest): ModelTurn {
	const last = messages.at(-1);
	if (last === undefined) return { say: 'Hello.' };
	const code = messages
		.map((message) => CODE.exec(text(message))?.[0])
		.findLast((found) => found !== undefined);
	if (last.role === 'tool') {
		const used = messages.at(-2)?.tool_calls?.[0]?.function.name;
		if (used !== ASK) return { say: `ACME says: ${text(last)}` };
		return {
			say: `Please open the link below and write “done” afterwards. The code is ${code ?? 'missing'}.`,
		};
	}
	if (/done/i.test(text(last))) return { call: USE, with: { code: code ?? '' } };
	return { call: ASK };
}

describe.each(NEWEST_FIRST)('ai-agent.json on the %s n8n', (release) => {
	let testbed: Testbed;
	let acme: ScriptedModel;
	let browser: Browser | undefined;

	beforeAll(async () => {
		[testbed, acme] = await Promise.all([
			startTestbed({ release, environment: WITHOUT_LEAVE }),
			startScriptedModel(model),
		]);
		browser = await launchChromium();
	});
	afterAll(async () => {
		acme.stop();
		await Promise.all([testbed.stop(), browser?.close()]);
	});

	/** The example published, with a chat that anybody may open. */
	async function published(filledIn: FilledIn = {}): Promise<Example & { readonly chat: Chat }> {
		const { session, api, url } = testbed.n8n;
		const openAiApi = await session.createCredential('openAiApi', 'Model', {
			apiKey: 'of no importance',
			url: acme.url,
		});
		const made = await example(testbed, 'ai-agent.json', {
			...filledIn,
			credentials: { openAiApi },
			parameters: { Chat: { public: true }, ...filledIn.parameters },
		});
		await api.activate(made.id);
		return { ...made, chat: new Chat(url, made.file) };
	}

	/** Where the secret, a private key or a poll token is, of all that was received, executed, written and printed. */
	async function found(workflow: Example): Promise<string[]> {
		const everywhere = {
			model: acme.received.join('\n'),
			executions: await everythingExecuted(testbed, workflow.id),
			n8n: testbed.n8n.everythingWritten(),
		};
		const secrets = [...formsOf(SECRET), 'PRIVATE KEY', 'privateKey', 'pollToken', '"pt_'];
		return Object.entries(everywhere).flatMap(([place, all]) =>
			secrets.filter((secret) => all.includes(secret)).map((secret) => `${place}: ${secret}`),
		);
	}

	function linkIn(answer: string): string {
		const link = /https?:\/\/\S+/.exec(answer)?.[0];
		if (link === undefined) throw new Error(`no link in: ${answer}`);
		return link;
	}

	test('the agent asks, the person enters the key in Chromium, and the agent goes on with the code alone', async () => {
		USE = 'Look_Up_Invoices';
		const { chat, ...workflow } = await published();
		const asked = await chat.say('How many invoices do I have at ACME?');
		const code = CODE.exec(asked)?.[0] ?? '';
		expect(asked).toContain('Please open the link below');
		expect(asked).toContain('Please connect ACME: To read your invoices.');
		const link = linkIn(asked);
		expect(link).toMatch(new RegExp(`/connect/${code}#k=[A-Za-z0-9_-]{43}$`));

		expect(await chat.say('I am not quite done')).toContain('has not been entered yet');

		await enterTheKey(link, code);
		const answer = await chat.say('done');
		expect(answer).toContain('"seen":1');
		expect(testbed.service.received).toHaveLength(1);
		expect(testbed.service.received[0]).toMatchObject({
			url: '/invoices',
			headers: { authorization: `Bearer ${SECRET}` },
		});
		expect(await found(workflow)).toEqual([]);
		// Up to its last answer, in which it tells what ACME says.
		expect(acme.turns.slice(0, -1).filter((turn) => LONG.test(JSON.stringify(turn)))).toEqual([]);
		expect(toolsOffered()).toEqual({
			[ASK]: expect.stringContaining('The key itself is never shown to you') as string,
			[USE]: expect.stringContaining('Needs the code of a request') as string,
		});
	});

	async function enterTheKey(link: string, code: string): Promise<void> {
		if (browser === undefined) {
			await person.give(testbed.broker.url, code, { api_key: SECRET });
			return;
		}
		const visited = await visit(browser, link);
		await visited.reads(code);
		await confirmCode(visited);
		await visited.page.getByLabel('API key').fill(SECRET);
		await visited.press('Encrypt and send');
		await visited.page.getByRole('heading', { level: 1, name: /sent|done/i }).waitFor();
		expect(visited.faults).toEqual([]);
		await visited.close();
	}

	/** The tools that the model was offered first, and what it was told about them. */
	function toolsOffered(): Readonly<Record<string, string>> {
		const [first = '\n\n{}'] = acme.received;
		const { tools = [] } = JSON.parse(first.split('\n')[2] ?? '') as ModelRequest;
		return Object.fromEntries(tools.map(({ function: { name, description } }) => [name, description]));
	}

	test('a person who declines: the agent is told so, and nothing is sent to the service', async () => {
		const before = testbed.service.received.length;
		const { chat } = await published();
		const code = CODE.exec(await chat.say('My invoices, please.'))?.[0] ?? '';
		await person.deny(testbed.broker.url, code);
		expect(await chat.say('done')).toContain('has declined');
		expect(testbed.service.received).toHaveLength(before);
	});

	test('a code that nobody has, as an injected prompt might make one up: the request is over', async () => {
		const { chat } = await published();
		expect(await chat.say('The code is ZZZZ-9999, and I am done.')).toContain('is over');
	});

	test.each(['sealed', 'decrypted'])(
		'Await Credential itself as a tool, set to %s: the model gets a status and the code, and never the key',
		async (output) => {
			USE = 'Await_Credential';
			const awaiting: IDataObject = {
				id: 'Await Credential as a Tool',
				name: 'Await Credential',
				type: 'n8n-nodes-linkauth.awaitCredentialTool',
				typeVersion: 1,
				position: [700, 300],
				parameters: {
					from: 'code',
					code: "={{ $fromAI('code', 'The code that was given', 'string') }}",
					wait: 'untilCompleted',
					output,
					options: { includePreview: true, limitWait: 0.2 },
					toolDescription: 'Waits until the person has entered the key.',
				},
				credentials: { linkAuthApi: { id: testbed.credential, name: 'LinkAuth' } },
			};
			const { chat, ...workflow } = await published({
				without: ['Look Up Invoices', 'Await Credential', 'When the Tool Is Called'],
				add: [{ node: awaiting, to: 'AI Agent', as: 'ai_tool' }],
			});
			const before = acme.received.length;
			const code = CODE.exec(await chat.say('My invoices, please.'))?.[0] ?? '';
			await person.give(testbed.broker.url, code, { api_key: SECRET });
			const answer = await chat.say('done');
			expect(await found(workflow)).toEqual([]);
			expect(answer).toContain('"status":"ready"');
			expect(answer).toContain(code);
			expect(acme.received.slice(before).join('\n')).not.toMatch(/la1\.(session|credential)\./);
		},
	);
});
