import { setTimeout as sleep } from 'node:timers/promises';
import { awaiting, items, node, request } from '../support/n8n-workflow';
import { person } from '../support/person';
import { formsOf } from '../support/secret-forms';
import { startCallbackRelay, type CallbackRelay } from './support/callback-relay';
import { execution as storedExecution, reaches } from './support/executions';
import { onWebhook, startTestbed, textOf, type Testbed } from './support/testbed';
import { itemOf, left, OUTPUT, untilSuspended, suspended, tokensIn, used } from './support/suspended';

const SECRET = 'sk-suspended-0123456789abcdef/+=ü';

let relay: CallbackRelay;
let testbed: Testbed;
beforeAll(async () => {
	relay = await startCallbackRelay();
	testbed = await startTestbed({
		environment: { WEBHOOK_URL: relay.url, N8N_LOG_LEVEL: 'debug' },
		broker: { LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1' },
	});
	relay.leadTo(testbed.n8n.url);
});
afterAll(async () => {
	relay.stop();
	await testbed.stop();
});

test('suspended in the database, it survives a restart of n8n, and the workflow goes on with the credential', async () => {
	const before = used(testbed);
	const { workflow, code } = await suspended(testbed, { options: { includeInputData: true } });
	await untilSuspended(testbed, workflow);
	await testbed.n8n.restart('SIGKILL');
	expect((await person.give(testbed.broker.url, code, { api_key: SECRET })).status).toBe(204);
	const execution = await reaches(testbed.n8n.session, workflow);
	expect(execution.status).toBe('success');
	expect(left(execution)).toEqual([1, 0, 0]);
	expect(itemOf(execution, OUTPUT.received)).toMatchObject({ status: 'ready', fields: ['api_key'], code });
	expect(used(testbed)).toBe(before + 1);
	expect(testbed.service.received.at(-1)?.headers.authorization).toBe(`Bearer ${SECRET}`);
});

test('a person who declines: Declined, with the reason', async () => {
	const { workflow, code } = await suspended(testbed);
	await untilSuspended(testbed, workflow);
	await person.deny(testbed.broker.url, code, { reason: 'I did not expect this' });
	const execution = await reaches(testbed.n8n.session, workflow);
	expect([execution.status, left(execution)]).toEqual(['success', [0, 1, 0]]);
	expect(itemOf(execution, OUTPUT.declined)).toMatchObject({
		status: 'declined',
		reported: false,
		reason: 'I did not expect this',
	});
});

test('a request that ends unanswered: the broker says so, and it leaves through Expired', async () => {
	const { workflow } = await suspended(testbed, {}, { ask: { expiresIn: 0.5 } });
	await untilSuspended(testbed, workflow);
	const execution = await reaches(testbed.n8n.session, workflow, undefined, { within: 60_000 });
	expect([execution.status, left(execution)]).toEqual(['success', [0, 0, 1]]);
	expect(itemOf(execution, OUTPUT.expired)).toMatchObject({ status: 'expired', reason: 'unopened' });
});

test('persons who are as fast as the suspension', async () => {
	const before = used(testbed);
	const workflows = await Promise.all([...Array(6).keys()].map(() => suspended(testbed)));
	await Promise.all(
		workflows.map(({ code }, index) =>
			person.give(testbed.broker.url, code, { api_key: `${SECRET}-${String(index)}` }),
		),
	);
	for (const { workflow } of workflows) {
		const execution = await reaches(testbed.n8n.session, workflow);
		expect([execution.status, left(execution)]).toEqual(['success', [1, 0, 0]]);
	}
	expect(used(testbed)).toBe(before + workflows.length);
});

test.each(['given', 'declined'] as const)('over before it could be suspended: %s', async (how) => {
	const pause = node('Pause', 'n8n-nodes-base.wait', { parameters: { amount: 3, unit: 'seconds' } });
	const { workflow, code } = await suspended(testbed, {}, { between: [{ ...pause, typeVersion: 1.1 }] });
	if (how === 'given') await person.give(testbed.broker.url, code, { api_key: SECRET });
	else await person.deny(testbed.broker.url, code);
	const calls = relay.calls.length;
	const execution = await reaches(testbed.n8n.session, workflow);
	expect([execution.status, left(execution)]).toEqual(['success', how === 'given' ? [1, 0, 0] : [0, 1, 0]]);
	expect(relay.calls.length).toBe(calls);
});

test('a forged call is refused, and it stays suspended; of the broker’s own call, made twice, one counts', async () => {
	const before = used(testbed);
	const { workflow, id, made } = await heldBack();
	const signature = made.headers['x-linkauth-signature-v2'] ?? '';
	const forged = [
		{ ...made, headers: { 'content-type': 'application/json' } },
		{ ...made, body: made.body.replace('"ready"', '"denied"') },
		{ ...made, headers: { ...made.headers, 'x-linkauth-signature-v2': signature.replace(/.$/, '~') } },
		{ ...made, headers: { ...made.headers, 'x-linkauth-signature-v2': later(signature) } },
		{ ...made, path: made.path.replace(/\?.*/, '') },
	];
	for (const each of forged) {
		expect((await relay.send(each)).status).toBe(401);
		expect((await storedExecution(testbed.n8n.session, id)).status).toBe('waiting');
	}
	const twice = await Promise.all([relay.send(made), relay.send(made)]);
	const statuses = twice.map(({ status }) => status).sort();
	expect(statuses[0]).toBe(200);
	expect(statuses[1]).toBeGreaterThanOrEqual(400);
	relay.pass();
	const execution = await reaches(testbed.n8n.session, workflow);
	expect([execution.status, left(execution)]).toEqual(['success', [1, 0, 0]]);
	expect((await relay.send(made)).status).toBe(409);
	expect(used(testbed)).toBe(before + 1);
});

/** The signature with another time, which it does not cover. */
function later(signature: string): string {
	return signature.replace(/t=(\d+)/, (_, time: string) => `t=${String(Number(time) + 1)}`);
}

/** The first call that the broker makes for an execution. */
async function callFor(id: string): Promise<CallbackRelay['calls'][number]> {
	for (;;) {
		const made = relay.calls.find(({ path }) => path.includes(`/${id}/linkauth`));
		if (made) return made;
		await sleep(50);
	}
}

/** A suspended execution whose person has given, and the broker's call for it, which has not come through. */
async function heldBack() {
	const { workflow, code } = await suspended(testbed);
	const { id } = await untilSuspended(testbed, workflow);
	relay.hold();
	await person.give(testbed.broker.url, code, { api_key: SECRET });
	return { workflow, id, made: await callFor(id) };
}

test('n8n is gone, and something says 200 in its place, as a proxy may: the broker calls until n8n has it', async () => {
	const before = used(testbed);
	const { workflow, code } = await suspended(testbed);
	const { id } = await untilSuspended(testbed, workflow);
	relay.hold(200);
	await testbed.n8n.halt('SIGKILL');
	await person.give(testbed.broker.url, code, { api_key: SECRET });
	expect((await callFor(id)).status).toBe(200);
	await testbed.n8n.resume();
	relay.pass();
	const execution = await reaches(testbed.n8n.session, workflow);
	expect([execution.status, left(execution)]).toEqual(['success', [1, 0, 0]]);
	expect(used(testbed)).toBe(before + 1);
});

test('calls that arrive from the first moment of n8n’s start: one of them is taken, and counts once', async () => {
	const before = used(testbed);
	const { workflow, made } = await heldBack();
	await testbed.n8n.halt('SIGKILL');
	const started = testbed.n8n.resume();
	const takes = async () =>
		await relay.send(made).then(
			({ status, headers }) => status === 200 && headers['x-linkauth-delivery-id'] !== undefined,
			() => false,
		);
	while (!(await takes())) await sleep(5);
	await started;
	relay.pass();
	const execution = await reaches(testbed.n8n.session, workflow);
	expect([execution.status, left(execution)]).toEqual(['success', [1, 0, 0]]);
	expect(used(testbed)).toBe(before + 1);
});

test('several items: an error that says to split them', async () => {
	const workflow = await testbed.publish(
		onWebhook(...items({ n: 1 }, { n: 2 }), request(), awaiting({ wait: 'suspend' })),
	);
	await workflow.start();
	const execution = await reaches(testbed.n8n.session, workflow.id);
	expect(execution.status).toBe('error');
	expect(execution.data.resultData.error?.message).toContain('2 items came in');
});

test('decrypted on purpose, it works from a suspended execution as well', async () => {
	const { workflow, code } = await suspended(testbed, { output: 'decrypted' });
	await untilSuspended(testbed, workflow);
	await person.give(testbed.broker.url, code, { api_key: 'of no use to anybody' });
	const execution = await reaches(testbed.n8n.session, workflow);
	expect(itemOf(execution, OUTPUT.received)['credential']).toEqual({ api_key: 'of no use to anybody' });
});

test('in all of that, n8n never held the secret, a private key or a poll token', async () => {
	const { session } = testbed.n8n;
	const { results } = (await session.call('GET', '/executions?limit=100')) as {
		readonly results: readonly { readonly id: string }[];
	};
	const found = await Promise.all(results.map(({ id }) => storedExecution(session, id)));
	const everything = found.map(textOf).join('\n') + testbed.n8n.everythingWritten();
	expect(found.length).toBeGreaterThan(8);
	expect(formsOf(SECRET).filter((form) => everything.includes(form))).toEqual([]);
	expect(tokensIn(everything)).toEqual([]);
	expect(everything.includes('privateKey')).toBe(false);
});
