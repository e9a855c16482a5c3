import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSession, type AgentSession } from '../support/agent';
import { startBroker } from '../support/broker';
import { call } from '../support/http';
import { startRedis } from '../support/redis';
import { describeRedis, overEveryStore } from '../support/stores';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';
import { person } from '../support/person';

const FAST = { keysInterval: 50, keyClaimInterval: 100, keyClaimLifetime: 1_500 };
const KEYS = { Finance: 'key-of-finance-0001', Robot: 'key-of-the-robot-01' } as const;
const as = (key: string) => ({ 'x-api-key': key });

/** A keys file, replaced whole as an operator does it. */
class KeysFile {
	readonly path = path.join(temporaryFolder(), 'keys.json');
	#writes = 0;

	write(...keys: readonly (readonly [name: string, key: string])[]): void {
		this.#writes += 1;
		// The watcher tells changes by time and size.
		const text =
			JSON.stringify({ keys: keys.map(([name, key]) => ({ name, key })) }) + ' '.repeat(this.#writes);
		writeFileSync(`${this.path}.new`, text);
		renameSync(`${this.path}.new`, this.path);
	}
}

/** Whether a person still finds the session, which needs no key. */
async function isOpen(url: string, { reply }: AgentSession): Promise<boolean> {
	return (await person.lookUp(url, reply.code)).status === 200;
}

overEveryStore((start) => {
	test('a key that is removed from the file takes its open sessions along, and no others', async () => {
		const { location } = await start();
		const file = new KeysFile();
		const auditFile = path.join(temporaryFolder(), 'audit.log');
		file.write(['Finance', KEYS.Finance], ['Robot', KEYS.Robot]);
		const settings = {
			LINKAUTH_STORE: location,
			LINKAUTH_API_KEYS_FILE: file.path,
			LINKAUTH_AUDIT_FILE: auditFile,
		};
		const broker = await startBroker(settings, { timings: FAST });
		const gone = await createSession(broker.url, { template: 'aws' }, as(KEYS.Finance));
		const stays = await createSession(broker.url, { template: 'aws' }, as(KEYS.Robot));
		file.write(['Robot', KEYS.Robot]);
		await until(async () => !(await isOpen(broker.url, gone)));
		expect(await isOpen(broker.url, stays)).toBe(true);
		const [line = ''] = readFileSync(auditFile, 'utf8')
			.split('\n')
			.filter((each) => each.includes('cancelled'));
		expect(JSON.parse(line)).toMatchObject({ key: 'Finance', by: 'key_removal' });
		expect(broker.log()).toContain('sessions of a removed API key were ended');
	});

	test('replacing a key by two of its name, and a file that cannot be used, end nothing', async () => {
		const { location } = await start();
		const file = new KeysFile();
		file.write(['Finance', KEYS.Finance]);
		const settings = { LINKAUTH_STORE: location, LINKAUTH_API_KEYS_FILE: file.path };
		const broker = await startBroker(settings, { timings: FAST });
		const session = await createSession(broker.url, { template: 'aws' }, as(KEYS.Finance));
		const reloaded = async (count: number) =>
			until(() => (broker.log().match(/the API keys file was reloaded/g) ?? []).length >= count);
		file.write(['Finance', KEYS.Finance], ['Finance', 'the-new-key-of-finance']);
		await reloaded(1);
		file.write(['Finance', 'the-new-key-of-finance']);
		await reloaded(2);
		writeFileSync(file.path, '{"keys": [');
		await until(() => broker.log().includes('the keys stay as they were'));
		await sleep(500);
		expect(await isOpen(broker.url, session)).toBe(true);
	});
});

describeRedis('several brokers', () => {
	const start = async (
		store: string,
		keys: readonly (keyof typeof KEYS)[],
		extra: Readonly<Record<string, string>> = {},
		timings = FAST,
	) =>
		startBroker(
			{
				LINKAUTH_STORE: store,
				LINKAUTH_API_KEYS: keys.map((name) => `${name}:${KEYS[name]}`).join(','),
				...extra,
			},
			{ timings },
		);

	test('one with an old configuration leaves the sessions of a new key alone, however long it runs', async () => {
		const { url: store } = await startRedis();
		const old = await start(store, ['Finance']);
		const upgraded = await start(store, ['Finance', 'Robot']);
		const session = await createSession(upgraded.url, { template: 'aws' }, as(KEYS.Robot));
		// Started again with the old configuration, as in the middle of a rolling upgrade.
		const again = await start(store, ['Finance']);
		await sleep(3 * FAST.keyClaimLifetime);
		expect(await isOpen(old.url, session)).toBe(true);
		expect(await isOpen(again.url, session)).toBe(true);
	}, 30_000);

	test('end the sessions of a key of the environment once no broker has had it for a while', async () => {
		const { url: store } = await startRedis();
		const before = await start(store, ['Finance', 'Robot']);
		const gone = await createSession(before.url, { template: 'aws' }, as(KEYS.Robot));
		const stays = await createSession(before.url, { template: 'aws' }, as(KEYS.Finance));
		await before.stop();
		const after = await start(store, ['Finance']);
		expect(await isOpen(after.url, gone)).toBe(true);
		await until(async () => !(await isOpen(after.url, gone)), 15_000);
		expect(await isOpen(after.url, stays)).toBe(true);
	}, 30_000);

	test('keep those of a key that goes from the file of one of them and that another one has', async () => {
		const { url: store } = await startRedis();
		const file = new KeysFile();
		file.write(['Robot', KEYS.Robot]);
		const one = await start(store, ['Finance'], { LINKAUTH_API_KEYS_FILE: file.path });
		const other = await start(store, ['Robot']);
		const session = await createSession(one.url, { template: 'aws' }, as(KEYS.Robot));
		file.write();
		await until(() => one.log().includes('the API keys file was reloaded'));
		await sleep(2 * FAST.keyClaimLifetime);
		expect(await isOpen(one.url, session)).toBe(true);
		await other.stop();
		await until(async () => !(await isOpen(one.url, session)), 15_000);
	}, 30_000);

	test('all see it go from their file, and each session ends once', async () => {
		const { url: store } = await startRedis();
		const file = new KeysFile();
		const audits = [1, 2].map(() => path.join(temporaryFolder(), 'audit.log'));
		file.write(['Finance', KEYS.Finance], ['Robot', KEYS.Robot]);
		const [one, other] = await Promise.all(
			audits.map((audit) =>
				startBroker(
					{ LINKAUTH_STORE: store, LINKAUTH_API_KEYS_FILE: file.path, LINKAUTH_AUDIT_FILE: audit },
					{ timings: FAST },
				),
			),
		);
		const url = one?.url ?? '';
		const sessions = await Promise.all(
			Array.from({ length: 40 }, () => createSession(url, { template: 'aws' }, as(KEYS.Finance))),
		);
		file.write(['Robot', KEYS.Robot]);
		await until(
			async () => (await Promise.all(sessions.map((each) => isOpen(url, each)))).every((open) => !open),
			15_000,
		);
		const ended = audits.map((audit) => (readFileSync(audit, 'utf8').match(/key_removal/g) ?? []).length);
		expect((ended[0] ?? 0) + (ended[1] ?? 0)).toBe(40);
		expect((await call(other?.url ?? '', 'GET', '/ready')).status).toBe(200);
	}, 30_000);

	test('a store that was away for long makes no key look removed', async () => {
		const redis = await startRedis({ durable: true });
		// Long enough for a broker to be back, however busy the machine is.
		const times = { ...FAST, keyClaimLifetime: 6_000 };
		const one = await start(redis.url, ['Finance'], {}, times);
		const other = await start(redis.url, ['Robot'], {}, times);
		const session = await createSession(other.url, { template: 'aws' }, as(KEYS.Robot));
		other.process.kill('SIGSTOP');
		await redis.crash();
		// Now what both had said is stale, and the first has been there for long enough to judge by that.
		await sleep(1.1 * times.keyClaimLifetime);
		const back = Date.now();
		await redis.start();
		/** Waits until so many have said again what they have, and have looked a few times. */
		const heard = async (count: number) => {
			const asked = `ZCOUNT linkauth::key-claims ${String(back)} +inf`;
			await until(async () => (await redis.command(asked)).startsWith(`:${String(count)}`));
			await sleep(5 * times.keyClaimInterval);
		};
		await heard(1);
		expect(await isOpen(one.url, session)).toBe(true);
		other.process.kill('SIGCONT');
		await heard(2);
		expect(await isOpen(one.url, session)).toBe(true);
	}, 60_000);
});
