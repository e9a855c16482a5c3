import type { IDataObject } from 'n8n-workflow';
import { setTimeout as sleep } from 'node:timers/promises';
import { httpRequest, node } from '../support/n8n-workflow';
import { person } from '../support/person';
import { formsOf } from '../support/secret-forms';
import { leftBy, reaches, type StoredExecution } from './support/executions';
import { everythingExecuted, example, given, reached, type Example, type FilledIn } from './support/example';
import { onWebhook, startTestbed, type Testbed } from './support/testbed';
import { NEWEST_FIRST } from './support/prepared-n8n';

const PEOPLE = ['kim@example.com', 'sam@example.com', 'alex@example.com'];
const SECRET = 'sk-remembered-0123456789abcdef/+=ü';

const keyOf = (user: string): string => `${SECRET}-${user}`;
const list = (people: readonly string[]) => ({
	jsonOutput: JSON.stringify({ people: people.map((user) => ({ user })) }),
});

describe.each(NEWEST_FIRST)('remembered-per-person.json on the %s n8n', (release) => {
	let testbed: Testbed;
	let table: string | undefined;
	beforeAll(async () => {
		testbed = await startTestbed({ release });
	});
	afterAll(() => testbed.stop());

	/** As its note says: n8n 2 makes the table itself, in n8n 1 somebody has made it and picked it. */
	async function remembering(people: readonly string[], more: FilledIn['parameters'] = {}): Promise<Example> {
		if (release === 'newest') {
			return await example(testbed, 'remembered-per-person.json', {
				parameters: { People: list(people), ...more },
			});
		}
		table ??= await makeTable(testbed);
		const picked = { dataTableId: { __rl: true, mode: 'list', value: table } };
		const nodes = ['Forget the Expired', 'Get the Remembered', 'Not Remembered', 'Remember', 'Forget'];
		const tables = Object.fromEntries(nodes.map((node) => [node, picked]));
		return await example(testbed, 'remembered-per-person.json', {
			without: ['Have a Table'],
			parameters: { People: list(people), ...tables, ...more },
		});
	}

	/** The requests that were made in an execution: whom for, and with which code. */
	async function requests(execution: string): Promise<readonly { user: string; code: string }[]> {
		const made = await given(testbed, execution, 'Request Credential');
		return made.map(({ user = '', code = '' }) => ({ user, code }));
	}

	const give = async ({ user, code }: { user: string; code: string }, key = keyOf(user)) => {
		expect((await person.give(testbed.broker.url, code, { api_key: key })).status).toBe(204);
	};

	/** The keys that the service got since then. */
	const keys = (since: number): string[] =>
		testbed.service.received.slice(since).map(({ headers }) => String(headers.authorization).slice(7));

	test('asks once, remembers, and never mixes people up', async () => {
		const two = PEOPLE.slice(0, 2);
		const first = await remembering(two);
		const started = await first.run();
		const asked = await requests(started);
		expect(asked.map(({ user }) => user)).toEqual(two);
		// The one who was asked last is first.
		for (const each of asked.toReversed()) await give(each);
		const finished = await reached(testbed, started);
		expect(finished.status).toBe('success');
		expect(keys(0)).toEqual(two.map(keyOf));

		const since = testbed.service.received.length;
		const again = await reached(testbed, await first.run());
		expect(again.status).toBe('success');
		expect(leftBy(again, 'Request Credential')).toEqual([]);
		expect(keys(since).sort()).toEqual(two.map(keyOf).sort());
	});

	test('several runs at once: each person is asked in theirs, and each key goes its own way', async () => {
		const newcomers = [0, 1, 2].map((n) => `newcomer-${String(n)}@example.com`);
		const since = testbed.service.received.length;
		const runs = await Promise.all(
			newcomers.map(async (user) => {
				const workflow = await remembering([user]);
				return { workflow, execution: await workflow.run() };
			}),
		);
		const asked = await Promise.all(runs.map(({ execution }) => requests(execution)));
		await Promise.all(asked.flat().map((each) => give(each)));
		for (const { execution } of runs) expect((await reached(testbed, execution)).status).toBe('success');
		expect(keys(since).sort()).toEqual(newcomers.map(keyOf).sort());

		const everybody = await remembering([...newcomers, PEOPLE[0] ?? '']);
		const before = testbed.service.received.length;
		const all = await reached(testbed, await everybody.run());
		expect(leftBy(all, 'Request Credential')).toEqual([]);
		expect(keys(before).sort()).toEqual([...newcomers, PEOPLE[0] ?? ''].map(keyOf).sort());
	});

	test('Valid For ends it: the person is asked anew, and the old key is worth nothing whatever the table says', async () => {
		const user = 'guest@example.com';
		const brief = await remembering([user], { 'Await Credential': { options: { validFor: 0.005 } } });
		const started = await brief.run();
		for (const each of await requests(started)) await give(each);
		const finished = await reached(testbed, started);
		expect(leftBy(finished, 'Remember')).toHaveLength(1);
		const [row = {}] = await given(testbed, started, 'Remember');
		await sleep(Math.max(0, Date.parse(row['validUntil'] ?? '') - Date.now() + 100));

		const since = testbed.service.received.length;
		const stale = await using(row['credential'] ?? '');
		expect(stale.status).toBe('error');
		expect(JSON.stringify(stale.data.resultData.error)).toMatch(/was valid until .*nothing was sent/);
		expect(keys(since)).toEqual([]);

		const later = await brief.run();
		const asked = await requests(later);
		expect(asked.map(({ user: whom }) => whom)).toEqual([user]);
		for (const each of asked) await give(each, `${SECRET}-new`);
		expect((await reached(testbed, later)).status).toBe('success');
		expect(keys(since)).toEqual([`${SECRET}-new`]);
	});

	/** Uses a sealed credential as somebody would who has found it in the table. */
	async function using(credential: string): Promise<StoredExecution> {
		const found = node('Found', 'n8n-nodes-base.set', {
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ credential }), options: {} },
		});
		const workflow = await testbed.publish(onWebhook(found, httpRequest(testbed.service.url)));
		await workflow.start();
		return await reaches(testbed.n8n.session, workflow.id);
	}

	test('a key that the service refuses is forgotten, and asked for anew the next time', async () => {
		const user = 'replaced@example.com';
		const refusing: IDataObject = { url: `${testbed.service.url}/status/401` };
		const refused = await remembering([user], { 'Get the Invoices': refusing });
		const started = await refused.run();
		for (const each of await requests(started)) await give(each);
		const finished = await reached(testbed, started);
		expect(finished.status).toBe('success');
		expect(leftBy(finished, 'Forget')).toHaveLength(1);
		const failing = await remembering([user], {
			'Get the Invoices': { url: `${testbed.service.url}/status/500` },
		});
		const next = await failing.run();
		for (const each of await requests(next)) await give(each);
		expect(leftBy(await reached(testbed, next), 'Forget')).toEqual([]);
		const since = testbed.service.received.length;
		const kept = await reached(testbed, await (await remembering([user])).run());
		expect(leftBy(kept, 'Request Credential')).toEqual([]);
		expect(keys(since)).toEqual([keyOf(user)]);
	});

	test('in all of that, n8n never held a key: not in the table, an execution, a file or a log', async () => {
		const { data } = (await testbed.n8n.api.call('GET', '/workflows?limit=100')) as {
			data: { id: string }[];
		};
		const executed = await Promise.all(data.map(({ id }) => everythingExecuted(testbed, id)));
		const everything = executed.join('\n') + testbed.n8n.everythingWritten();
		expect(everything.includes('la1.credential.')).toBe(true);
		expect(formsOf(SECRET).filter((form) => everything.includes(form))).toEqual([]);
		expect(['PRIVATE KEY', 'privateKey', '"pt_'].filter((text) => everything.includes(text))).toEqual([]);
	});
});

/** Makes the table as somebody does in the panel of n8n 1. @returns its id */
async function makeTable({ n8n }: Testbed): Promise<string> {
	const project = (await n8n.session.call('GET', '/projects/personal')) as { id: string };
	const made = (await n8n.session.call('POST', `/projects/${project.id}/data-tables`, {
		name: 'remembered_credentials',
		columns: [
			{ name: 'user', type: 'string' },
			{ name: 'credential', type: 'string' },
			{ name: 'validUntil', type: 'date' },
		],
	})) as { id: string };
	return made.id;
}
