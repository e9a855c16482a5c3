import { AwaitRun } from '../../nodes/AwaitCredential/await-run';
import { makeSealingKey } from '../../nodes/shared/derived-keys';
import { sealAgentState, sealSession, type AgentState } from '../../nodes/shared/sealed-session';
import { makeKeyPair, sealEnvelope, type SessionKeyPair } from '../../protocol/envelope';
import { answered, nodeContext } from '../support/n8n-context';

const BROKER = 'https://broker.example';
const sealingKey = makeSealingKey();
const PENDING = answered(200, { status: 'pending' });
const DENIED = answered(200, { status: 'denied' });
const UNKNOWN = answered(404);
let keys: SessionKeyPair;
let ready: object;
beforeAll(async () => {
	keys = await makeKeyPair();
	ready = answered(200, {
		status: 'ready',
		ciphertext: await sealEnvelope(keys.publicKey, { api_key: 'sk' }),
	});
});

const state = (): AgentState => ({
	broker: BROKER,
	pollToken: 'pt_1',
	privateKey: keys.privateKey,
	use: [],
	allowedHosts: [],
	expiresAt: new Date(Date.now() + 600_000).toISOString(),
});

const DISCOVERY = answered(200, { extensions_supported: ['agent_state'] });

interface Answers {
	/** To polls, in turn; the last one for ever. */
	readonly polls: readonly object[];
	readonly agentState?: object;
	readonly register?: object;
}

/** What one item leaves by which output, and the broker's calls; from the code, as a model has it, or from the session. */
async function item(
	parameters: object,
	{ polls, agentState, register = answered(200, { reachable: true }) }: Answers,
	asTool = false,
) {
	let polled = 0;
	const session = await sealSession(sealingKey, { ...state(), id: 'abc', code: 'ABCD-1234' });
	const kept = agentState ?? answered(200, { agent_state: await sealAgentState(sealingKey, state()) });
	const { context, requests, waitsUntil } = nodeContext({
		items: [{ who: 'Ada' }],
		credentials: { linkAuthApi: { baseUrl: BROKER, sealingKey } },
		parameters: {
			...(asTool ? { from: 'code', code: 'ABCD-1234' } : { from: 'session', session }),
			wait: 'untilCompleted',
			output: 'decrypted',
			...parameters,
		},
		resumeUrl: 'https://n8n.example/webhook-waiting/7',
		// A wait that should not be is ended, and then gives nothing.
		cancelled: AbortSignal.timeout(4_000),
		answer: ({ method, url }) => {
			if (url.endsWith('/agent-state')) return kept;
			if (url.endsWith('/.well-known/linkauth')) return DISCOVERY;
			if (method !== 'GET') return method === 'PATCH' ? register : answered(204);
			return polls[Math.min(polled++, polls.length - 1)];
		},
	});
	const [answer] = await new AwaitRun(context, asTool).answers();
	return {
		output: answer?.output,
		json: answer?.data.json,
		calls: requests.map(({ method = '' }) => method),
		suspended: waitsUntil.length === 1,
	};
}

describe('Suspend', () => {
	const SUSPEND = { wait: 'suspend' };

	it('waits suspended where the person has not decided', async () => {
		expect(await item(SUSPEND, { polls: [PENDING] })).toMatchObject({ suspended: true, output: undefined });
	});

	it('a person who was faster is not waited for', async () => {
		const over = await item(SUSPEND, { polls: [DENIED] });
		expect(over).toMatchObject({ suspended: false, output: 1, calls: ['GET'] });
	});

	it('over while the call is registered: one more poll says how', async () => {
		const register = answered(404, { code: 'session_not_found' });
		const over = await item(SUSPEND, { polls: [PENDING, DENIED], register });
		expect(over).toMatchObject({ suspended: false, output: 1, calls: ['GET', 'PATCH', 'GET'] });
		// It polls once, also where there is still no answer.
		expect(await item(SUSPEND, { polls: [PENDING], register })).toMatchObject({
			suspended: false,
			output: 3,
		});
	});

	it('with a limit of nothing it polls once, and is not suspended', async () => {
		const limited = await item({ ...SUSPEND, options: { limitWait: 0 } }, { polls: [PENDING] });
		expect(limited).toMatchObject({
			suspended: false,
			output: 2,
			json: { status: 'timeout' },
			calls: ['GET'],
		});
	});

	it('a tool cannot be suspended: it polls once', async () => {
		const tool = await item(SUSPEND, { polls: [PENDING] }, true);
		expect(tool).toMatchObject({
			suspended: false,
			output: 3,
			json: { status: 'pending' },
			calls: ['GET', 'GET'],
		});
	});
});

it('Check Once polls once, for a tool too', async () => {
	const once = { wait: 'checkOnce' };
	expect(await item(once, { polls: [PENDING] })).toMatchObject({ output: 3, calls: ['GET'] });
	expect(await item(once, { polls: [PENDING] }, true)).toMatchObject({ output: 3, calls: ['GET', 'GET'] });
});

it('Until Completed polls until the person has decided, for a tool too', async () => {
	const soon = answered(200, { status: 'pending', interval: 0.01 });
	expect(await item({}, { polls: [soon, soon, DENIED] })).toMatchObject({
		output: 1,
		calls: ['GET', 'GET', 'GET'],
	});
	expect(await item({}, { polls: [soon, DENIED] }, true)).toMatchObject({ output: 1 });
});

it('what came in is kept on request, but not for a model', async () => {
	const options = { includeInputData: true };
	expect((await item({}, { polls: [DENIED] })).json).not.toHaveProperty('who');
	expect((await item({ options }, { polls: [DENIED] })).json).toMatchObject({
		who: 'Ada',
		status: 'declined',
	});
	expect((await item({ options }, { polls: [DENIED] }, true)).json).not.toHaveProperty('who');
});

it('a code that no request has leaves through Expired, without a poll', async () => {
	const unknown = await item({}, { polls: [PENDING], agentState: UNKNOWN }, true);
	expect(unknown).toMatchObject({ output: 2, json: { status: 'expired' }, calls: ['GET', 'GET'] });
});

it('what a model’s tool has collected is not acknowledged: its next step collects it once more', async () => {
	expect((await item({}, { polls: [ready] })).calls).toEqual(['GET', 'DELETE']);
	expect((await item({}, { polls: [ready] }, true)).calls).toEqual(['GET', 'GET']);
});
