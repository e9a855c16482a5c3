import { sealEnvelope } from '../../protocol/envelope';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { person } from '../support/person';
import { startRedis, type RunningRedis } from '../support/redis';
import { describeRedis } from '../support/stores';
import { until } from '../support/until';

/** Sessions that are deleted while calls of theirs are under way. */
const ROUNDS = 60;
const KEY = { 'idempotency-key': 'attempt-0123456789' };

/** What is deleted is gone: whatever was under way when the agent deleted its session, only how it ended is left. */
describeRedis('a session that is deleted while calls are under way', () => {
	let redis: RunningRedis;
	let brokers: readonly [RunningBroker, RunningBroker];
	beforeAll(async () => {
		redis = await startRedis();
		const start = () => startBroker({ LINKAUTH_STORE: redis.url, LINKAUTH_POLL_INTERVAL: '1' });
		brokers = await Promise.all([start(), start()]);
	});

	test('leaves nothing in the store but how it ended, on whichever broker the calls are', async () => {
		const ids = await Promise.all(
			Array.from({ length: ROUNDS }, (_, round) => deleteWhileBusy(brokers, round)),
		);
		let left: readonly string[] = [];
		await until(async () => {
			const keys = await keysAndMembers(redis);
			left = ids.filter((id) => keys.replace(`linkauth::ended:{${id}}`, '').includes(id));
			return left.length === 0;
		}).catch(async () => {
			throw new Error(
				`of ${String(left.length)} sessions something is left:\n${await keysAndMembers(redis)}`,
			);
		});
	});
});

/** @returns the session's id, once all its calls are answered */
async function deleteWhileBusy(
	[one, other]: readonly [RunningBroker, RunningBroker],
	round: number,
): Promise<string> {
	const session = await createSession(one.url);
	const { code, session_id } = session.reply;
	const first = round % 3;
	const confirmed = first > 0 ? (await person.confirm(other.url, code, KEY)).body : undefined;
	const ciphertext = await sealEnvelope(session.keys.publicKey, { api_key: 'k' });
	const complete = () => person.complete(other.url, code, { ciphertext, ...confirmed }, KEY);
	if (first > 1) await complete();
	const calls = [
		...(first === 0 ? [() => person.confirm(other.url, code, KEY)] : []),
		...(first === 1 ? [complete, complete] : []),
		...(first === 2 ? [() => session.poll(KEY)] : []),
	];
	const early = round % 2 === 0 ? calls : [];
	const under = early.map((each) => each());
	if (round % 4 > 1) await new Promise(setImmediate);
	const deleted = session.cancel();
	const late = calls.map((each) => each());
	await Promise.all([...under, ...late]);
	expect((await deleted).status).toBe(204);
	return session_id;
}

/** The names of all keys, and what lists and sets hold; ids are the same in both. */
function keysAndMembers(redis: RunningRedis): Promise<string> {
	const script = [
		"local all = redis.call('KEYS', '*')",
		'for _, key in ipairs(all) do',
		"if redis.call('TYPE', key).ok == 'zset' then all[#all + 1] = table.concat(redis.call('ZRANGE', key, 0, -1), ' ') end",
		'end',
		'return all',
	].join(' ');
	return redis.command(`EVAL "${script}" 0`);
}
