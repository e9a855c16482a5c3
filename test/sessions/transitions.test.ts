import { sealEnvelope } from '../../protocol/envelope';
import type { SessionState } from '../../protocol/states';
import { EVENTS, STATES, TRANSITIONS, type Event, type State } from '../../broker/sessions/transitions';
import { createSession, type AgentSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { person } from '../support/person';

/** A session brought into a state, with the connect token where somebody confirmed. */
interface Prepared {
	readonly session: AgentSession;
	readonly connectToken: string | undefined;
}

/** What a caller sees: the status of the answer to the event, and the state that a poll then shows. */
type Seen = `${number} ${SessionState | 'gone'}`;

/**
 * The state machine as the protocol's page draws it, written out once more by hand: for every state, what each event
 * is answered, and where it leads. A poll in `ready` collects, so the poll that looks afterwards sees `consumed`;
 * `expire` is told apart by waiting, which the clock of a test of its own does.
 */
const EXPECTED: Record<State, Record<Exclude<Event, 'expire'>, Seen>> = {
	pending: {
		look: '200 pending',
		confirm: '200 confirmed',
		deny: '204 denied',
		complete: '409 pending',
		poll: '200 pending',
		cancel: '204 gone',
	},
	confirmed: {
		look: '404 confirmed',
		confirm: '409 confirmed',
		deny: '204 denied',
		complete: '204 ready',
		poll: '200 confirmed',
		cancel: '204 gone',
	},
	ready: {
		look: '404 ready',
		confirm: '409 ready',
		deny: '409 ready',
		complete: '409 ready',
		poll: '200 consumed',
		cancel: '204 gone',
	},
	denied: {
		look: '404 denied',
		confirm: '409 denied',
		deny: '409 denied',
		complete: '409 denied',
		poll: '200 denied',
		cancel: '204 gone',
	},
	consumed: {
		look: '404 consumed',
		confirm: '409 consumed',
		deny: '409 consumed',
		complete: '409 consumed',
		poll: '200 consumed',
		cancel: '204 gone',
	},
	gone: {
		look: '404 gone',
		confirm: '404 gone',
		deny: '404 gone',
		complete: '404 gone',
		poll: '404 gone',
		cancel: '404 gone',
	},
};

describe('the state machine', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});
	afterAll(() => broker.stop());

	const cases = STATES.flatMap((state) =>
		EVENTS.filter((event) => event !== 'expire').map(
			(event) => [state, event, EXPECTED[state][event]] as const,
		),
	);

	test.each(cases)('%s + %s → %s', async (state, event, expected) => {
		const prepared = await bringTo(state);
		const status = await happen(event, prepared);
		expect(`${String(status)} ${await stateOf(prepared.session)}`).toBe(expected);
	});

	test('the table in the source says the same as this one', () => {
		for (const state of STATES) {
			for (const event of EVENTS) {
				if (event === 'expire') continue;
				const transition = TRANSITIONS[state][event];
				const leadsTo = 'to' in transition ? transition.to : state;
				expect([state, event, leadsTo]).toEqual([state, event, EXPECTED[state][event].slice(4)]);
			}
			expect(TRANSITIONS[state].expire).toEqual(state === 'gone' ? { stay: true } : { to: 'gone' });
		}
	});

	async function bringTo(state: State): Promise<Prepared> {
		const session = await createSession(broker.url);
		const { code } = session.reply;
		if (state === 'pending') return { session, connectToken: undefined };
		const connectToken = (await person.confirm(broker.url, code)).body.connect_token;
		if (state === 'denied') await person.deny(broker.url, code, { connect_token: connectToken });
		if (state === 'ready' || state === 'consumed') await happen('complete', { session, connectToken });
		if (state === 'consumed') await session.poll();
		if (state === 'gone') await session.cancel();
		return { session, connectToken };
	}

	async function happen(event: Event, { session, connectToken }: Prepared): Promise<number> {
		const { code } = session.reply;
		switch (event) {
			case 'look':
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
			case 'expire':
				throw new Error('only time does that');
		}
	}

	async function stateOf(session: AgentSession): Promise<State> {
		const answer = await session.poll({ prefer: 'wait=1' });
		return answer.status === 404 ? 'gone' : answer.body.status;
	}
});
