import { connect, createServer, type AddressInfo } from 'node:net';
import { checkEncryption, checkServer } from '../../broker/check/check-store';
import { cleanup } from '../support/cleanup';
import { findingsWith } from '../support/findings';
import { freePort } from '../support/free-port';
import { startRedis, type RunningRedis } from '../support/redis';
import { GOOD_KEY, runCheck } from '../support/run-check';
import { describeRedis } from '../support/stores';
import { wrongClock } from '../support/wrong-clock';

test('a store in memory is for one broker', async () => {
	const found = await findingsWith({});
	expect(found('store')).toEqual(['ok: memory: for one broker; requests end with its process']);
	expect(found('Redis')).toEqual([]);
});

describeRedis('a Redis', () => {
	let redis: RunningRedis;
	beforeAll(async () => {
		redis = await startRedis();
	});
	const settings = () => ({ LINKAUTH_STORE: redis.url });

	test('with room, an end to it, and no eviction is well', async () => {
		await redis.command('CONFIG SET maxmemory 64mb');
		const found = await findingsWith(settings());
		expect(found('Redis')).toEqual([expect.stringMatching(/^ok: Redis \d+\.\d+\.\d+$/)]);
		expect(found('Redis memory')).toEqual([expect.stringMatching(/^ok: 64 MiB, \d+ % used, noeviction$/)]);
		expect(found('Redis persistence')).toEqual(['ok: no append-only file']);
		expect(found('Redis latency')).toEqual([expect.stringMatching(/^ok: [\d.]+ ms$/)]);
		expect(found('Redis clock')).toEqual(['ok: that of Redis agrees with this machine’s']);
		expect(found('Redis TLS')).toEqual(['ok: off, and not on the public internet']);
	});

	test('that evicts, that is full, that has no bound, that writes to disk', async () => {
		const memory = async () => (await findingsWith(settings()))('Redis memory');
		await redis.command('CONFIG SET maxmemory-policy allkeys-lru');
		expect(await memory()).toEqual(['problem: maxmemory-policy allkeys-lru']);
		await redis.command('CONFIG SET maxmemory-policy noeviction');
		await redis.command('CONFIG SET maxmemory 1mb');
		expect(await memory()).toEqual([expect.stringMatching(/^problem: 1 MiB, \d+ % used, noeviction$/)]);
		await redis.command('CONFIG SET maxmemory 0');
		expect(await memory()).toEqual(['warning: no maxmemory']);
		await redis.command('CONFIG SET appendonly yes');
		const found = await findingsWith(settings());
		expect(found('Redis persistence')).toEqual(['warning: it writes every change to disk (appendonly yes)']);
		await redis.command('CONFIG SET appendonly no');
	});

	test('whose user may not run scripts', async () => {
		await redis.command('ACL SETUSER weak on >secret-of-weak ~* &* +@all -@scripting');
		const url = redis.url.replace('redis://', 'redis://weak:secret-of-weak@');
		const found = await findingsWith({ LINKAUTH_STORE: url });
		expect(found('Redis')).toContainEqual(
			expect.stringMatching(/^problem: it does not run what a broker asks for: NOPERM/),
		);
	});

	test('that does not answer, or not to this password, of which nothing is printed', async () => {
		const closed = await findingsWith({ LINKAUTH_STORE: `redis://127.0.0.1:${String(await freePort())}` });
		expect(closed('Redis')).toEqual([expect.stringMatching(/^problem: it is not reached: .*ECONNREFUSED/)]);
		const url = redis.url.replace('redis://', 'redis://weak:wrong-password@');
		const check = await runCheck({ LINKAUTH_STORE: url, LINKAUTH_API_KEYS: `Robot:${GOOD_KEY}` });
		expect(check.of('Redis')).toEqual([expect.stringMatching(/^problem: it is not reached: WRONGPASS/)]);
		expect(check.text).not.toMatch(new RegExp(`wrong-password|${GOOD_KEY}`));
	});

	test('that is far away', async () => {
		const far = await farFrom(redis.port);
		const found = await findingsWith({ LINKAUTH_STORE: far });
		expect(found('Redis latency')).toEqual([expect.stringMatching(/^warning: \d+\.\d ms for one call$/)]);
	});

	test('whose clock is not this machine’s', async () => {
		const check = await runCheck({ ...settings(), ...wrongClock(60_000) });
		expect(check.of('Redis clock')).toEqual([
			expect.stringMatching(/^warning: that of Redis is (?:59|60|61) s behind this machine’s$/),
		]);
	});
});

test('a Redis that is too old, and a Valkey that is not', () => {
	const saw = (info: string) => checkServer(info).map(({ outcome, saw: said }) => `${outcome}: ${said}`)[0];
	// As `INFO server` of Debian 11 and of Valkey 8 begin.
	expect(saw('# Server\r\nredis_version:6.0.16\r\nredis_git_sha1:00000000\r\n')).toBe(
		'problem: Redis 6.0.16',
	);
	expect(saw('# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.0.1\r\n')).toBe(
		'ok: Valkey 8.0.1',
	);
});

test('a Redis on the public internet needs TLS', async () => {
	const outcome = async (url: string) => {
		const [finding] = await checkEncryption({ kind: 'redis', redis: { kind: 'single', url } });
		return finding?.outcome;
	};
	// Nobody is called: an address is looked at, and not connected to.
	expect(await outcome('redis://8.8.8.8:6379')).toBe('warning');
	expect(await outcome('rediss://8.8.8.8:6379')).toBe('ok');
	expect(await outcome('redis://[fd00::1]:6379')).toBe('ok');
});

/** The same Redis, 60 milliseconds away. @returns its address */
async function farFrom(port: number): Promise<string> {
	const server = createServer((client) => {
		const redis = connect(port, '127.0.0.1');
		const close = () => {
			client.destroy();
			redis.destroy();
		};
		client.on('error', close).on('close', close).pipe(redis);
		redis.on('error', close).on('close', close);
		redis.on('data', (chunk: Buffer) => setTimeout(() => client.writable && client.write(chunk), 60));
	});
	cleanup(server, (each) => each.close());
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `redis://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}
