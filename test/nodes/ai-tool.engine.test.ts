import { setTimeout as sleep } from 'node:timers/promises';

import type { IDataObject, INode } from 'n8n-workflow';

import { Engine, type WorkflowFile } from '../../n8n-engine/engine';
import { startBroker, type RunningBroker } from '../support/broker';
import { AGENTS } from '../support/n8n-agents';
import { json, text } from '../support/n8n-run';
import { awaiting, inARow, items, linkAuthCredential, node, request } from '../support/n8n-workflow';
import { person } from '../support/person';
import { REPOSITORY } from '../support/repository';

/** Its last four characters, which a preview would show, are in no hexadecimal and no base64. */
const SECRET = 'sk-live-4f9c1d7e8a2b~.~.';
let broker: RunningBroker;
let engine: Engine;

beforeAll(async () => {
	engine = new Engine(REPOSITORY, AGENTS);
	broker = await startBroker({ LINKAUTH_POLL_INTERVAL: '1' });
});

/** An agent that uses a node as its one tool. */
function agentWith(type: string, tool: INode): WorkflowFile {
	const workflow = inARow(node('Agent', type));
	const asTool = { ...tool, type: `${tool.type}Tool` };
	return {
		nodes: [...workflow.nodes, asTool],
		connections: {
			...workflow.connections,
			[tool.name]: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
	};
}

describe.each(Object.keys(AGENTS))('as a tool of %s', (agent) => {
	it('the model reads link, code and message, then only that the credential is there: no value, no opaque text', async () => {
		const credentials = linkAuthCredential(broker.url);
		const asked = await engine.run(agentWith(agent, request()), { credentials });
		const request1 = text(asked, 'Agent', 'read');
		const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(request1)?.[0] ?? '';
		expect(request1).toContain(`/connect/${code}#k=`);
		expect(request1).not.toContain('la1.');

		await person.give(broker.url, code, { api_key: SECRET });
		const output: IDataObject = {
			from: 'code',
			code,
			output: 'decrypted',
			options: { includePreview: true },
		};
		const received = await engine.run(agentWith(agent, awaiting(output)), { credentials });
		const read = text(received, 'Agent', 'read');
		expect(read).toContain('ready');
		expect(read).toContain(code);
		expect(read).not.toContain('la1.');
		for (const trace of [SECRET, SECRET.slice(-4)]) expect(received.stored).not.toContain(trace);

		// A workflow behind the next tool goes on with the code alone.
		const used = await engine.run(
			inARow(...items({ code }), awaiting({ from: 'code', output: 'decrypted' })),
			{
				credentials,
			},
		);
		expect(json(used, 'Await Credential')[0]).toMatchObject({ credential: { api_key: SECRET } });
	});

	it('the model is told that it is still pending, declined, or that there is no such code', async () => {
		const credentials = linkAuthCredential(broker.url);
		const asked = await engine.run(inARow(request()), { credentials });
		const code = text(asked, 'Request Credential', 'code');
		const look = agentWith(agent, awaiting({ from: 'code', code, wait: 'checkOnce' }));
		const read = async () => text(await engine.run(look, { credentials }), 'Agent', 'read');
		expect(await read()).toContain('pending');
		await person.deny(broker.url, code);
		await sleep(1_100);
		expect(await read()).toContain('declined');
		const unknown = agentWith(agent, awaiting({ from: 'code', code: 'ABCD-1234' }));
		const missing = await engine.run(unknown, { credentials });
		expect(text(missing, 'Agent', 'read')).toContain('mistyped');
	});
});
