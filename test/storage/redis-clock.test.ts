import { setTimeout as sleep } from 'node:timers/promises';
import type { Storage } from '../../broker/storage/storage';
import { connectedStorage, freshSession } from '../support/opened-storage';
import { startRedis } from '../support/redis';
import { describeRedis } from '../support/stores';

const MINUTE = 60_000;
/** As long as the test's own steps may take, in milliseconds. */
const TOLERANCE = 5_000;

/** Sets this process' clock, all that shows it, to another time for the rest of the test. */
function setClock(offset: number): void {
	const others = [
		'hrtime',
		'nextTick',
		'performance',
		'queueMicrotask',
		'setImmediate',
		'clearImmediate',
	] as const;
	const timers = ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const;
	jest.useFakeTimers({ now: Date.now() + offset, doNotFake: [...others, ...timers] });
	const timeOrigin = performance.timeOrigin + offset;
	Object.defineProperty(performance, 'timeOrigin', { value: timeOrigin, configurable: true });
}

afterEach(() => {
	jest.useRealTimers();
	Reflect.deleteProperty(performance, 'timeOrigin');
});

describeRedis('brokers of one Redis', () => {
	test.each([
		['ahead', 10 * MINUTE],
		['behind', -10 * MINUTE],
	])(
		'one whose clock is 10 minutes %s reads, creates and changes as the others do, and deletes nothing',
		async (_, offset) => {
			const redis = await startRedis();
			const right = await connectedStorage(redis.url);
			const session = freshSession();
			const lifetime = 2 * MINUTE;
			const created = {
				records: { asked: { value: 'asked', lifetime }, state: { value: 'new', lifetime } },
				largestEnvelope: 1_000,
			};
			await right.store.create(session, created);
			await right.callbacksDue.set(session, MINUTE);
			const before = Date.now();

			setClock(offset);
			const wrong = await connectedStorage(redis.url);
			const read = async ({ store }: Storage, id: string) => {
				const { asked, state, envelope } = await store.read(id, ['asked', 'state', 'envelope']);
				return { version: state?.version ?? '', values: [asked?.value, state?.value, envelope?.value] };
			};
			const ttl = async (name: string, id: string) =>
				Number((await redis.command(`PTTL linkauth::${name}:{${id}}`)).slice(1));

			const { version, values } = await read(wrong, session);
			expect(values).toEqual(['asked', 'new', undefined]);
			const change = { state: { value: 'changed' }, envelope: { value: 'e' } };
			expect(
				await wrong.store.change(session, { expected: { name: 'state', version }, write: change }),
			).toBeDefined();
			const own = freshSession();
			expect(await wrong.store.create(own, created)).toBe(true);
			for (const storage of [right, wrong]) {
				expect((await read(storage, session)).values).toEqual(['asked', 'changed', 'e']);
				expect((await read(storage, own)).values).toEqual(['asked', 'new', undefined]);
				// Due in a minute, for both.
				expect(await storage.callbacksDue.take(MINUTE, 5)).toEqual([]);
				expect(Math.abs(storage.now() - before)).toBeLessThan(TOLERANCE);
			}
			for (const [name, id] of [
				['asked', session],
				['state', session],
				['envelope', session],
				['state', own],
			] as const) {
				expect(await ttl(name, id)).toBeGreaterThan(lifetime - TOLERANCE);
				expect(await ttl(name, id)).toBeLessThanOrEqual(lifetime);
			}
		},
	);

	test('a clock that is set while the broker runs makes no difference', async () => {
		const redis = await startRedis();
		const storage = await connectedStorage(redis.url);
		const before = Date.now();
		setClock(-60 * MINUTE);
		// As it does each second.
		await storage.store.ping();
		expect(Math.abs(storage.now() - before)).toBeLessThan(TOLERANCE);
	});

	test('agree on what time it is, and never see it go back', async () => {
		const redis = await startRedis();
		const storages = [await connectedStorage(redis.url), await connectedStorage(redis.url)];
		const latest = storages.map(() => 0);
		for (let round = 0; round < 50; round += 1) {
			await Promise.all(storages.map((storage) => storage.store.ping()));
			await sleep(2);
			const times = storages.map((storage) => storage.now());
			expect(Math.max(...times) - Math.min(...times)).toBeLessThan(1_000);
			for (const [at, time] of times.entries()) {
				expect(time).toBeGreaterThanOrEqual(latest[at] ?? 0);
				latest[at] = time;
			}
		}
	});

	test('an answer that was long under way does not set the clock', async () => {
		const redis = await startRedis();
		const storage = await connectedStorage(redis.url, { timeoutMs: TOLERANCE });
		const difference = () => storage.now() - Date.now();
		const before = difference();
		for (const late of [
			// The answer waits in the socket, because this process is busy from one of these turns on.
			...[0, 1, 2, 3, 4, 5].map((turns) => async () => {
				const answer = storage.store.ping();
				for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
				for (const end = performance.now() + 300; performance.now() < end;);
				await answer;
			}),
			async () => {
				// The question waits, because Redis is.
				redis.freeze();
				const answer = storage.store.ping();
				await sleep(400);
				redis.thaw();
				await answer;
			},
		]) {
			await late();
			expect(Math.abs(difference() - before)).toBeLessThan(100);
		}
	});
});
