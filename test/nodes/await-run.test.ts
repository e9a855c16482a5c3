import { AwaitRun } from '../../nodes/AwaitCredential/await-run';
import { makeSealingKey } from '../../nodes/shared/derived-keys';
import { sealSession } from '../../nodes/shared/sealed-session';
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

/** Runs the node on an item for each of these, which gives the answer to the item's polls. */
async function run(polls: readonly (() => Promise<object>)[], more: NodeRun = {}) {
	const sessions = await Promise.all(
		polls.map((_, index) =>
			sealSession(sealingKey, {
				id: String(index),
				code: 'ABCD-1234',
				broker: BROKER,
				pollToken: `pt_${String(index)}`,
				privateKey: keys.privateKey,
				use: [],
				allowedHosts: [],
				expiresAt: new Date(Date.now() + 600_000).toISOString(),
			}),
		),
	);
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

it('one that fails ends the wait of the others', async () => {
	const startedAt = Date.now();
	const { answers } = await run([
		() => Promise.resolve(CONSUMED),
		() => Promise.resolve(answered(200, { status: 'pending', interval: 20 })),
	]);
	expect(answers).toBeInstanceOf(Error);
	expect(Date.now() - startedAt).toBeLessThan(5_000);
});
