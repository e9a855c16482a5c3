import { networkInterfaces } from 'node:os';

import type { INode } from 'n8n-workflow';

import { Engine } from '../../n8n-engine/engine';
import { startBroker, type RunningBroker } from '../support/broker';
import { AGENTS } from '../support/n8n-agents';
import { engine, failure, json, text } from '../support/n8n-run';
import { awaiting, inARow, items, linkAuthCredential, node, request } from '../support/n8n-workflow';
import { person } from '../support/person';
import { startPlainLinkAuth } from '../support/plain-linkauth';
import { REPOSITORY } from '../support/repository';

const SECRET = 'sk-live-4f9c1d7e8a2b6503';
const SUSPEND = { wait: 'suspend' };

describe('before anything is suspended', () => {
	let broker: RunningBroker;
	let open: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker({ LINKAUTH_POLL_INTERVAL: '1' });
		open = await startBroker({ LINKAUTH_HOST: '0.0.0.0', LINKAUTH_CALLBACK_ALLOWED_HOSTS: 'localhost' });
	});

	const suspend = async (url: string, ...before: INode[]) =>
		await engine().run(inARow(...before, request(), awaiting(SUSPEND)), {
			credentials: linkAuthCredential(url),
		});

	it.each([
		['gave it', 0],
		['declined', 1],
	])('it looks once: a person who was faster and %s', async (how, output) => {
		const credentials = linkAuthCredential(broker.url);
		const asked = await engine().run(inARow(request()), { credentials });
		const code = text(asked, 'Request Credential', 'code');
		if (how === 'declined') await person.deny(broker.url, code);
		else await person.give(broker.url, code, { api_key: SECRET });
		const session = text(asked, 'Request Credential', 'session');
		const execution = await engine().run(inARow(...items({ session }), awaiting(SUSPEND)), { credentials });
		expect(execution.status).toBe('success');
		expect([0, 1, 2].map((each) => json(execution, 'Await Credential', each).length)).toEqual(
			[0, 1, 2].map((each) => (each === output ? 1 : 0)),
		);
	});

	it('several items: asks to split them', async () => {
		const execution = await suspend(broker.url, ...items({ n: 1 }, { n: 2 }));
		expect(execution.status).toBe('error');
		expect(failure(execution)).toMatch(/2 items came in\. \| Split them/);
	});

	it('a broker that does not call n8n’s address', async () => {
		const execution = await suspend(broker.url);
		expect(execution.status).toBe('error');
		expect(failure(execution)).toMatch(/^The broker does not call this n8n at http:\/\/localhost:5678\./);
		expect(failure(execution)).toMatch(/WEBHOOK_URL.*Check Once with a Wait node.*CALLBACK_ALLOWED_HOSTS/);
	});

	it('a broker that may call it, and finds nobody there', async () => {
		const execution = await suspend(open.url);
		expect(failure(execution)).toMatch(
			/^The broker cannot reach this n8n at http:\/\/localhost:5678,.*WEBHOOK_URL/,
		);
	});

	it('a broker elsewhere, to which localhost is another machine', async () => {
		const elsewhere = Object.values(networkInterfaces())
			.flat()
			.find((each) => each?.family === 'IPv4' && !each.internal)?.address;
		if (elsewhere === undefined) throw new Error('This test needs an address besides loopback.');
		const execution = await suspend(`http://${elsewhere}:${String(open.port)}`);
		expect(failure(execution)).toMatch(
			/its address is http:\/\/localhost:5678, which is this machine alone.*WEBHOOK_URL/,
		);
	});

	it('a broker that cannot call', async () => {
		const plain = await startPlainLinkAuth(broker.url);
		const execution = await suspend(plain.url);
		expect(failure(execution)).toMatch(/^This broker cannot call.*Check Once/);
	});

	it('a workflow in the old order', async () => {
		const workflow = { ...inARow(request(), awaiting(SUSPEND)), settings: { executionOrder: 'v0' as const } };
		const execution = await engine().run(workflow, { credentials: linkAuthCredential(open.url) });
		expect(failure(execution)).toMatch(/runs in the old order.*Execution Order to v1/);
	});

	it('with Limit Wait 0 it does not wait at all', async () => {
		const workflow = inARow(request(), awaiting({ ...SUSPEND, options: { limitWait: 0 } }));
		const execution = await engine().run(workflow, { credentials: linkAuthCredential(open.url) });
		expect(json(execution, 'Await Credential', 2)).toMatchObject([{ status: 'timeout' }]);
	});
});

test('as an AI tool it cannot be suspended: one look, and it says so', async () => {
	const broker = await startBroker();
	const credentials = linkAuthCredential(broker.url);
	const tools = new Engine(REPOSITORY, AGENTS);
	const asked = await tools.run(inARow(request()), { credentials });
	const code = text(asked, 'Request Credential', 'code');
	const [agent = ''] = Object.keys(AGENTS);
	const tool = awaiting({ ...SUSPEND, from: 'code', code });
	const workflow = inARow(node('Agent', agent));
	const execution = await tools.run(
		{
			nodes: [...workflow.nodes, { ...tool, type: `${tool.type}Tool` }],
			connections: {
				...workflow.connections,
				[tool.name]: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
			},
		},
		{ credentials },
	);
	expect(text(execution, 'Agent', 'read')).toMatch(/pending.*A tool cannot be suspended/s);
});
