import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INode } from 'n8n-workflow';
import { awaiting, node, request } from '../test/support/n8n-workflow';
import { executionsOf } from '../test/n8n/support/executions';
import { onWebhook, startTestbed, type Published, type Testbed } from '../test/n8n/support/testbed';

/*
 * What executions that wait in Until Completed cost a real n8n, beside as many that wait in n8n's own Wait node:
 * memory, and how long its event loop stands still while they are started. Run: npm run bench:n8n
 */

const EXECUTIONS = 200;
const PER_SECOND = 20;

let testbed: Testbed;
beforeAll(async () => {
	testbed = await startTestbed({
		environment: { N8N_METRICS: 'true', N8N_LOG_LEVEL: 'error', EXECUTIONS_DATA_SAVE_ON_PROGRESS: 'false' },
	});
});
afterAll(() => testbed.stop());

test('200 executions that wait at once', async () => {
	const own = await measure(inProcessWait());
	const ours = await measure([request({ expiresIn: 10 }), awaiting()]);
	console.log(
		[
			'',
			`${String(EXECUTIONS)} executions, ${String(PER_SECOND)} started a second`,
			`n8n's own Wait node    ${inWords(own)}`,
			`Request and Await      ${inWords(ours)}`,
		].join('\n'),
	);
});

interface Measured {
	/** Kilobytes of resident memory for each execution that waits. */
	readonly memory: number;
	/** Milliseconds that 99 of 100 turns of the event loop were late at most, while the executions were started. */
	readonly late: number;
}

function inWords({ memory, late }: Measured): string {
	return `${memory.toFixed(0)} kB each, event loop late by ${late.toFixed(1)} ms (99 of 100)`;
}

/** Waits below n8n's limit of 65 seconds stay in the process. */
function inProcessWait(): INode[] {
	return [
		node('Wait', 'n8n-nodes-base.wait', {
			parameters: { resume: 'timeInterval', amount: 60, unit: 'seconds' },
		}),
	];
}

async function measure(nodes: INode[]): Promise<Measured> {
	const workflow = await testbed.publish(onWebhook(...nodes));
	await workflow.start();
	await sleep(5_000);
	const before = resident();
	await eventLoopLate();
	await startAll(workflow);
	const late = await eventLoopLate();
	await sleep(5_000);
	const memory = (resident() - before) / EXECUTIONS;
	const running = await executionsOf(testbed.n8n.session, workflow.id);
	await testbed.n8n.session.call('DELETE', `/workflows/${workflow.id}`).catch(() => undefined);
	// n8n tells the latest hundred only.
	expect(new Set(running.map(({ status }) => status))).toEqual(new Set(['running']));
	return { memory, late };
}

async function startAll(workflow: Published): Promise<void> {
	const starts: Promise<unknown>[] = [];
	for (let at = 0; at < EXECUTIONS; at += 1) {
		starts.push(workflow.start());
		await sleep(1_000 / PER_SECOND);
	}
	await Promise.all(starts);
}

/** Since it was asked for last. */
async function eventLoopLate(): Promise<number> {
	const text = await (await fetch(`${testbed.n8n.url}/metrics`)).text();
	return Number(/^n8n_nodejs_eventloop_lag_p99_seconds ([\d.e+-]+)/m.exec(text)?.[1]) * 1_000;
}

/** Kilobytes. */
function resident(): number {
	const status = readFileSync(`/proc/${String(testbed.n8n.pid())}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
}
