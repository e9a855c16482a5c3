import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreLocation, RedisLocation } from '../storage/store-location';
import { clockFinding } from './check-clock';
import { findingsOf, type Finding } from './finding';
import { isPublicAddress } from '../outbound/public-address';
import type { Check } from './subject';

/** The first release whose scripts have flags. */
const OLDEST_REDIS = 7;
/** Milliseconds from which a store makes people wait. */
const SLOW = 50;
/** Times that it is asked for that. */
const TRIES = 5;

const redis = findingsOf('Redis');

/** Whether the store is one, may be used, has room and an end to it, and answers fast. */
export const checkStore: Check = async ({ config: { store, storeTimeout }, timeoutMs }) => {
	if (store.kind === 'memory')
		return [findingsOf('store').ok('memory: for one broker; requests end with its process')];
	return [...(await checkEncryption(store)), ...(await checkRedis(store.redis, storeTimeout, timeoutMs))];
};

/** Whether what is sent to a Redis can be read on the way. */
export async function checkEncryption({
	redis: location,
}: Extract<StoreLocation, { kind: 'redis' }>): Promise<readonly Finding[]> {
	const way = findingsOf('Redis TLS');
	const encrypted = location.kind === 'single' ? location.url.startsWith('rediss:') : location.tls;
	if (encrypted) return [way.ok('on')];
	const hosts =
		location.kind === 'single' ? [new URL(location.url).hostname] : location.nodes.map(({ host }) => host);
	const addresses = await Promise.all(
		hosts.map((host) =>
			lookup(host.replace(/^\[|\]$/g, '')).then(
				({ address }) => address,
				() => undefined,
			),
		),
	);
	const open = addresses.find((address) => address !== undefined && isPublicAddress(address));
	return open === undefined
		? [way.ok('off, and not on the public internet')]
		: [
				way.warning(
					`off, and ${open} is on the public internet`,
					'Use rediss:// or a network of your own: tokens’ hashes and ciphertext can be read on the way.',
				),
			];
}

async function checkRedis(
	location: RedisLocation,
	storeTimeout: number,
	timeoutMs: number,
): Promise<readonly Finding[]> {
	const { connectRedis } = await import('../storage/redis/redis-connection.js');
	const { RedisClock } = await import('../storage/redis/redis-clock.js');
	const { RedisScripts } = await import('../storage/redis/redis-scripts.js');
	let fault = 'no answer in time';
	const connection = connectRedis(location, ({ message }) => (fault = message));
	try {
		const servers = await infoOf(() => connection.info('default'), timeoutMs);
		if (servers === undefined)
			return [
				redis.problem(
					`it is not reached: ${fault}`,
					'Look at LINKAUTH_STORE (address, user, password, redis or rediss), and at the network to it.',
				),
			];
		const clock = new RedisClock(new RedisScripts(connection, storeTimeout));
		const times: number[] = [];
		try {
			for (let tries = 0; tries < TRIES; tries += 1) {
				const asked = performance.now();
				await clock.learn();
				times.push(performance.now() - asked);
			}
		} catch (error) {
			return [...servers.flatMap(checkServer), scriptsFault(error)];
		}
		const difference = clock.now() - Date.now();
		return [
			...servers.flatMap(checkServer),
			latency(Math.min(...times), storeTimeout),
			clockFinding('Redis clock', 'Redis', difference),
		];
	} finally {
		connection.close();
	}
}

/** What the servers say of themselves, as soon as there is a connection; undefined where there is none in time. */
async function infoOf(
	info: () => Promise<readonly string[]>,
	timeoutMs: number,
): Promise<readonly string[] | undefined> {
	const end = performance.now() + timeoutMs;
	for (;;) {
		const answer = await Promise.race([
			info().catch(() => undefined),
			sleep(timeoutMs, undefined, { ref: false }),
		]);
		if (answer && answer.length > 0) return answer;
		if (performance.now() > end) return undefined;
		await sleep(50);
	}
}

/** Whether a server is new enough, and what becomes of it when it is full. @param info `INFO` of it */
export function checkServer(info: string): readonly Finding[] {
	const field = (name: string) => new RegExp(`^${name}:(\\S*)`, 'm').exec(info)?.[1];
	return [version(field), policy(field), persistence(field)];
}

type Field = (name: string) => string | undefined;

function version(field: Field): Finding {
	// Valkey says which Redis it stands for, too.
	const [name, number] = [
		['Valkey', field('valkey_version')],
		['Redis', field('redis_version')],
	].find(([, each]) => each !== undefined) ?? ['Redis', 'unknown'];
	const compatible = Number(field('redis_version')?.split('.')[0]) >= OLDEST_REDIS;
	const said = `${String(name)} ${String(number)}`;
	return compatible
		? redis.ok(said)
		: redis.problem(
				said,
				`Use Redis ${String(OLDEST_REDIS)}.0 or newer, or Valkey: with this one every call is 503.`,
			);
}

function policy(field: Field): Finding {
	const memory = findingsOf('Redis memory');
	const [maximum, evicts] = [Number(field('maxmemory') ?? 0), field('maxmemory_policy')];
	if (evicts !== undefined && evicts !== 'noeviction')
		return memory.problem(
			`maxmemory-policy ${evicts}`,
			'Set it to noeviction: with any other one a full Redis drops requests that people are answering.',
		);
	if (maximum === 0)
		return memory.warning(
			'no maxmemory',
			'Set one, below what the machine has: without it a flood of requests ends Redis instead of being refused.',
		);
	const used = Math.round((Number(field('used_memory') ?? 0) / maximum) * 100);
	const said = `${String(Math.round(maximum / 1024 / 1024))} MiB, ${String(used)} % used, noeviction`;
	return used < 85
		? memory.ok(said)
		: memory.problem(said, 'Raise maxmemory: from 85 % on, new requests are refused.');
}

function persistence(field: Field): Finding {
	const disk = findingsOf('Redis persistence');
	if (field('aof_enabled') === '1')
		return disk.warning(
			'it writes every change to disk (appendonly yes)',
			'Switch it off unless requests must outlive Redis: what is over stays on the disk. See docs/backup.md.',
		);
	return disk.ok('no append-only file');
}

function latency(fastest: number, storeTimeout: number): Finding {
	const { ok, warning } = findingsOf('Redis latency');
	const said = `${fastest.toFixed(1)} ms`;
	return fastest < SLOW
		? ok(said)
		: warning(
				`${said} for one call`,
				`Bring Redis nearer to the broker: a step of a request takes several. LINKAUTH_STORE_TIMEOUT is ${String(storeTimeout)} ms.`,
			);
}

function scriptsFault(error: unknown): Finding {
	const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : 'unknown';
	return redis.problem(
		`it does not run what a broker asks for: ${cause}`,
		'Redis 7 or newer that takes writes, and a user that may run scripts: +@all ~linkauth* &linkauth*.',
	);
}
