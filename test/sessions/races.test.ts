import { sealEnvelope } from '../../protocol/envelope';
import { anyKeys, createSession, sessionOf, type AgentSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { person } from '../support/person';
import { overEveryStore, type StoreUnderTest } from '../support/stores';

/** Fewer with LINKAUTH_RACE_ROUNDS. */
const ROUNDS = Number(process.env['LINKAUTH_RACE_ROUNDS'] ?? 200);
const CALLERS = 50;

/** Every step is taken once, however many callers try at the same time on however many brokers. */
overEveryStore((start, name) => {
	let under: StoreUnderTest;
	let brokers: RunningBroker[];
	/** What each caller submits; all sessions have the same key. */
	let envelopes: string[];
	beforeAll(async () => {
		under = await start();
		const { publicKey } = await anyKeys();
		envelopes = await race((caller) => sealEnvelope(publicKey, { api_key: `from ${String(caller)}` }));
		// Two processes share a Redis; the memory of a process is its own.
		const processes = name === 'Redis' ? 2 : 1;
		brokers = await Promise.all(
			Array.from({ length: processes }, () => startBroker({ LINKAUTH_STORE: under.location })),
		);
	});

	const at = (caller: number) => brokers[caller % brokers.length]?.url ?? '';
	const race = <T>(call: (caller: number) => Promise<T>) =>
		Promise.all(Array.from({ length: CALLERS }, (_, caller) => call(caller)));

	test(`${String(CALLERS)} confirms, completes and collects at once: one of each succeeds, in ${String(ROUNDS)} rounds`, async () => {
		for (let round = 0; round < ROUNDS; round += 1) {
			const session = await createSession(at(round));
			const connectToken = await raceToConfirm(session, round);
			const winner = await raceToComplete(session, connectToken, round);
			await raceToCollect(session, winner, round);
		}
	}, 240_000);

	/** In every other round each caller has an Idempotency-Key, which must make no difference. */
	const keyed = (round: number, caller: number): Record<string, string> =>
		round % 2 === 0 ? {} : { 'idempotency-key': `round-${String(round)}-caller-${String(caller)}` };

	async function raceToConfirm({ reply }: AgentSession, round: number): Promise<string> {
		const answers = await race((caller) => person.confirm(at(caller), reply.code, keyed(round, caller)));
		const succeeded = answers.filter((answer) => answer.status === 200);
		expect(succeeded).toHaveLength(1);
		expect(answers.filter((answer) => answer.status === 409)).toHaveLength(CALLERS - 1);
		return succeeded[0]?.body.connect_token ?? '';
	}

	async function raceToComplete(
		session: AgentSession,
		connect_token: string,
		round: number,
	): Promise<string> {
		const answers = await race((caller) =>
			person.complete(
				at(caller),
				session.reply.code,
				{ ciphertext: envelopes[caller], connect_token },
				keyed(round, caller),
			),
		);
		const winners = answers.flatMap((answer, caller) => (answer.status === 204 ? [caller] : []));
		expect(winners).toHaveLength(1);
		expect(answers.filter((answer) => answer.status === 409)).toHaveLength(CALLERS - 1);
		return `from ${String(winners[0])}`;
	}

	async function raceToCollect(session: AgentSession, winner: string, round: number): Promise<void> {
		const answers = await race((caller) =>
			sessionOf(at(caller), session.reply, session.keys).poll(keyed(round, caller)),
		);
		const ready = answers.filter((answer) => answer.body.status === 'ready');
		expect(ready).toHaveLength(1);
		expect(answers.filter((answer) => answer.body.status === 'consumed')).toHaveLength(CALLERS - 1);
		const [only] = ready;
		if (only) expect(await session.open(only.body)).toEqual({ api_key: winner });
	}
});
