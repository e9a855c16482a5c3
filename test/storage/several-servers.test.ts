import { setTimeout as sleep } from 'node:timers/promises';
import type { NewSession } from '../../broker/storage/record-store';
import type { Storage } from '../../broker/storage/storage';
import { answers, connectedStorage, freshSession } from '../support/opened-storage';
import { startCluster, startSentinels, type RunningTopology } from '../support/redis-topologies';
import { describeRedis } from '../support/stores';
import { until } from '../support/until';

const MINUTE = 60_000;
/** As many as come to lie on every master of a cluster. */
const SESSIONS = 60;

function newSession(text: string): NewSession {
	return {
		records: { asked: { value: text, lifetime: MINUTE }, state: { value: 'new', lifetime: MINUTE } },
		largestEnvelope: 1_000,
	};
}

/** Takes sessions through a life, each verb on the other one of two brokers. */
async function liveThrough(one: Storage, other: Storage): Promise<void> {
	const ids = Array.from({ length: SESSIONS }, freshSession);
	const told = new Set<string>();
	for (const id of ids) other.notifier.subscribe(id, () => told.add(id));
	await Promise.all(
		ids.map(async (id) => {
			expect(await one.store.create(id, newSession(id))).toBe(true);
			expect(await other.store.create(id, newSession('another'))).toBe(false);
			const { asked, state } = await other.store.read(id, ['asked', 'state', 'envelope']);
			expect([asked?.value, state?.value]).toEqual([id, 'new']);
			const expected = { name: 'state', version: state?.version ?? '' } as const;
			const write = { state: { value: 'ready' }, envelope: { value: `sealed ${id}` } };
			const changed = await one.store.change(id, { expected, write, remove: ['asked'], returning: 'asked' });
			expect(changed?.returned?.value).toBe(id);
			expect(await other.store.change(id, { expected, write })).toBeUndefined();
			expect((await other.store.read(id, ['envelope'])).envelope?.value).toBe(`sealed ${id}`);
			await one.callbacksDue.set(id, 0);
		}),
	);
	await until(() => told.size === ids.length);
	const due = await other.callbacksDue.take(MINUTE, SESSIONS);
	expect(due.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
	expect(await Promise.all(due.map((entry) => one.callbacksDue.settle(entry)))).toEqual(due.map(() => true));
	expect(await Promise.all(ids.map((id) => other.store.remove(id)))).toEqual(ids.map(() => true));
	expect(Math.abs(one.now() - other.now())).toBeLessThan(1_000);
}

/** Fills a server and empties it again. */
async function expectToSeeItsRoom(topology: RunningTopology, ...brokers: readonly Storage[]): Promise<void> {
	const allAre = (full: boolean) => until(() => brokers.every((each) => each.room().full === full));
	expect(brokers.map((each) => each.room())).toEqual(brokers.map(() => ({ full: false, used: undefined })));
	topology.command?.('config', 'set', 'maxmemory', '1000');
	await allAre(true);
	topology.command?.('config', 'set', 'maxmemory', '0');
	await allAre(false);
}

/** Whether a broker is notified of what another one does, within a moment. */
async function hearsOf(one: Storage, other: Storage): Promise<boolean> {
	const id = freshSession();
	let heard = false;
	const end = one.notifier.subscribe(id, () => (heard = true));
	await other.store.create(id, newSession(id));
	await other.store.remove(id);
	await sleep(100);
	end();
	return heard;
}

describeRedis('a store of several servers', () => {
	const open = (topology: RunningTopology) =>
		Promise.all([1, 2].map(() => connectedStorage(topology.location, { timeoutMs: 5_000 })));

	test('a cluster does what one server does, and is full where one of its masters is', async () => {
		const topology = await startCluster();
		const [one, other] = (await open(topology)) as [Storage, Storage];
		await liveThrough(one, other);
		await expectToSeeItsRoom(topology, one, other);
	}, 60_000);

	test('a master that asks for a password, watched by Sentinels, does, and so does its replica after a failover', async () => {
		const topology = await startSentinels();
		const [one, other] = (await open(topology)) as [Storage, Storage];
		await liveThrough(one, other);
		await expectToSeeItsRoom(topology, one, other);
		const id = freshSession();
		await one.store.create(id, newSession(id));
		await until(async () => (await one.store.read(id, ['state'])).state !== undefined);
		await topology.failOver?.();
		await until(async () => (await answers(one)) && (await answers(other)), 20_000);
		// Messages of the moments in which it follows are lost, which only makes a poll wait longer.
		await until(() => hearsOf(one, other), 20_000);
		await liveThrough(other, one);
	}, 60_000);
});
