import { setTimeout as sleep } from 'node:timers/promises';
import { anyKeys } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { startRedis, type RunningRedis } from '../support/redis';
import { startSpreadingProxy, type SpreadingProxy } from '../support/spreading-proxy';
import { describeRedis } from '../support/stores';
import { WRONG_CLOCKS, wrongClock } from '../support/wrong-clock';
import { liveSession, type Told } from './session-life';

/** More with LINKAUTH_CHAOS_SESSIONS. Many more need processors for the brokers, Redis and the clients, all at once. */
const SESSIONS = Number(process.env['LINKAUTH_CHAOS_SESSIONS'] ?? 150);
/** Milliseconds over which the sessions' steps are spread: as long as things go on breaking. */
const SPAN = SESSIONS > 500 ? 120_000 : 15_000;
/** Milliseconds after the last fault that everybody has to come to an end. */
const TIMEOUT_MS = SESSIONS > 500 ? 240_000 : 60_000;
/** Milliseconds that a broker or Redis is away, and that all is well in between. */
const AWAY = SPAN / 15;
const WELL = SPAN / 15;

describe.each([
	['that all have the right time', [0, 0, 0]],
	['of which one is ten minutes ahead, and one behind', WRONG_CLOCKS],
])('brokers %s', (_, offsets) => {
	describeRedis('three on one Redis, behind a proxy that spreads at random', () => {
		let redis: RunningRedis;
		let brokers: RunningBroker[];
		let proxy: SpreadingProxy;
		const start = (offset: number, port = 0) =>
			startBroker({
				...wrongClock(offset),
				LINKAUTH_STORE: redis.url,
				LINKAUTH_PORT: String(port),
			});
		beforeAll(async () => {
			redis = await startRedis({ durable: true });
			brokers = await Promise.all(offsets.map((offset) => start(offset)));
			proxy = await startSpreadingProxy(brokers.map(({ port }) => port));
		}, 30_000);
		afterAll(async () => {
			proxy.stop();
			await Promise.all(brokers.map((broker) => broker.stop('SIGKILL')));
			await redis.stop();
		});

		/** Kills one broker after the other, then Redis, and starts each again where it was. */
		async function breakEverythingOnce(): Promise<void> {
			for (const [at, broker] of [...brokers.entries()]) {
				await sleep(WELL);
				await broker.stop('SIGKILL');
				await sleep(AWAY);
				brokers[at] = await start(offsets[at] ?? 0, broker.port);
			}
			await sleep(WELL);
			await redis.crash();
			await sleep(AWAY);
			await redis.start();
		}

		test(
			`${String(SESSIONS)} sessions live while each broker is killed, and then Redis: each credential arrives once`,
			async () => {
				const keys = await anyKeys();
				const lives = Array.from({ length: SESSIONS }, (_, at) =>
					liveSession({
						url: proxy.url,
						keys,
						secret: `secret-${String(at)}`,
						declines: at % 10 === 9,
						rivalAgent: at % 3 === 0,
						rivalPerson: at % 5 === 1,
						span: SPAN,
						timeoutMs: TIMEOUT_MS,
					}),
				);
				const [told] = await Promise.all([Promise.all(lives), breakEverythingOnce()]);
				console.log(summary(told, proxy.broken()));

				const oddities = told.flatMap((each, at) => faultOf(each, at) ?? []);
				expect(oddities).toEqual([]);
				// The faults did hit sessions in the middle of their lives.
				expect(told.filter(({ repeated }) => repeated > 0).length).toBeGreaterThan(SESSIONS / 20);
			},
			SPAN + TIMEOUT_MS + 120_000,
		);
	});
});

/** What went wrong with a session, if anything. Nothing that breaks here excuses a credential that does not arrive. */
function faultOf({ people, agents, afterwards }: Told, at: number): string | undefined {
	const said = `session ${String(at)}: ${JSON.stringify({ people, agents, afterwards })}`;
	const got = agents.flatMap((agent) => ('secret' in agent ? [agent.secret] : []));
	const given = people.filter((answer) => answer === 'complete 204').length;
	const declined = people.includes('deny 204');
	if (got.length > 1) return `handed over twice, ${said}`;
	if (got.some((secret) => secret !== `secret-${String(at)}`)) return `somebody else's, ${said}`;
	if (given > 1) return `two browsers were told that theirs arrived, ${said}`;
	if (given !== got.length) return `the person and the agent were told different things, ${said}`;
	if (given === 0 && !declined) return `lost, ${said}`;
	if (declined && agents.some((agent) => !('end' in agent) || agent.end !== 'denied')) {
		return `a refusal that was not told, ${said}`;
	}
	return ['consumed', 'denied'].includes(afterwards) ? undefined : `no clear end, ${said}`;
}

function summary(told: readonly Told[], broken: number): string {
	const count = (predicate: (each: Told) => boolean) => String(told.filter(predicate).length);
	return [
		`${String(told.length)} sessions`,
		`${count(({ agents }) => agents.some((agent) => 'secret' in agent))} credentials collected`,
		`${count(({ people }) => people.includes('deny 204'))} declined`,
		`${count(({ repeated }) => repeated > 0)} sessions had calls that were repeated`,
		`${String(broken)} connections broke`,
	].join(', ');
}
