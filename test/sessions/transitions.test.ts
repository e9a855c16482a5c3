import { setTimeout as sleep } from 'node:timers/promises';
import { sealEnvelope } from '../../protocol/envelope';
import type { SessionState } from '../../protocol/states';
import { createSession, type AgentSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { person } from '../support/person';

type State = SessionState | 'gone';
type Action = 'lookUp' | 'confirm' | 'deny' | 'complete' | 'poll' | 'cancel';
/** The status of the answer, and the state that the next poll finds. */
type Result = `${number} ${State}`;

/** A session in a state, with the connect token where it was confirmed. */
interface Prepared {
	readonly session: AgentSession;
	readonly connectToken: string | undefined;
}

/**
 * The state machine of docs/protocol.md, written down independently of the source: what each action is answered in each
 * state, and where it leads. A poll in `ready` collects.
 */
const EXPECTED: Record<State, Record<Action, Result>> = {
	pending: {
		lookUp: '200 pending',
		confirm: '200 confirmed',
		deny: '204 denied',
		complete: '409 pending',
		poll: '200 pending',
		cancel: '204 gone',
	},
	confirmed: {
		lookUp: '404 confirmed',
		confirm: '409 confirmed',
		deny: '204 denied',
		complete: '204 ready',
		poll: '200 confirmed',
		cancel: '204 gone',
	},
	ready: {
		lookUp: '404 ready',
		confirm: '409 ready',
		deny: '409 ready',
		complete: '409 ready',
		poll: '200 consumed',
		cancel: '204 gone',
	},
	denied: {
		lookUp: '404 denied',
		confirm: '409 denied',
		deny: '409 denied',
		complete: '409 denied',
		poll: '200 denied',
		cancel: '204 gone',
	},
	consumed: {
		lookUp: '404 consumed',
		confirm: '409 consumed',
		deny: '409 consumed',
		complete: '409 consumed',
		poll: '200 consumed',
		cancel: '204 gone',
	},
	gone: {
		lookUp: '404 gone',
		confirm: '404 gone',
		deny: '404 gone',
		complete: '404 gone',
		poll: '404 gone',
		cancel: '404 gone',
	},
};

describe('the state machine', () => {
	/** Milliseconds of a second of the sessions. */
	const second = 50;
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker({}, { timings: { second } });
	});

	const cases = Object.entries(EXPECTED).flatMap(([state, row]) =>
		Object.entries(row).map(([action, result]) => [state as State, action as Action, result] as const),
	);

	test.each(cases)('%s + %s → %s', async (state, action, expected) => {
		const prepared = await bringTo(state);
		const status = await perform(action, prepared);
		expect(`${String(status)} ${await stateOf(prepared.session)}`).toBe(expected);
	});

	test('every state ends when the time of the session is up', async () => {
		const states = Object.keys(EXPECTED).filter((state) => state !== 'gone') as SessionState[];
		const ttl = 60;
		const prepared = await Promise.all(states.map((state) => bringTo(state, ttl)));
		expect(await Promise.all(prepared.map(({ session }) => stateOf(session)))).toEqual(states);
		await sleep(ttl * second);
		for (const { session } of prepared) expect(await stateOf(session)).toBe('gone');
	});

	async function bringTo(state: State, ttl = 600): Promise<Prepared> {
		const session = await createSession(broker.url, { template: 'api_key', ttl });
		const { code } = session.reply;
		if (state === 'pending') return { session, connectToken: undefined };
		const connectToken = (await person.confirm(broker.url, code)).body.connect_token;
		if (state === 'denied') await person.deny(broker.url, code, { connect_token: connectToken });
		if (state === 'ready' || state === 'consumed') await perform('complete', { session, connectToken });
		if (state === 'consumed') await session.poll();
		if (state === 'gone') await session.cancel();
		return { session, connectToken };
	}

	async function perform(action: Action, { session, connectToken }: Prepared): Promise<number> {
		const { code } = session.reply;
		switch (action) {
			case 'lookUp':
				return (await person.lookUp(broker.url, code)).status;
			case 'confirm':
				return (await person.confirm(broker.url, code)).status;
			case 'deny':
				return (await person.deny(broker.url, code, { connect_token: connectToken })).status;
			case 'complete': {
				const ciphertext = await sealEnvelope(session.keys.publicKey, { api_key: 'secret' });
				return (await person.complete(broker.url, code, { ciphertext, connect_token: connectToken })).status;
			}
			case 'poll':
				return (await session.poll({ prefer: 'wait=1' })).status;
			case 'cancel':
				return (await session.cancel()).status;
		}
	}

	async function stateOf(session: AgentSession): Promise<State> {
		const answer = await session.poll({ prefer: 'wait=1' });
		return answer.status === 404 ? 'gone' : answer.body.status;
	}
});
