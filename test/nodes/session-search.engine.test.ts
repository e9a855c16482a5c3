import type { IDataObject, INode, INodeType } from 'n8n-workflow';

import { Engine, type Execution, type WorkflowFile } from '../../n8n-engine/engine';
import { startBroker, type RunningBroker } from '../support/broker';
import { failure, json, runWithPeople, type Asked } from '../support/n8n-run';
import {
	dropping,
	inARow,
	items,
	linkAuthCredential,
	linkAuthNode,
	node,
	row,
	wired,
	type Wire,
} from '../support/n8n-workflow';
import { person } from '../support/person';

const EXPIRED = 2;
const PENDING = 3;
let broker: RunningBroker;

beforeAll(async () => {
	broker = await startBroker();
});

const ask = (name: string, who = name): INode =>
	linkAuthNode(name, 'requestCredential', { displayName: who });
const awaitIt = (name: string, parameters: IDataObject = {}): INode =>
	linkAuthNode(name, 'awaitCredential', { output: 'decrypted', ...parameters });
const passing = (name: string): INode => node(name, 'n8n-nodes-base.noOp');
const loop = (): INode =>
	node('Loop', 'n8n-nodes-base.splitInBatches', { parameters: { batchSize: 1, options: {} } });

/** Each person enters a key with the name of what they were asked for. */
async function answer({ code, message }: Asked): Promise<void> {
	const [, who = ''] = /^Please connect (.+?)[.:]/.exec(message) ?? [];
	await person.give(broker.url, code, { api_key: `key of ${who}` });
}

async function run(workflow: WorkflowFile, people = answer): Promise<Execution> {
	return await runWithPeople(workflow, { credentials: linkAuthCredential(broker.url) }, people);
}

/** The keys that a node has received, over all its runs. */
function keys(execution: Execution, name: string): unknown[] {
	expect(failure(execution)).toBe('nothing | ');
	const runs = execution.runData[name] ?? [];
	return runs
		.flatMap(({ data }) => data?.['main']?.[0] ?? [])
		.map((item) => (item.json['credential'] as IDataObject)['api_key']);
}

it('two pairs: each Await finds its own request, whatever the nodes are called and whatever stands between', async () => {
	const execution = await run(
		inARow(
			ask('Kim'),
			dropping('Chat'),
			awaitIt('First'),
			ask('Lee'),
			dropping('Mail'),
			passing('Nothing'),
			awaitIt('Second'),
		),
	);
	expect(keys(execution, 'First')).toEqual(['key of Kim']);
	expect(keys(execution, 'Second')).toEqual(['key of Lee']);
});

it('three pairs in a loop: each finds its own, in each round', async () => {
	const list = items({ who: 'Ada' }, { who: 'Bob' }, { who: 'Cyd' });
	const pairs = [1, 2, 3];
	const execution = await run(
		wired(
			[
				...list,
				loop(),
				...pairs.flatMap((n) => [
					ask(`Ask ${String(n)}`, `={{ $('Loop').item.json.who + ' ${String(n)}' }}`),
					dropping(`Mail ${String(n)}`),
					awaitIt(`Await ${String(n)}`),
				]),
			],
			[
				...row('Start', 'List', 'Items', 'Loop'),
				['Loop', 'Ask 1', 1],
				...row(...pairs.flatMap((n) => [`Ask ${String(n)}`, `Mail ${String(n)}`, `Await ${String(n)}`])),
				['Await 3', 'Loop'],
			],
		),
	);
	for (const n of pairs) {
		expect(keys(execution, `Await ${String(n)}`)).toEqual(
			['Ada', 'Bob', 'Cyd'].map((who) => `key of ${who} ${String(n)}`),
		);
	}
});

it('asked before a loop, awaited in it: each item means its own request', async () => {
	const execution = await run(
		wired(
			[
				...items({ who: 'Ada' }, { who: 'Bob' }, { who: 'Cyd' }),
				ask('Ask', '={{ $json.who }}'),
				dropping('Mail'),
				loop(),
				awaitIt('Await'),
			],
			[...row('Start', 'List', 'Items', 'Ask', 'Mail', 'Loop'), ['Loop', 'Await', 1], ['Await', 'Loop']],
		),
	);
	expect(keys(execution, 'Await')).toEqual(['key of Ada', 'key of Bob', 'key of Cyd']);
});

it('asked in a loop, awaited after it: each item means its own request', async () => {
	const execution = await run(
		wired(
			[
				...items({ who: 'Ada' }, { who: 'Bob' }, { who: 'Cyd' }),
				loop(),
				ask('Ask', '={{ $json.who }}'),
				dropping('Mail'),
				awaitIt('Await'),
			],
			[
				...row('Start', 'List', 'Items', 'Loop'),
				['Loop', 'Ask', 1],
				...row('Ask', 'Mail', 'Loop'),
				['Loop', 'Await', 0],
			],
		),
	);
	expect(keys(execution, 'Await')).toEqual(['key of Ada', 'key of Bob', 'key of Cyd']);
});

const BRANCHES = [
	...items({ who: 'Ada' }, { who: 'Bob' }, { who: 'Cyd' }),
	node('If', 'n8n-nodes-base.if', {
		parameters: {
			conditions: {
				options: { caseSensitive: true, typeValidation: 'strict', version: 2 },
				combinator: 'and',
				conditions: [
					{
						leftValue: '={{ $json.who }}',
						rightValue: 'Bob',
						operator: { type: 'string', operation: 'equals' },
					},
				],
			},
			options: {},
		},
	}),
	ask('Ask Bob', '={{ $json.who }} (true)'),
	ask('Ask others', '={{ $json.who }} (false)'),
	dropping('Mail'),
];
const TO_BRANCHES: Wire[] = [...row('Start', 'List', 'Items', 'If', 'Ask Bob'), ['If', 'Ask others', 1]];

it('two branches that meet: each item means the request of its branch', async () => {
	const execution = await run(
		wired(
			[...BRANCHES, awaitIt('Await')],
			[...TO_BRANCHES, ['Ask Bob', 'Mail'], ['Ask others', 'Mail'], ['Mail', 'Await']],
		),
	);
	expect(keys(execution, 'Await').sort()).toEqual([
		'key of Ada (false)',
		'key of Bob (true)',
		'key of Cyd (false)',
	]);
});

it('two branches that Merge appends: each item means the request of its branch', async () => {
	const execution = await run(
		wired(
			[
				...BRANCHES,
				node('Merge', 'n8n-nodes-base.merge', { parameters: { mode: 'append' } }),
				awaitIt('Await'),
			],
			[...TO_BRANCHES, ['Ask Bob', 'Merge'], ['Ask others', 'Merge', 0, 1], ...row('Merge', 'Mail', 'Await')],
		),
	);
	expect(keys(execution, 'Await')).toEqual(['key of Bob (true)', 'key of Ada (false)', 'key of Cyd (false)']);
});

const COMBINE = node('Merge', 'n8n-nodes-base.merge', {
	parameters: { mode: 'combine', combineBy: 'combineByPosition', options: {} },
});

it('two requests that are merged into one item are an error that names both', async () => {
	const execution = await run(
		wired(
			[ask('Ask Kim'), ask('Ask Lee'), dropping('Mail 1'), dropping('Mail 2'), COMBINE, awaitIt('Await')],
			[
				...row('Start', 'Ask Kim', 'Mail 1', 'Merge'),
				...row('Start', 'Ask Lee', 'Mail 2'),
				['Mail 2', 'Merge', 0, 1],
				['Merge', 'Await'],
			],
		),
	);
	expect(failure(execution)).toContain('comes from 2 requests: of “Ask Kim” and “Ask Lee”.');
	expect(failure(execution)).toContain('under Options, Session');
});

it('what is merged from a request that has been awaited and one that has not means the latter', async () => {
	const execution = await run(
		wired(
			[ask('Ask Kim'), awaitIt('First'), ask('Ask Lee'), dropping('Mail'), COMBINE, awaitIt('Second')],
			[
				...row('Start', 'Ask Kim', 'First', 'Merge'),
				...row('Start', 'Ask Lee', 'Mail'),
				['Mail', 'Merge', 0, 1],
				['Merge', 'Second'],
			],
		),
	);
	expect(keys(execution, 'Second')).toEqual(['key of Ask Lee']);
});

it('a shorter way in the workflow does not hide the request on the way that the item took', async () => {
	const execution = await run(
		wired(
			[ask('Kim'), dropping('Mail 1'), ask('Lee'), dropping('Mail 2'), passing('Nothing'), awaitIt('Await')],
			[...row('Start', 'Kim', 'Mail 1', 'Await'), ...row('Kim', 'Lee', 'Mail 2', 'Nothing', 'Await')],
		),
	);
	expect(keys(execution, 'Await').sort()).toEqual(['key of Kim', 'key of Lee']);
});

it('a request that has been awaited before is an error that says so, and never Expired', async () => {
	const execution = await run(inARow(ask('Kim'), awaitIt('First'), dropping('Mail'), awaitIt('Second')));
	expect(failure(execution)).toContain('has been collected by “First”.');
	expect(json(execution, 'Second', EXPIRED)).toEqual([]);
});

it('so is one of which another branch has the session, or the code', async () => {
	for (const parameters of [{}, { from: 'code', code: '={{ $json.code }}' }]) {
		const execution = await run(
			wired(
				[ask('Kim'), awaitIt('First'), awaitIt('Second', parameters)],
				[...row('Start', 'Kim', 'First'), ['Kim', 'Second']],
			),
		);
		expect(failure(execution)).toMatch(/has been collected by “(?:First|Second)”\./);
	}
});

it('Pending goes on with the same request, also where a node in the loop drops it', async () => {
	let round = 0;
	const execution = await runWithPeople(
		wired(
			[ask('Kim'), awaitIt('Await', { wait: 'checkOnce' }), dropping('Later')],
			[...row('Start', 'Kim', 'Await'), ['Await', 'Later', PENDING], ['Later', 'Await']],
		),
		{ credentials: linkAuthCredential(broker.url) },
		async (asked) => {
			round += 1;
			await answer(asked);
		},
	);
	expect(round).toBe(1);
	expect(keys(execution, 'Await')).toEqual(['key of Kim']);
});

it('a session that came into the workflow as a field is found behind other nodes too', async () => {
	const credentials = linkAuthCredential(broker.url);
	const asked = await runWithPeople(inARow(ask('Kim')), { credentials }, answer);
	const session = json(asked, 'Kim')[0]?.['session'];
	const execution = await runWithPeople(inARow(...items({ session }), dropping('Mail'), awaitIt('Await')), {
		credentials,
	});
	expect(keys(execution, 'Await')).toEqual(['key of Kim']);
});

it('a field of that name with something else in it is none', async () => {
	const other = node('Other', 'n8n-nodes-base.set', {
		parameters: { mode: 'raw', jsonOutput: '{"session":"chat-1"}', options: {} },
	});
	const execution = await run(inARow(ask('Kim'), other, awaitIt('Await')));
	expect(keys(execution, 'Await')).toEqual(['key of Kim']);
});

it('no request at all is an error that says what to connect', async () => {
	expect(failure(await run(inARow(dropping('Mail'), awaitIt('Await'))))).toContain(
		'There is no Request Credential before this node',
	);
});

it('a request that did not run for the item is an error that names it', async () => {
	const execution = await run(
		wired(
			[ask('Kim'), ask('Lee'), dropping('Mail'), awaitIt('Await')],
			[
				['Start', 'Mail'],
				['Mail', 'Await'],
				['Kim', 'Mail'],
				['Lee', 'Await'],
			],
		),
	);
	expect(failure(execution)).toContain('“Lee” and “Kim” did not run for it.');
});

it('a request that failed for the item is an error that names it', async () => {
	const failing = { ...ask('Kim', ''), onError: 'continueRegularOutput' as const };
	failing.parameters = { template: 'custom', displayName: '' };
	const nobody = () => Promise.resolve();
	expect(failure(await run(inARow(failing, dropping('Mail'), awaitIt('Await')), nobody))).toContain(
		'“Kim” has made no request for this item.',
	);
});

it.each([
	['session', 1],
	['options', 2],
])('an expression for a node that is gone names it, and says what to do (%s)', async (_, typeVersion) => {
	const session = "={{ $json.session ?? $('Request Credential').item.json.session }}";
	const old: INode = {
		...awaitIt('Await', typeVersion === 1 ? { session } : { options: { session } }),
		typeVersion,
	};
	const execution = await run(inARow(ask('Kim'), dropping('Mail'), old));
	expect(failure(execution)).toContain('Session refers to the node “Request Credential”');
	expect(failure(execution)).toContain('Empty Session');
});

it.each([1, 2])('an expression that names a request is followed (version %i)', async (typeVersion) => {
	const session = "={{ $('Kim').item.json.session }}";
	const named: INode = {
		...awaitIt('Await', typeVersion === 1 ? { session } : { options: { session } }),
		typeVersion,
	};
	const execution = await run(inARow(ask('Kim'), dropping('Mail 1'), ask('Lee'), dropping('Mail 2'), named));
	expect(keys(execution, 'Await')).toEqual(['key of Kim']);
});

it('an expression that gives nothing is an error, and no reason to look elsewhere', async () => {
	const execution = await run(
		inARow(ask('Kim'), dropping('Mail'), awaitIt('Await', { options: { session: '={{ $json.none }}' } })),
	);
	expect(failure(execution)).toContain('There is no session in this item.');
});

it('workflows of version 1, where Session stood open, find it by themselves as well', async () => {
	const old = { ...awaitIt('Await'), typeVersion: 1 };
	const execution = await run(inARow(ask('Kim'), dropping('Mail'), old));
	expect(keys(execution, 'Await')).toEqual(['key of Kim']);
});

describe('behind a node that links its items to nothing', () => {
	/** Gives so many items, and says of none where it comes from. */
	const unlinked = (count: number): INodeType => ({
		description: {
			displayName: 'Unlinked',
			name: 'unlinked',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Unlinked' },
			inputs: ['main'],
			outputs: ['main', 'main'],
			properties: [],
		},
		// Two outputs, because n8n links what is as many as came in to a single one.
		execute: () => Promise.resolve([Array.from({ length: count }, () => ({ json: {} })), []]),
	});
	const workflow = (...people: string[]) =>
		inARow(
			...items(...people.map((who) => ({ who }))),
			ask('Ask', '={{ $json.who }}'),
			dropping('Mail'),
			node('Unlinked', 'test.unlinked'),
			awaitIt('Await'),
		);
	const runUnlinked = async (count: number, ...people: string[]) => {
		const engine = new Engine(process.cwd(), { 'test.unlinked': unlinked(count) });
		return await runWithPeople(
			workflow(...people),
			{ credentials: linkAuthCredential(broker.url) },
			answer,
			engine,
		);
	};

	it('as many items as requests are taken one by one', async () => {
		expect(keys(await runUnlinked(2, 'Ada', 'Bob'), 'Await')).toEqual(['key of Ada', 'key of Bob']);
	});

	it('fewer or more are an error that names the node', async () => {
		expect(failure(await runUnlinked(2, 'Ada', 'Bob', 'Cyd'))).toContain('“Unlinked” gave it without a link');
		expect(failure(await runUnlinked(3, 'Ada', 'Bob'))).toContain('“Unlinked” gave it without a link');
	});
});
