import type { IDataObject, INode } from 'n8n-workflow';
import { dropping, items, linkAuthNode, node, row, wired, type Wire } from '../support/n8n-workflow';
import { person } from '../support/person';
import { execution as stored, executionsOf, OVER, reaches, type StoredExecution } from './support/executions';
import { onWebhook, startTestbed, type Testbed } from './support/testbed';
import { faultOf } from './support/suspended';
import { setTimeout as sleep } from 'node:timers/promises';

const ask = (name: string, displayName: string = name): INode =>
	linkAuthNode(name, 'requestCredential', { displayName });
const awaitIt = (name: string, parameters: IDataObject = {}): INode =>
	linkAuthNode(name, 'awaitCredential', { output: 'decrypted', ...parameters });

describe.each(['newest', 'oldest'] as const)(
	'Await Credential finds its request on the %s n8n',
	(release) => {
		let testbed: Testbed;
		beforeAll(async () => {
			testbed = await startTestbed({ release });
		});
		afterAll(async () => {
			await testbed.stop();
		});

		/** Runs nodes behind a webhook, has each person enter what they were asked for, and gives the execution at its end. */
		async function run(nodes: readonly INode[], wires: readonly Wire[]): Promise<StoredExecution> {
			const start = onWebhook();
			const { connections, nodes: all } = wired(nodes, wires);
			const workflow = await testbed.publish({
				...start,
				nodes: [...start.nodes, ...(all.slice(1) as unknown as IDataObject[])],
				connections: connections,
			});
			await workflow.start();
			const answered = new Set<string>();
			for (;;) {
				const [latest] = await executionsOf(testbed.n8n.session, workflow.id);
				if (latest && OVER.includes(latest.status)) return await reaches(testbed.n8n.session, workflow.id);
				if (latest) await answerAll(await stored(testbed.n8n.session, latest.id), answered);
				await sleep(200);
			}
		}

		async function answerAll({ data }: StoredExecution, answered: Set<string>): Promise<void> {
			const given = Object.values(data.resultData.runData)
				.flat()
				.flatMap((task) => task.data?.['main']?.[0] ?? [])
				.map(({ json }) => json as { code?: string; message?: string });
			for (const { code, message } of given) {
				const [, who] = /^Please connect (.+?)[.:]/.exec(message ?? '') ?? [];
				if (code === undefined || who === undefined || answered.has(code)) continue;
				answered.add(code);
				await person.give(testbed.broker.url, code, { api_key: `key of ${who}` });
			}
		}

		function keys(execution: StoredExecution, name: string): unknown[] {
			expect(faultOf(execution)).toBe(' | ');
			const runs = execution.data.resultData.runData[name] ?? [];
			const received = runs.flatMap(({ data }) => data?.['main']?.[0] ?? []);
			return received.map(({ json }) => (json['credential'] as IDataObject)['api_key']);
		}

		test('two pairs, with other nodes between', async () => {
			const execution = await run(
				[ask('Kim'), dropping('Mail'), awaitIt('First'), ask('Lee'), dropping('Chat'), awaitIt('Second')],
				row('Start', 'Kim', 'Mail', 'First', 'Lee', 'Chat', 'Second'),
			);
			expect(keys(execution, 'First')).toEqual(['key of Kim']);
			expect(keys(execution, 'Second')).toEqual(['key of Lee']);
		});

		test('three pairs in a loop', async () => {
			const pairs = ['1', '2', '3'];
			const execution = await run(
				[
					...items({ who: 'Ada' }, { who: 'Bob' }),
					node('Loop', 'n8n-nodes-base.splitInBatches', { parameters: { batchSize: 1, options: {} } }),
					...pairs.flatMap((n) => [
						ask(`Ask ${n}`, `={{ $('Loop').item.json.who + ' ${n}' }}`),
						dropping(`Mail ${n}`),
						awaitIt(`Await ${n}`),
					]),
				],
				[
					...row('Start', 'List', 'Items', 'Loop'),
					['Loop', 'Ask 1', 1],
					...row(...pairs.flatMap((n) => [`Ask ${n}`, `Mail ${n}`, `Await ${n}`]), 'Loop'),
				],
			);
			for (const n of pairs) {
				expect(keys(execution, `Await ${n}`)).toEqual([`key of Ada ${n}`, `key of Bob ${n}`]);
			}
		});

		test('asked in a loop, awaited after it', async () => {
			const execution = await run(
				[
					...items({ who: 'Ada' }, { who: 'Bob' }, { who: 'Cyd' }),
					node('Loop', 'n8n-nodes-base.splitInBatches', { parameters: { batchSize: 1, options: {} } }),
					ask('Ask', '={{ $json.who }}'),
					dropping('Mail'),
					awaitIt('Await'),
				],
				[
					...row('Start', 'List', 'Items', 'Loop'),
					['Loop', 'Ask', 1],
					...row('Ask', 'Mail', 'Loop', 'Await'),
				],
			);
			expect(keys(execution, 'Await')).toEqual(['key of Ada', 'key of Bob', 'key of Cyd']);
		});

		test('Code and Merge between: each item means its own request', async () => {
			const code = node('Code', 'n8n-nodes-base.code', {
				parameters: { mode: 'runOnceForAllItems', jsCode: 'return $input.all().map(() => ({ json: {} }))' },
			});
			const execution = await run(
				[
					...items({ who: 'Ada' }, { who: 'Bob' }),
					ask('Left', '={{ $json.who }} left'),
					ask('Right', '={{ $json.who }} right'),
					node('Merge', 'n8n-nodes-base.merge', { parameters: { mode: 'append' } }),
					{ ...code, typeVersion: 2 },
					awaitIt('Await'),
				],
				[
					...row('Start', 'List', 'Items', 'Left', 'Merge', 'Code', 'Await'),
					...row('Items', 'Right'),
					['Right', 'Merge', 0, 1],
				],
			);
			expect(keys(execution, 'Await')).toEqual([
				'key of Ada left',
				'key of Bob left',
				'key of Ada right',
				'key of Bob right',
			]);
		});

		test('in a sub-workflow, with the session as a field, and behind another node there', async () => {
			const sub = await testbed.create({
				name: `Sub ${release}`,
				nodes: [
					node('Called', 'n8n-nodes-base.executeWorkflowTrigger', { parameters: {} }),
					dropping('Mail'),
					awaitIt('Await'),
				] as unknown as IDataObject[],
				connections: wired([], row('Called', 'Mail', 'Await')).connections,
				settings: { executionOrder: 'v1' },
			});
			// n8n 2 calls what is published; n8n 1 has nothing to publish in a workflow without a trigger of its own.
			if (release === 'newest') await testbed.n8n.api.activate(sub);
			const execution = await run(
				[
					ask('Kim'),
					node('Call', 'n8n-nodes-base.executeWorkflow', {
						parameters: { workflowId: sub, options: {} },
					}),
				],
				row('Start', 'Kim', 'Call'),
			);
			expect(keys(execution, 'Call')).toEqual(['key of Kim']);
		});

		test('the one who asked is gone: an error that names it, or says what to connect', async () => {
			const session = "={{ $('Gone').item.json.session }}";
			const named = await run(
				[dropping('Mail'), awaitIt('Await', { options: { session } })],
				row('Start', 'Mail', 'Await'),
			);
			expect(faultOf(named)).toContain('Session refers to the node “Gone”');
			const none = await run([dropping('Mail'), awaitIt('Await')], row('Start', 'Mail', 'Await'));
			expect(faultOf(none)).toContain('There is no Request Credential before this node');
		});

		test('one that was awaited before: an error that names who has collected it', async () => {
			const execution = await run(
				[ask('Kim'), awaitIt('First'), dropping('Mail'), awaitIt('Second')],
				row('Start', 'Kim', 'First', 'Mail', 'Second'),
			);
			expect(faultOf(execution)).toContain('has been collected by “First”.');
		});
	},
);
