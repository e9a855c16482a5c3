import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { createLimits, type LimitOptions } from '../../broker/limits/create-limits';
import type { LimitName } from '../../broker/limits/limit-table';
import type { Limits } from '../../broker/limits/limits';
import { makeApiKey } from '../../broker/keys/api-key';
import type { Origin } from '../../broker/keys/origin';
import { ProblemError } from '../../broker/problem';
import type { ScriptRunner } from '../../broker/storage/script-runner';
import { cleanup } from '../support/cleanup';
import { answers, openedStorage } from '../support/opened-storage';
import type { RunningRedis } from '../support/redis';
import { overEveryStore } from '../support/stores';
import { until } from '../support/until';

const NUMBERS = {
	createdPerKey: 5,
	createdPerNetwork: 8,
	openSessions: 3,
	waitsPerKey: 6,
	waitsPerNetwork: 10,
};
/** Milliseconds that the brokers of a Redis keep what came back. */
const KEPT = 800;

/** A session that lives for a minute. */
const SESSION = { name: 'make a session', lua: "return redis.call('SET', KEYS[1], '{}', 'PX', 60000)" };

let networks = 0;
/** A network that no other test has. */
function freshNetwork(): Origin {
	networks += 1;
	return { network: `10.0.${String(networks >> 8)}.${String(networks & 255)}` };
}

/** Whether it was let through. */
async function passes(call: Promise<unknown>): Promise<boolean> {
	try {
		await call;
		return true;
	} catch (error) {
		if (error instanceof ProblemError && error.status === 429) return false;
		throw error;
	}
}

async function passing(calls: readonly Promise<unknown>[]): Promise<number> {
	const results = await Promise.all(calls.map(passes));
	return results.filter(Boolean).length;
}

/** A look-up that finds something after a moment. */
async function lookUp(limits: Limits, origin: Origin, milliseconds = 2): Promise<void> {
	const taken = await limits.takeLookUp(origin, undefined);
	await sleep(milliseconds);
	taken.giveBack();
}

const times = <T>(count: number, make: (at: number) => T): T[] =>
	Array.from({ length: count }, (_, at) => make(at));

overEveryStore((start, name) => {
	let redis: RunningRedis | undefined;
	let scripts: ScriptRunner | undefined;
	beforeAll(async () => {
		const store = await start();
		redis = store.redis;
		if (!redis) return;
		const storage = await openedStorage(redis.url, { timeoutMs: 20_000 });
		await until(() => answers(storage));
		({ scripts } = storage);
	});

	beforeEach(forget);

	/** Nothing is counted that was counted before. */
	async function forget(): Promise<void> {
		await scripts?.run({ name: 'forget', lua: "return redis.call('FLUSHALL')" }, [], []);
	}

	/** The limits of a broker; in memory there is but one. */
	function broker(options: Partial<LimitOptions> = {}): Limits {
		const limits = createLimits({ scripts, ...NUMBERS, onHit: () => undefined, ...options });
		return cleanup(limits, (each) => {
			each.close();
		});
	}
	/** Two brokers that share what they count. */
	function brokers(options: Partial<LimitOptions> = {}): readonly [Limits, Limits] {
		const first = broker(options);
		return [first, scripts ? broker(options) : first];
	}

	describe('failed look-ups', () => {
		test('of 2,000 at the same moment, over two brokers, exactly 20 are let through', async () => {
			const pair = brokers();
			const origin = freshNetwork();
			const failing = times(2_000, (at) => pair[at % 2 === 0 ? 0 : 1].takeFailure(origin));
			expect(await passing(failing)).toBe(20);
			expect(await passes(pair[1].takeLookUp(origin, undefined))).toBe(false);
		});

		test('of 2,000 look-ups that find nothing, likewise', async () => {
			const pair = brokers();
			const origin = freshNetwork();
			const looking = times(2_000, async (at) => {
				const taken = await pair[at % 2 === 0 ? 0 : 1].takeLookUp(origin, undefined);
				await sleep(2);
				taken.spend();
			});
			expect(await passing(looking)).toBe(20);
		});

		test('200 people of one network at the same moment are all let through, over two brokers', async () => {
			const pair = brokers();
			const origin = freshNetwork();
			const people = times(200, (at) => lookUp(pair[at % 2 === 0 ? 0 : 1], origin));
			expect(await passing(people)).toBe(200);
		});

		test('what is given back can be taken again, also after a pause, by another broker', async () => {
			const [first, second] = brokers();
			const origin = freshNetwork();
			for (let at = 0; at < 30; at += 1) await lookUp(first, origin, 0);
			await sleep(KEPT);
			expect(await passing(times(30, () => second.takeFailure(origin)))).toBe(20);
		});

		test('given back twice, it comes back once', async () => {
			const [first, second] = brokers();
			const origin = freshNetwork();
			const taken = await first.takeLookUp(origin, undefined);
			expect(await passing(times(25, () => second.takeFailure(origin)))).toBe(19);
			taken.giveBack();
			taken.giveBack();
			if (scripts) await sleep(1_100);
			expect(await passing(times(25, () => second.takeFailure(origin)))).toBe(1);
		});

		test('what is kept for a moment is given back when the broker ends', async () => {
			const [first, second] = brokers();
			const origin = freshNetwork();
			await Promise.all(times(20, () => lookUp(first, origin)));
			first.close();
			await sleep(100);
			expect(await passing(times(30, () => second.takeFailure(origin)))).toBe(20);
		});

		test('look-ups that find nothing are counted once, and are let through again in the next window', async () => {
			const limits = broker({ second: 20 });
			const origin = freshNetwork();
			const fail = async () => {
				const taken = await limits.takeLookUp(origin, undefined);
				taken.spend();
				taken.giveBack();
			};
			expect(await passing(times(30, fail))).toBe(20);
			await sleep(1_300);
			expect(await passing(times(30, fail))).toBe(20);
		});

		test('a network that others outdo is not held back by them', async () => {
			const [first, second] = brokers();
			await passing(times(100, () => first.takeFailure(freshNetwork())));
			const guesser = freshNetwork();
			await passing(times(100, () => first.takeFailure(guesser)));
			expect(await passes(lookUp(second, freshNetwork()))).toBe(true);
		});

		test('are counted anew in the next window', async () => {
			const limits = broker({ second: 20 });
			const origin = freshNetwork();
			expect(await passing(times(25, () => limits.takeFailure(origin)))).toBe(20);
			await sleep(1_300);
			expect(await passing(times(25, () => limits.takeFailure(origin)))).toBe(20);
		});

		test('what is given back after its window has ended does not make room in the next one', async () => {
			const [first, second] = brokers({ second: 20 });
			const origin = freshNetwork();
			const old = await Promise.all(times(10, () => first.takeLookUp(origin, undefined)));
			await sleep(1_300);
			const failed = await passing(times(15, () => second.takeFailure(origin)));
			for (const taken of old) taken.giveBack();
			await sleep(100);
			expect(failed + (await passing(times(25, () => second.takeFailure(origin))))).toBe(20);
		});

		test('are granted 20 at most, whatever succeeds beside them, and in the end only failures are counted', async () => {
			const call = fc.record({
				broker: fc.constantFrom(0, 1),
				fails: fc.boolean(),
				before: fc.nat({ max: 6 }),
				during: fc.nat({ max: 6 }),
			});
			await fc.assert(
				fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 80 }), async (calls) => {
					await forget();
					const pair = brokers();
					const origin = freshNetwork();
					let failed = 0;
					await Promise.all(
						calls.map(async ({ broker: at, fails, before, during }) => {
							await sleep(before);
							await passes(
								pair[at === 0 ? 0 : 1].takeLookUp(origin, undefined).then(async (taken) => {
									await sleep(during);
									failed += fails ? 1 : 0;
									if (fails) taken.spend();
									else taken.giveBack();
								}),
							);
						}),
					);
					expect(failed).toBeLessThanOrEqual(20);
					if (scripts) await sleep(KEPT);
					expect(await passing(times(25, () => pair[0].takeFailure(origin)))).toBe(20 - failed);
				}),
				{ numRuns: name === 'memory' ? 40 : 12, endOnFailure: true },
			);
		});
	});

	describe('networks of IPv6', () => {
		const within = (prefix: string, at: number): Origin => ({ network: `${prefix}:${at.toString(16)}::/64` });

		test('a /56 may 80 and a /48 may 320, however many /64 they try; another /48 is not held back', async () => {
			const limits = broker();
			const oneOf56 = times(40, (at) =>
				times(20, () => limits.takeFailure(within('2001:db8:56', at))),
			).flat();
			expect(await passing(oneOf56)).toBe(80);
			const oneOf48 = times(4_000, (at) => limits.takeFailure(within('2001:db8:48', at * 16)));
			expect(await passing(oneOf48)).toBe(320);
			expect(await passes(lookUp(limits, within('2001:db8:48', 0xffff)))).toBe(false);
			expect(await passes(lookUp(limits, within('2001:db8:49', 0)))).toBe(true);
		});

		test('created sessions, callbacks and wrong keys are counted by the wider ones too', async () => {
			const limits = broker();
			const created = times(400, (at) => limits.takeCreation(within('2001:db8:1', at * 256)));
			expect(await passing(created)).toBe(16 * NUMBERS.createdPerNetwork);
			const keys = times(1_000, (at) => limits.takeWrongKey(within('2001:db8:1', at * 16)));
			expect(await passing(keys)).toBe(320);
			const callbacks = times(400, (at) =>
				limits.takeCallback(within('2001:db8:1', at * 256), `call${String(at)}`),
			);
			expect(await passing(callbacks)).toBe(16 * NUMBERS.createdPerNetwork);
		});
	});

	describe('sessions', () => {
		test('created: side by side exactly as many as a key and a network may, and given back they cost nothing', async () => {
			const pair = brokers();
			const origin = freshNetwork();
			const caller = makeApiKey(`key-of-${origin.network}`, undefined);
			const byNetwork = times(100, (at) => pair[at % 2 === 0 ? 0 : 1].takeCreation(origin));
			expect(await passing(byNetwork)).toBe(NUMBERS.createdPerNetwork);
			const byKey = times(100, (at) =>
				pair[at % 2 === 0 ? 0 : 1].takeCreation({ ...freshNetwork(), caller }),
			);
			expect(await passing(byKey)).toBe(NUMBERS.createdPerKey);

			const other = freshNetwork();
			for (let at = 0; at < 30; at += 1) (await pair[0].takeCreation(other)).giveBack();
			await sleep(100);
			expect(await passing(times(20, () => pair[1].takeCreation(other)))).toBe(NUMBERS.createdPerNetwork);
		});

		test('created: what is given back after its window has ended makes no room in the next one', async () => {
			const limits = broker({ second: 20 });
			const origin = freshNetwork();
			const old = await Promise.all(times(4, () => limits.takeCreation(origin)));
			await sleep(1_300);
			expect(await passing(times(20, () => limits.takeCreation(origin)))).toBe(NUMBERS.createdPerNetwork);
			for (const taken of old) taken.giveBack();
			await sleep(100);
			expect(await passing(times(20, () => limits.takeCreation(origin)))).toBe(0);
		});

		test('refused for its key, one counts for no network', async () => {
			const limits = broker();
			const caller = { ...makeApiKey('a-key-with-a-limit', undefined), createLimit: 1 };
			const origin = freshNetwork();
			expect(await passing(times(10, () => limits.takeCreation({ ...origin, caller })))).toBe(1);
			expect(await passing(times(10, () => limits.takeCreation(origin)))).toBe(NUMBERS.createdPerNetwork - 1);
		});

		test('open: side by side exactly as many as a key may, until they are left or over', async () => {
			const pair = brokers();
			const caller = makeApiKey(`open-${freshNetwork().network}`, undefined);
			const open = (at: number, lifetime: number) =>
				passes(pair[at % 2 === 0 ? 0 : 1].takeOpen(caller, `s${String(at)}`, lifetime));
			const opened = await Promise.all(times(40, (at) => open(at, 60_000)));
			expect(opened.filter(Boolean)).toHaveLength(NUMBERS.openSessions);
			pair[0].leave(caller.id, `s${String(opened.indexOf(true))}`);
			// The same broker makes room at once.
			expect(await open(100, 300)).toBe(true);
			expect(await open(101, 300)).toBe(false);
			await sleep(400);
			expect(await open(102, 300)).toBe(true);
			pair[0].leave(caller.id, 'one that was never open');
			expect(await open(103, 300)).toBe(false);
		});

		test('open: a key with a number of its own has that', async () => {
			const limits = broker();
			const caller = { ...makeApiKey(`own-${freshNetwork().network}`, undefined), openSessions: 1 };
			expect(await passing(times(5, (at) => limits.takeOpen(caller, `s${String(at)}`, 60_000)))).toBe(1);
			await expect(limits.takeOpen(caller, 'more', 60_000)).rejects.toMatchObject({
				code: 'too_many_sessions',
			});
		});
	});

	test('wrong keys, callbacks and repeated collections are counted in one step', async () => {
		const pair = brokers();
		const at = (index: number) => pair[index % 2 === 0 ? 0 : 1];
		const origin = freshNetwork();
		expect(await passing(times(300, (index) => at(index).takeWrongKey(origin)))).toBe(20);
		const session = `called-${origin.network}`;
		expect(await passing(times(100, (index) => at(index).takeCallback(freshNetwork(), session)))).toBe(10);
		// Handing out takes memory of one broker, so each counts its own.
		expect(await passing(times(300, () => pair[0].takeCollection(freshNetwork(), session)))).toBe(10);
		const caller = makeApiKey(`caller-${origin.network}`, undefined);
		const byKey = times(50, (index) =>
			at(index).takeCallback({ ...freshNetwork(), caller }, `c${String(index)}`),
		);
		expect(await passing(byKey)).toBe(NUMBERS.createdPerKey);
	});

	test('the page of one session may be called ten times a minute by one network', async () => {
		const limits = broker();
		const origin = freshNetwork();
		const call = async (from: Origin) => {
			const taken = await limits.takeLookUp(from, 'a session');
			taken.giveBack();
			return taken.headers;
		};
		const first = await call(origin);
		expect(first['RateLimit-Policy']).toBe('"page_calls";q=10;w=60');
		expect(first['RateLimit']).toMatch(/^"page_calls";r=9;t=(?:60|59)$/);
		expect(await passing(times(30, () => call(origin)))).toBe(9);
		expect(await passes(call(freshNetwork()))).toBe(true);
	});

	test('polls keep their interval at whichever broker; each that does not makes it longer, to 60 seconds', async () => {
		const [first, second] = brokers({ second: 20 });
		const session = `paced-${freshNetwork().network}`;
		await scripts?.run(SESSION, [`linkauth::state:{${session}}`], []);
		expect(await first.takePoll(session, 5)).toEqual({ interval: 5, tooSoon: false });
		expect(await second.takePoll(session, 5)).toEqual({ interval: 10, tooSoon: true });
		await sleep(10 * 20 + 20);
		expect(await first.takePoll(session, 5)).toEqual({ interval: 10, tooSoon: false });
		let last = { interval: 0, tooSoon: false };
		for (let at = 0; at < 15; at += 1) last = await second.takePoll(session, 5);
		expect(last).toEqual({ interval: 60, tooSoon: true });
	});

	test('waiting polls: 8 of a session, and as many of a network and of a key as the settings say', () => {
		const hits: LimitName[] = [];
		const limits = broker({ onHit: (limit) => hits.push(limit) });
		const ends = times(20, () => limits.enterWait(freshNetwork(), 'one session'));
		expect(ends.filter(Boolean)).toHaveLength(8);
		const [end] = ends;
		end?.();
		end?.();
		expect(times(5, () => limits.enterWait(freshNetwork(), 'one session')).filter(Boolean)).toHaveLength(1);
		const origin = freshNetwork();
		const ofNetwork = times(20, (at) => limits.enterWait(origin, `network ${String(at)}`));
		expect(ofNetwork.filter(Boolean)).toHaveLength(NUMBERS.waitsPerNetwork);
		const caller = makeApiKey('the-key-that-waits', undefined);
		const ofKey = times(20, (at) => limits.enterWait({ ...freshNetwork(), caller }, `key ${String(at)}`));
		expect(ofKey.filter(Boolean)).toHaveLength(NUMBERS.waitsPerKey);
		expect(new Set(hits)).toEqual(new Set(['waits_by_session', 'waits_by_network', 'waits_by_key']));
	});

	test('over 600 failures in all, a network has one instead of 20; one that did nothing is let through', async () => {
		const hits: LimitName[] = [];
		const limits = broker({ second: 200, onHit: (limit) => hits.push(limit) });
		const quiet = freshNetwork();
		const busy = freshNetwork();
		expect(await passing(times(5, () => limits.takeFailure(busy)))).toBe(5);
		// More than enough, whatever the tests before have left of the window.
		await passing(times(620, () => limits.takeFailure(freshNetwork())));
		expect(await passes(limits.takeFailure(busy))).toBe(false);
		expect(hits.at(-1)).toBe('failed_look_ups_in_all');
		expect(await passes(lookUp(limits, quiet))).toBe(true);
		expect(await passes(lookUp(limits, quiet))).toBe(true);
		if (scripts) await sleep(KEPT);
		expect(await passing(times(20, () => limits.takeFailure(quiet)))).toBe(1);
		expect(await passes(lookUp(limits, quiet))).toBe(false);
	});

	if (name === 'Redis') {
		test('the pace of a poll is kept no longer than its session', async () => {
			const pace = 'linkauth::pace:{gone}';
			const left = { name: 'look', lua: "return redis.call('PTTL', KEYS[1])" };
			await broker().takePoll('gone', 5);
			expect(await scripts?.run(left, [pace], [])).toBe(-2);
			await scripts?.run(SESSION, ['linkauth::state:{gone}'], []);
			await broker().takePoll('gone', 5);
			expect(await scripts?.run(left, [pace], [])).toBeLessThanOrEqual(60_000);
			expect(await scripts?.run(left, [pace], [])).toBeGreaterThan(0);
		});

		test('while Redis is away each broker counts for itself, and together again when it is back', async () => {
			const pair = brokers();
			const origin = freshNetwork();
			await redis?.crash();
			expect(await passing(times(100, () => pair[0].takeFailure(origin)))).toBe(20);
			expect(await passing(times(100, () => pair[1].takeFailure(origin)))).toBe(20);
			expect(await pair[0].takePoll('while away', 5)).toEqual({ interval: 5, tooSoon: false });
			pair[0].leave('somebody', 'a session');
			await redis?.start();
			const back = freshNetwork();
			const together = async () => {
				const probe = freshNetwork();
				return (await passing(times(40, (at) => pair[at % 2 === 0 ? 0 : 1].takeFailure(probe)))) === 20;
			};
			for (let tries = 0; tries < 100 && !(await together()); tries += 1) await sleep(50);
			const failing = times(100, (at) => pair[at % 2 === 0 ? 0 : 1].takeFailure(back));
			expect(await passing(failing)).toBe(20);
		});
	}
});
