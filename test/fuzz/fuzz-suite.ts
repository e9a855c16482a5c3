import { setTimeout as sleep } from 'node:timers/promises';
import type fc from 'fast-check';
import { startBroker, type RunningBroker } from '../support/broker';
import { callExactly } from '../support/fuzz-call';
import { startRedis, type RunningRedis } from '../support/redis';
import { inRepository } from '../support/repository';
import { describeRedis } from '../support/stores';
import { CANARY, checkAnswer, operationOf } from './check-answer';
import type { Ask } from './fuzz-session';
import { casesOf, explore, LONGEST_EXPLORATION, type Suite } from './explore';

/** Milliseconds in which each call must be answered that does not ask to wait. */
export const DEADLINE = 10_000;

/** Bytes by which the broker may grow while a whole suite runs, garbage collected: compiled code, and buffers kept. */
const MEMORY_BOUND = 12 * 1024 * 1024;

/** The part of the cases after which the broker has compiled what it needs. */
const WARM_UP = 0.15;
const PRELOAD = inRepository('test/fuzz/heap-on-signal.cjs');

/** A broker to try things on. */
export interface Fuzz {
	readonly port: number;
	/** Makes a call and checks its answer. @throws where it is not as documented, or does not come in time */
	readonly ask: Ask;
	/** A test that tries a property on a share of the suite's cases, 1 for all of them. */
	property<Case>(
		name: string,
		share: number,
		arbitrary: () => fc.Arbitrary<Case>,
		check: (one: Case) => Promise<void>,
	): void;
}

/** What a suite runs on. */
export interface FuzzOptions {
	/** Settings of the broker, `LINKAUTH_…`. */
	readonly environment?: Readonly<Record<string, string>>;
	/** Two brokers that take calls in turn, and the Redis that they share; without it one broker, with its memory. */
	readonly shared?: boolean;
	/** Answers without which nothing was tried: `createSession 201`, by the document's name of the call. */
	readonly mustHappen: readonly string[];
}

/**
 * A suite of properties that hold for a broker whatever it is sent. When all is done the broker must have logged no
 * fault and nothing that it was sent, must not have grown beyond the bound, and must still answer.
 */
export function describeFuzz(name: Suite, options: FuzzOptions, tests: (fuzz: Fuzz) => void): void {
	const suite = options.shared === true ? describeRedis : describe;
	suite(`whatever is sent: ${name}`, () => {
		const brokers: RunningBroker[] = [];
		const happened = new Set<string>();
		let redis: RunningRedis | undefined;
		let atFirst: readonly number[] | undefined;
		let tried = 0;
		let asked = 0;
		const next = (): RunningBroker => {
			asked += 1;
			const broker = brokers[asked % brokers.length];
			if (!broker) throw new Error('the broker has not started');
			return broker;
		};
		const heaps = () => Promise.all(brokers.map(heapOf));

		beforeAll(async () => {
			if (options.shared === true) redis = await startRedis();
			const store = redis && { LINKAUTH_STORE: redis.url };
			const environment = { NODE_OPTIONS: `--require=${PRELOAD}`, ...store, ...options.environment };
			for (let left = redis ? 2 : 1; left > 0; left -= 1) brokers.push(await startBroker(environment));
		});
		afterAll(async () => {
			await Promise.all(brokers.map((broker) => broker.stop()));
			await redis?.stop();
		});

		tests({
			get port() {
				return next().port;
			},
			ask: async (request) => {
				const answer = await callExactly(next().port, request, DEADLINE);
				checkAnswer(request, answer);
				happened.add(`${operationOf(request)} ${String(answer.status)}`);
				return answer;
			},
			property: (title, share, arbitrary, check) => {
				const cases = Math.ceil(casesOf(name) * share);
				const counted = (one: Parameters<typeof check>[0]) => {
					tried += 1;
					return check(one);
				};
				test(
					title,
					async () => {
						await explore(cases * WARM_UP, arbitrary(), counted);
						atFirst ??= await heaps();
						await explore(cases * (1 - WARM_UP), arbitrary(), counted);
					},
					LONGEST_EXPLORATION + 60_000,
				);
			},
		});

		test('the broker is as well as before, and has seen it all', async () => {
			const grown = Math.max(...(await heaps()).map((heap, at) => heap - (atFirst?.[at] ?? 0)));
			console.log(`${name}: ${String(tried)} cases; the broker has grown by ${String(grown >> 10)} kB`);
			expect(grown).toBeLessThan(MEMORY_BOUND);
			expect(tried).toBeGreaterThanOrEqual(casesOf(name));
			expect(options.mustHappen.filter((each) => !happened.has(each))).toEqual([]);
			for (const broker of brokers) {
				expect(broker.log()).not.toMatch(/unexpected error|"level":"(?:error|fatal)"|"level":[56]0/);
				expect(broker.log()).not.toContain(CANARY);
				const ready = await callExactly(broker.port, { method: 'GET', target: '/ready' }, DEADLINE);
				expect(ready.status).toBe(200);
			}
		});
	});
}

/** Bytes in use in a broker that was started with `heap-on-signal.cjs`. */
async function heapOf(broker: RunningBroker): Promise<number> {
	const said = () =>
		[...broker.log().matchAll(/^\{"msg":"heap","bytes":(\d+)\}$/gm)].map(([, bytes]) => Number(bytes));
	const before = said().length;
	broker.process.kill('SIGUSR2');
	for (let tries = 0; tries < 400; tries += 1) {
		const [latest] = said().slice(before);
		if (latest !== undefined) return latest;
		await sleep(25);
	}
	throw new Error(`the broker did not tell how much memory it uses:\n${broker.log().slice(-2_000)}`);
}
