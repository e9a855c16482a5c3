import { setTimeout as sleep } from 'node:timers/promises';

import { AwaitRun } from '../../nodes/AwaitCredential/await-run';
import { makeSealingKey } from '../../nodes/shared/derived-keys';
import { sealSession, type Session } from '../../nodes/shared/sealed-session';
import { makeKeyPair, sealEnvelope, type SessionKeyPair } from '../../protocol/envelope';
import { answered, nodeContext, type NodeRun } from '../support/n8n-context';

const BROKER = 'https://broker.example';
const sealingKey = makeSealingKey();
let keys: SessionKeyPair;
let ready: object;
beforeAll(async () => {
	keys = await makeKeyPair();
	ready = answered(200, {
		status: 'ready',
		ciphertext: await sealEnvelope(keys.publicKey, { api_key: 'sk' }),
	});
});

const CONSUMED = answered(200, { status: 'consumed' });
const DENIED = answered(200, { status: 'denied' });

const sessionOf = (index: number): Session => ({
	id: String(index),
	code: 'ABCD-1234',
	broker: BROKER,
	pollToken: `pt_${String(index)}`,
	privateKey: keys.privateKey,
	use: [],
	allowedHosts: [],
	expiresAt: new Date(Date.now() + 600_000).toISOString(),
});

/** Runs the node on an item for each of these, which gives the answer to the item's polls. */
async function run(polls: readonly (() => Promise<object>)[], more: NodeRun = {}) {
	const sessions = await Promise.all(polls.map((_, index) => sealSession(sealingKey, sessionOf(index))));
	const { context, requests } = nodeContext({
		items: polls.map(() => ({})),
		credentials: { linkAuthApi: { baseUrl: BROKER, sealingKey } },
		parameters: (index) => ({
			from: 'session',
			session: sessions[index],
			wait: 'untilCompleted',
			output: 'decrypted',
		}),
		answer: ({ method, url }) =>
			method === 'DELETE' ? answered(204) : polls[Number(url.split('/').at(-1))]?.(),
		...more,
	});
	const answers = await new AwaitRun(context, false).answers().catch((error: unknown) => error as Error);
	return {
		answers,
		acknowledged: requests.filter(({ method }) => method === 'DELETE').map(({ url }) => url),
	};
}

/** Two polls of which the second is answered once the first has been, and its credential been received. */
function oneAfterTheOther(first: () => object, second: () => object): (() => Promise<object>)[] {
	let answerSecond: () => void;
	const firstDone = new Promise<void>((resolve) => (answerSecond = resolve));
	return [
		() => {
			// Decrypting takes a moment too.
			setTimeout(() => {
				answerSecond();
			}, 100);
			return Promise.resolve(first());
		},
		async () => {
			await firstDone;
			return second();
		},
	];
}

const acknowledgementOf = (index: number) => `${BROKER}/v1/sessions/${String(index)}`;
const outputs = (answers: unknown) => (answers as { output: number }[]).map(({ output }) => output);

it('what has arrived is acknowledged once all items are done, and nothing else is', async () => {
	const { answers, acknowledged } = await run(
		oneAfterTheOther(
			() => ready,
			() => DENIED,
		),
	);
	expect(outputs(answers)).toEqual([0, 1]);
	expect(acknowledged).toEqual([acknowledgementOf(0)]);
});

it('one collected, another fails: nothing is acknowledged, so that a run that is repeated finds it again', async () => {
	const { answers, acknowledged } = await run(
		oneAfterTheOther(
			() => ready,
			() => CONSUMED,
		),
	);
	expect(answers).toMatchObject({ message: 'The credential of this request has been collected before.' });
	expect(acknowledged).toEqual([]);
});

it('one collected, another fails, and the node continues on failure: the one that went on is acknowledged', async () => {
	const { answers, acknowledged } = await run(
		oneAfterTheOther(
			() => ready,
			() => CONSUMED,
		),
		{ continueOnFail: true },
	);
	expect(outputs(answers)).toEqual([0, 2]);
	expect(answers).toMatchObject([
		{ data: { json: { status: 'ready' }, pairedItem: { item: 0 } } },
		{
			data: {
				json: { error: 'The credential of this request has been collected before.' },
				pairedItem: { item: 1 },
			},
		},
	]);
	expect(acknowledged).toEqual([acknowledgementOf(0)]);
});

it('one collected, and the execution is stopped: nothing leaves, and nothing is acknowledged', async () => {
	const stopping = new AbortController();
	const { answers, acknowledged } = await run(
		oneAfterTheOther(
			() => ready,
			() => {
				stopping.abort();
				return answered(200, { status: 'pending' });
			},
		),
		{ cancelled: stopping.signal },
	);
	expect(answers).toEqual([]);
	expect(acknowledged).toEqual([]);
});

it('one that fails ends the wait of the others: they poll no more', async () => {
	let polls = 0;
	const { answers } = await run([
		async () => {
			while (polls < 2) await sleep(10);
			return CONSUMED;
		},
		() => {
			polls += 1;
			return Promise.resolve(answered(200, { status: 'pending', interval: 0.05 }));
		},
	]);
	expect(answers).toBeInstanceOf(Error);
	await sleep(20);
	const atTheEnd = polls;
	await sleep(300);
	expect(polls).toBe(atTheEnd);
});

it('an execution that is suspended gives no answer; resumed, it polls, and is not suspended again', async () => {
	const session = await sealSession(sealingKey, sessionOf(0));
	const register = answered(200, { reachable: true });
	let poll = answered(200, { status: 'pending' });
	const node = nodeContext({
		items: [{ who: 'Ada' }],
		credentials: { linkAuthApi: { baseUrl: BROKER, sealingKey } },
		parameters: {
			from: 'session',
			session,
			wait: 'suspend',
			output: 'decrypted',
			options: { includeInputData: true },
		},
		resumeUrl: 'https://n8n.example/webhook-waiting/7',
		answer: ({ method }) => (method === 'PATCH' ? register : poll),
	});
	expect(await new AwaitRun(node.context, false).answers()).toEqual([]);
	expect(node.waitsUntil).toHaveLength(1);
	expect(node.requests.map(({ method }) => method)).toEqual(['GET', 'PATCH']);

	poll = ready;
	// What n8n hands to a node that a webhook has resumed: nothing at input 0.
	node.context.getInputData().pop();
	const resumed = new AwaitRun(node.context, false);
	const { startedAt } = node.memory['suspended'] as { startedAt: number };
	expect(resumed.startedAt).toBe(startedAt);
	expect(await resumed.answers()).toMatchObject([
		{ output: 0, data: { json: { who: 'Ada', status: 'ready', credential: { api_key: 'sk' } } } },
	]);
	expect(node.waitsUntil).toHaveLength(1);
	expect(node.requests.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET', 'DELETE']);
});

it('several items cannot be suspended', async () => {
	const node = nodeContext({
		items: [{}, {}],
		parameters: { from: 'session', session: '', wait: 'suspend', output: 'sealed' },
	});
	await expect(new AwaitRun(node.context, false).answers()).rejects.toThrow('and 2 items came in.');
});
