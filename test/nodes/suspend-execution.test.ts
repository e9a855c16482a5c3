import { OUTPUTS } from '../../nodes/AwaitCredential/outputs';
import { endsBeforeRequest, suspendExecution } from '../../nodes/AwaitCredential/suspend/suspend-execution';
import { BrokerClient } from '../../nodes/shared/broker-client';
import { callbackSecretFor } from '../../nodes/shared/callback-signature';
import { makeSealingKey } from '../../nodes/shared/derived-keys';
import type { Session } from '../../nodes/shared/sealed-session';
import { answered, nodeContext, type NodeRun } from '../support/n8n-context';

const BROKER = 'https://broker.example';
const RESUME_URL = 'https://n8n.example/webhook-waiting/7?signature=abc';
const END = Date.UTC(2026, 10, 24);
/** After which nobody calls any more: the broker reports a request's end for a minute. */
const LAST = END + 90_000;
const sealingKey = makeSealingKey();
const SESSION = { id: 'a'.repeat(64), pollToken: 'pt_1', expiresAt: new Date(END).toISOString() } as Session;
const REACHABLE = answered(200, { reachable: true, callback_secret: 'cs_1' });

async function suspend(answer: object, until = Infinity, more: NodeRun = {}) {
	const run = nodeContext({ items: [{ who: 'Ada' }], resumeUrl: RESUME_URL, answer: () => answer, ...more });
	const connection = { broker: new BrokerClient(run.context, BROKER), brokerUrl: BROKER, sealingKey };
	const suspended = await suspendExecution(run.context, connection, {
		session: SESSION,
		startedAt: 5,
		until,
		atTheEnd: { output: OUTPUTS.expired, json: { status: 'expired' } },
	}).catch(
		(error: unknown) => `${(error as Error).message} | ${(error as { description: string }).description}`,
	);
	return { ...run, suspended };
}

it('registers the call with the session’s own secret, and waits past the request’s end', async () => {
	const { suspended, requests, waitsUntil, memory, executeData } = await suspend(REACHABLE);
	expect(suspended).toBe(true);
	expect(requests).toMatchObject([
		{
			method: 'PATCH',
			url: `${BROKER}/v1/sessions/${SESSION.id}`,
			headers: { authorization: 'Bearer pt_1' },
			body: {
				callback_url: 'https://n8n.example/webhook-waiting/7/linkauth?signature=abc',
				callback_secret: await callbackSecretFor(sealingKey, SESSION.id),
				callback_acknowledges: true,
			},
		},
	]);
	expect(waitsUntil).toEqual([new Date(LAST)]);
	expect(memory).toEqual({
		suspended: { sessionId: SESSION.id, startedAt: 5, item: { json: { who: 'Ada' } } },
	});
	// By number of the output, and so nothing for Received.
	expect(executeData.data['main']).toEqual([
		[],
		[],
		[{ json: { status: 'expired' }, pairedItem: { item: 0 } }],
		[],
	]);
	expect(executeData.metadata).toEqual({ forwardAllOutputs: true });
});

it('waits no longer than it may', async () => {
	expect((await suspend(REACHABLE, END - 1)).waitsUntil).toEqual([new Date(END - 1)]);
	expect(endsBeforeRequest(SESSION, LAST - 1)).toBe(true);
	expect(endsBeforeRequest(SESSION, LAST)).toBe(false);
	expect(endsBeforeRequest(SESSION, Infinity)).toBe(false);
});

it('does not suspend where the request is over', async () => {
	const over = await suspend(answered(404, { code: 'session_not_found', title: 'x' }));
	expect([over.suspended, over.waitsUntil]).toEqual([false, []]);
});

it.each<[string, object, NodeRun, RegExp]>([
	[
		'finds nobody there',
		answered(200, { reachable: false }),
		{},
		/^The broker cannot reach this n8n at https:\/\/n8n\.example,.*WEBHOOK_URL/,
	],
	[
		'does not call such an address',
		answered(400, { title: 'x', detail: 'Private.' }),
		{},
		/^The broker does not call this n8n at https:\/\/n8n\.example\. .*Private\..*CALLBACK_ALLOWED_HOSTS/,
	],
	[
		'does not let this key call it',
		answered(403, { title: 'x', code: 'not_allowed' }),
		{},
		/^The broker does not call this n8n/,
	],
	['knows no such call', answered(404, 'Not Found'), {}, /^This broker cannot call, and so could not resume/],
	['knows no such method', answered(405), {}, /^This broker cannot call/],
	['does not implement it', answered(501), {}, /^This broker cannot call/],
	['wants a key', answered(401), {}, /^The broker refused the API key/],
	['is not there', answered(503), {}, /^The broker cannot do this at the moment/],
	['runs a workflow of the old order', REACHABLE, { executionOrder: 'v0' }, /runs in the old order/],
])('says so where the broker or n8n %s', async (_, answer, more, text) => {
	const { suspended, waitsUntil, memory } = await suspend(answer, Infinity, more);
	expect(suspended).toMatch(text);
	expect([waitsUntil, memory]).toEqual([[], {}]);
});
