import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	appendFileSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyAudit } from '../../broker/observe/audit/verify-audit';
import { createSession } from '../support/agent';
import { BROKER_MAIN, startBroker, type RunningBroker } from '../support/broker';
import { freePort } from '../support/free-port';
import { call } from '../support/http';
import { metricsAt } from '../support/metrics';
import { person } from '../support/person';

interface Line {
	readonly n: number;
	readonly time: string;
	readonly event: string;
	readonly session?: string;
	readonly previous: string;
	readonly hash: string;
}

const verify = (...args: string[]) =>
	spawnSync(process.execPath, [BROKER_MAIN, 'audit', 'verify', ...args], { encoding: 'utf8' });

describe('the audit log', () => {
	let folder: string;
	let file: string;
	beforeEach(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'linkauth-audit-'));
		file = path.join(folder, 'audit.jsonl');
	});
	afterEach(async () => {
		await Promise.all(started.splice(0).map((broker) => broker.stop()));
		rmSync(folder, { recursive: true });
	});

	const started: RunningBroker[] = [];
	const start = async (environment: Readonly<Record<string, string>> = {}) => {
		const broker = await startBroker({ LINKAUTH_AUDIT_FILE: file, ...environment });
		started.push(broker);
		return broker;
	};
	const text = () => readFileSync(file, 'utf8');
	const lines = () => text().trimEnd().split('\n');
	const entries = () => lines().map((line) => JSON.parse(line) as Line);

	/** A file of one broker's life, with a line of every kind that a call can make. */
	async function live(): Promise<void> {
		const broker = await start({ LINKAUTH_API_KEYS: 'Team A:secret-key' });
		const headers = { 'x-api-key': 'secret-key' };
		const given = await createSession(broker.url, { template: 'openai' }, headers);
		await person.give(broker.url, given.reply.code, { api_key: 'k' });
		await given.poll();
		const declined = await createSession(broker.url, { template: 'aws' }, headers);
		await person.deny(broker.url, declined.reply.code);
		const cancelled = await createSession(broker.url, { template: 'aws' }, headers);
		await cancelled.cancel();
		await broker.stop();
	}

	test('has one line for each change, each bound to the one before', async () => {
		await live();
		expect(entries().map(({ event }) => event)).toEqual([
			'log_begun',
			...['created', 'confirmed', 'completed', 'collected'],
			...['created', 'denied'],
			...['created', 'cancelled'],
			'log_ended',
		]);
		expect(entries()[1]).toEqual({
			n: 2,
			time: expect.stringMatching(/^\d{4}-.+Z$/) as string,
			event: 'created',
			session: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
			template: 'openai',
			key: 'Team A',
			previous: entries()[0]?.hash,
			hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
		});
		expect(new Set(entries().map(({ session }) => session)).size).toBe(4);
		expect(statSync(file).mode & 0o777).toBe(0o600);
	});

	test('is hashed as docs/monitoring.md says, so that it can be checked without the broker', async () => {
		await live();
		let previous = '0'.repeat(64);
		for (const line of lines()) {
			const [, body = '', hash] = /^(.*),"hash":"([0-9a-f]{64})"\}$/.exec(line) ?? [];
			expect(
				createHash('sha256')
					.update(previous + body)
					.digest('hex'),
			).toBe(hash);
			previous = hash ?? '';
		}
	});

	test('audit verify says that a whole file is whole, and gives its last hash', async () => {
		await live();
		const last = entries().at(-1)?.hash ?? '';
		const { status, stdout, stderr } = verify(file);
		expect([status, stderr]).toEqual([0, '']);
		expect(stdout).toContain(`${file} is whole: 10 lines`);
		expect(stdout).toContain(`Last hash: ${last}`);
		expect(stdout).toContain('--expect-last');
		expect(verify(file, '--expect-last', last).status).toBe(0);
		expect(verify(file, '--expect', entries()[4]?.hash ?? '').status).toBe(0);
	});

	test('audit verify names the line that was altered, removed, moved, doubled or added', async () => {
		await live();
		const good = lines();
		const write = (changed: readonly string[]) => {
			writeFileSync(file, `${changed.join('\n')}\n`);
		};
		const fault = async () => {
			const verdict = await verifyAudit(file);
			return verdict.good ? undefined : verdict.line;
		};
		for (let at = 0; at < good.length; at += 1) {
			write(good.with(at, (good[at] ?? '').replace(/"time":"2/, '"time":"3')));
			expect(await fault()).toBe(at + 1);
			write(good.toSpliced(at + 1, 0, good[at] ?? ''));
			expect(await fault()).toBe(at + 2);
			write(good.toSpliced(at, 0, '{"n":1,"event":"created"}'));
			expect(await fault()).toBe(at + 1);
			if (at + 1 === good.length) continue;
			write(good.toSpliced(at, 1));
			expect(await fault()).toBe(at + 1);
			write(good.toSpliced(at, 2, good[at + 1] ?? '', good[at] ?? ''));
			expect(await fault()).toBe(at + 1);
		}
		write(good.with(3, (good[3] ?? '').replace('completed', 'cancelled')));
		const { status, stdout, stderr } = verify(file);
		expect([status, stdout]).toEqual([1, '']);
		expect(stderr).toBe(`${file} is not whole: line 4: it was altered.\n`);
	});

	test('not one byte can be changed without it showing', async () => {
		await live();
		const last = entries()[3]?.hash ?? '';
		const good = Buffer.from(`${lines().slice(0, 4).join('\n')}\n`);
		for (let at = 0; at < good.length; at += 1) {
			const changed = Buffer.from(good);
			changed[at] = (good[at] ?? 0) ^ 1;
			writeFileSync(file, changed);
			const verdict = await verifyAudit(file, { last });
			if (verdict.good) throw new Error(`a change of byte ${String(at)} was not found`);
		}
	});

	test('what is cut off its end shows against a hash that was noted before', async () => {
		await live();
		const all = entries();
		const last = all.at(-1)?.hash ?? '';
		writeFileSync(file, `${lines().slice(0, 6).join('\n')}\n`);
		expect(verify(file).status).toBe(0);
		const ended = verify(file, '--expect-last', last);
		expect(ended.status).toBe(1);
		expect(ended.stderr).toContain('another hash than expected');
		const contained = verify(file, '--expect', last);
		expect(contained.status).toBe(1);
		expect(contained.stderr).toContain('lines are missing at the end');
		expect(verify(file, '--expect', all[2]?.hash ?? '').status).toBe(0);
	});

	test('the broker writes anchors to its ordinary log: at the start, and at the end', async () => {
		const broker = await start();
		await createSession(broker.url);
		await broker.stop();
		const anchors = [...broker.log().matchAll(/"auditHash":"(\w+)","auditLines":(\d+)/g)];
		expect(anchors.map(([, hash, count]) => [hash, Number(count)])).toEqual([
			[entries()[0]?.hash, 1],
			[entries()[2]?.hash, 3],
		]);
	});

	test('goes on with the same chain after a restart, and after a broker was killed', async () => {
		const first = await start();
		await createSession(first.url);
		await first.stop();
		const second = await start();
		await Promise.all(Array.from({ length: 40 }, () => createSession(second.url)));
		await second.stop('SIGKILL');
		const third = await start();
		await third.stop();
		const events = entries().map(({ event }) => event);
		expect(events.slice(0, 4)).toEqual(['log_begun', 'created', 'log_ended', 'log_continued']);
		expect(events.filter((event) => event === 'created')).toHaveLength(41);
		expect(events.slice(-2)).toEqual(['log_continued', 'log_ended']);
		expect(verify(file).status).toBe(0);
	});

	test('accounts for a line that was torn off by a crash, and only for that', async () => {
		await live();
		appendFileSync(file, '{"n":11,"time":"20');
		expect(await verifyAudit(file)).toMatchObject({ good: true, incomplete: true });
		await (await start()).stop();
		expect(await verifyAudit(file)).toMatchObject({ good: true, incomplete: false });
		const torn = lines().findIndex((line) => line === '{"n":11,"time":"20');
		expect(torn).toBe(10);
		writeFileSync(file, `${lines().with(torn, '{"n":11,"time":"19').join('\n')}\n`);
		expect(await verifyAudit(file)).toMatchObject({ good: false, line: 11 });
	});

	test('goes on behind a last line of which only the newline is missing', async () => {
		await live();
		writeFileSync(file, text().trimEnd());
		await (await start()).stop();
		expect(lines()).toHaveLength(12);
		expect(verify(file).status).toBe(0);
	});

	test('shows that two brokers wrote to one file, and the one that is interrupted says so at once', async () => {
		const metrics = metricsAt(await freePort());
		const one = await start(metrics.setting);
		const other = await start();
		await createSession(other.url);
		await createSession(one.url);
		for (let tries = 0; !one.log().includes('somebody else has changed the file'); tries += 1) {
			expect(tries).toBeLessThan(50);
			await sleep(20);
		}
		expect(await metrics.sum('linkauth_audit_faults_total')).toBeGreaterThan(0);
		await Promise.all([one.stop(), other.stop()]);
		expect(verify(file).status).toBe(1);
	});

	test('a broker does not start on a file that is something else', async () => {
		writeFileSync(file, 'a letter\n');
		await expect(start()).rejects.toThrow('does not end like an audit log');
		expect(text()).toBe('a letter\n');
		await expect(start({ LINKAUTH_AUDIT_FILE: folder })).rejects.toThrow('EISDIR');
	});

	test('a broker whose disk is full goes on serving, says so and counts it', async () => {
		if (!existsSync('/dev/full')) return;
		const metrics = metricsAt(await freePort());
		const broker = await start({ ...metrics.setting, LINKAUTH_AUDIT_FILE: '/dev/full' });
		await createSession(broker.url);
		expect((await call(broker.url, 'GET', '/ready')).status).toBe(200);
		expect(broker.log()).toContain('ENOSPC');
		expect(await metrics.sum('linkauth_audit_faults_total')).toBeGreaterThan(0);
		await broker.stop();
	});
});
