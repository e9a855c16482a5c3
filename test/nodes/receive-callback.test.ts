import { createHmac } from 'node:crypto';

import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { receiveCallback } from '../../nodes/AwaitCredential/suspend/receive-callback';
import { putToWait, resumedExecution } from '../../nodes/AwaitCredential/suspend/suspended-execution';
import { callbackSecretFor } from '../../nodes/shared/callback-signature';
import { makeSealingKey } from '../../nodes/shared/derived-keys';
import { nodeContext } from '../support/n8n-context';

const sealingKey = makeSealingKey();
const SESSION = 'a'.repeat(64);
const ITEM = { json: { who: 'Ada' } };
const SUSPENDED = { sessionId: SESSION, startedAt: 5, item: ITEM };
const BODY = JSON.stringify({ session_id: SESSION, status: 'ready' });

interface Call {
	readonly body?: string;
	readonly secret?: string;
	/** Of the node that the execution waits at. */
	readonly waitsAt?: string;
	readonly memory?: object;
	readonly credentials?: () => Promise<object>;
}

/** A call as n8n gives it to the webhook of the node "Node", and what became of it. */
async function receive({
	body = BODY,
	secret,
	waitsAt = 'Node',
	memory = { suspended: SUSPENDED },
	credentials,
}: Call = {}) {
	const time = String(Math.floor(Date.now() / 1000));
	const key = secret ?? (await callbackSecretFor(sealingKey, SESSION));
	const signature = createHmac('sha256', key).update(`${time}.${body}`).digest('hex');
	const headers = {
		'x-linkauth-signature-v2': `t=${time},sha256=${signature}`,
		'x-linkauth-delivery-id': 'delivery-1',
	};
	const sent: { status?: number; json?: unknown; headers: Record<string, string> } = { headers: {} };
	const response = {
		status: (status: number) => {
			sent.status = status;
			return response;
		},
		json: (json: unknown) => (sent.json = json),
		setHeader: (name: string, value: string) => (sent.headers[name] = value),
	};
	const node = { name: waitsAt, disabled: true };
	const context = {
		runExecutionData: {
			executionData: { nodeExecutionStack: [{ node }], contextData: { 'node:Node': memory } },
		},
		getNode: () => ({ name: 'Node' }),
		getCredentials: credentials ?? (() => Promise.resolve({ sealingKey })),
		getHeaderData: () => headers,
		getRequestObject: () => ({ headers, rawBody: Buffer.from(body), readRawBody: () => Promise.resolve() }),
		getResponseObject: () => response,
	};
	const returned: IWebhookResponseData = await receiveCallback(context as unknown as IWebhookFunctions);
	return { returned, sent, node };
}

it('the broker’s call has the node run once more, and nothing leaves through Received', async () => {
	const { returned, sent, node } = await receive();
	expect(returned).toEqual({ workflowData: [[], [], [ITEM], []] });
	expect(node.disabled).toBe(false);
	expect(sent).toEqual({ headers: { 'x-linkauth-delivery-id': 'delivery-1' } });
});

it('a call that tells only that the request was opened is taken, and the execution stays suspended', async () => {
	const { returned, sent, node } = await receive({ body: BODY.replace('ready', 'opened') });
	expect(returned).toEqual({ noWebhookResponse: true });
	expect(sent).toMatchObject({ status: 200, headers: { 'x-linkauth-delivery-id': 'delivery-1' } });
	expect(node.disabled).toBe(true);
});

it.each<[string, Call, number]>([
	['signed with another secret', { secret: 'cs_another' }, 401],
	['about another session', { body: BODY.replace('a', 'b') }, 401],
	['for an execution that waits elsewhere', { waitsAt: 'Other' }, 404],
	['for an execution that this node has not suspended', { memory: {} }, 404],
	['that cannot be checked', { credentials: () => Promise.reject(new Error('sk-secret')) }, 503],
	['with no sealing key to check it', { credentials: () => Promise.resolve({}) }, 503],
])('a call %s is refused, and the execution stays suspended', async (_, call, status) => {
	const { returned, sent, node } = await receive(call);
	expect(returned).toEqual({ noWebhookResponse: true });
	expect(sent.status).toBe(status);
	expect(JSON.stringify(sent)).not.toContain('sk-secret');
	expect(sent.headers).toEqual({});
	expect(node.disabled).toBe(true);
});

it('a run on nothing goes on with what was suspended, and has its item again', async () => {
	const run = nodeContext({ items: [] });
	await putToWait(run.context, SUSPENDED, new Date(), []);
	expect(resumedExecution(run.context)).toEqual(SUSPENDED);
	expect(run.context.getInputData()).toEqual([ITEM]);
});

it('a first run, and one in a loop that has items of its own, goes on with nothing', async () => {
	expect(resumedExecution(nodeContext({ items: [] }).context)).toBeUndefined();
	const loop = nodeContext({ items: [{ who: 'Bob' }] });
	await putToWait(loop.context, SUSPENDED, new Date(), []);
	expect(resumedExecution(loop.context)).toBeUndefined();
	expect(loop.context.getInputData()).toEqual([{ json: { who: 'Bob' } }]);
});
