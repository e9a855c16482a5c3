import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { person } from '../support/person';
import { inRepository } from '../support/repository';
import { formsOf } from '../support/secret-forms';
import { leftBy } from './support/executions';
import { everythingExecuted, example, given, reached, type Example, type FilledIn } from './support/example';
import { quietEnvironment } from './support/n8n-process';
import { NEWEST_FIRST, preparedN8n } from './support/prepared-n8n';
import { startTestbed, type Testbed } from './support/testbed';

const SECRET = 'sk-example-0123456789abcdef/+=ü';
const AWAIT = 'Await Credential';

describe.each(NEWEST_FIRST)('on the %s n8n', (release) => {
	let testbed: Testbed;
	beforeAll(async () => {
		testbed = await startTestbed({ release });
	});
	afterAll(() => testbed.stop());

	const codes = async (execution: string): Promise<string[]> =>
		(await given(testbed, execution, 'Request Credential')).map(({ code = '' }) => code);

	const give = async (code: string, key = SECRET) => {
		expect((await person.give(testbed.broker.url, code, { api_key: key })).status).toBe(204);
	};

	async function started(
		file: string,
		filledIn?: FilledIn,
	): Promise<Example & { readonly execution: string }> {
		const workflow = await example(testbed, file, filledIn);
		return { ...workflow, execution: await workflow.run() };
	}

	test('ask-and-use.json', async () => {
		const { execution } = await started('ask-and-use.json');
		for (const code of await codes(execution)) await give(code);
		expect((await reached(testbed, execution)).status).toBe('success');
		expect(testbed.service.received.at(-1)).toMatchObject({
			url: '/me',
			headers: { authorization: `Bearer ${SECRET}` },
		});
	});

	test('several-people.json: everybody has a link of their own, and every answer goes to whom it belongs', async () => {
		const { execution } = await started('several-people.json');
		const [kim = '', sam = '', alex = ''] = await codes(execution);
		const told = await given(testbed, execution, 'Send the Message');
		expect(told.map(({ to }) => to)).toEqual(['kim@example.com', 'sam@example.com', 'alex@example.com']);
		[kim, sam, alex].forEach((code, index) => {
			expect(told[index]?.['text']).toContain(code);
		});
		const before = testbed.service.received.length;
		await give(alex, `${SECRET}-alex`);
		await person.deny(testbed.broker.url, sam);
		await give(kim, `${SECRET}-kim`);
		const finished = await reached(testbed, execution);
		expect(finished.status).toBe('success');
		expect(leftBy(finished, AWAIT).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(leftBy(finished, 'Declined').map(({ json }) => json['answer'])).toEqual(['Sam has declined.']);
		const keys = testbed.service.received.slice(before).map(({ headers }) => headers.authorization);
		expect(keys).toEqual([`Bearer ${SECRET}-kim`, `Bearer ${SECRET}-alex`]);
	});

	test('durable-wait.json: it goes around until the person is done, through a restart of n8n', async () => {
		// What n8n keeps in its database rather than in memory begins at 65 seconds.
		const wait = { Wait: { amount: 66, unit: 'seconds' } };
		const { execution } = await started('durable-wait.json', { parameters: wait });
		const [code = ''] = await codes(execution);
		await reached(testbed, execution, ['waiting']);
		await testbed.n8n.halt('SIGKILL');
		await give(code);
		await testbed.n8n.resume();
		const finished = await reached(testbed, execution, undefined, { within: 180_000 });
		expect(finished.status).toBe('success');
		expect(leftBy(finished, AWAIT)).toMatchObject([{ json: { status: 'ready', fields: ['api_key'] } }]);
		expect(testbed.service.received.at(-1)?.headers.authorization).toBe(`Bearer ${SECRET}`);
	}, 300_000);

	test('durable-wait.json: while nobody has answered, the item leaves through Pending and comes back', async () => {
		const wait = { Wait: { amount: 1, unit: 'seconds' } };
		const { execution } = await started('durable-wait.json', { parameters: wait });
		const [code = ''] = await codes(execution);
		const rounds = async () =>
			(await reached(testbed, execution, ['running', 'waiting'])).data.resultData.runData[AWAIT]?.length ?? 0;
		while ((await rounds()) < 3) await sleep(200);
		await give(code);
		const finished = await reached(testbed, execution);
		expect(finished.status).toBe('success');
		expect(leftBy(finished, 'Get the Invoices')).toHaveLength(1);
	});

	test.each([
		['one', 'workflows/ask-and-use.json', []],
		['all', 'workflows', ['--separate']],
	])('n8n’s own command imports %s of them', async (_, input, flags) => {
		const { n8n } = testbed;
		const { stdout, stderr } = await promisify(execFile)(
			process.execPath,
			[preparedN8n(release).program, 'import:workflow', ...flags, `--input=${inRepository(input)}`],
			{ env: { ...(await quietEnvironment(n8n.folder)), HOME: n8n.folder, PATH: process.env['PATH'] } },
		);
		expect(stdout + stderr).toMatch(/Successfully imported \d+ workflow/);
		const files = flags.length > 0 ? readdirSync(inRepository(input)) : [path.basename(input)];
		const ids = (await workflows()).map(({ id }) => id);
		for (const file of files) expect(ids).toContain(`linkauth-${path.basename(file, '.json')}`);
	});

	async function workflows(): Promise<readonly { readonly id: string }[]> {
		const { data } = (await testbed.n8n.api.call('GET', '/workflows?limit=100')) as {
			data: { id: string }[];
		};
		return data;
	}

	test('in all of that, n8n never held a key, a private key or a poll token', async () => {
		const executed = await Promise.all((await workflows()).map(({ id }) => everythingExecuted(testbed, id)));
		const everything = executed.join('\n') + testbed.n8n.everythingWritten();
		expect(everything.includes('la1.credential.')).toBe(true);
		expect(formsOf(SECRET).filter((form) => everything.includes(form))).toEqual([]);
		expect(['PRIVATE KEY', 'privateKey', '"pt_'].filter((text) => everything.includes(text))).toEqual([]);
	});
});
