import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { verifyAudit } from '../../broker/monitoring/audit/verify-audit';
import { createSession } from '../support/agent';
import { AuditTrail } from '../support/audit-trail';
import { freePort } from '../support/free-port';
import { call } from '../support/http';
import { metricsAt } from '../support/metrics';
import { person } from '../support/person';
import { inRepository } from '../support/repository';
import { describeWith } from '../support/requirements';
import { until } from '../support/until';

/** Lets no file of a process grow beyond so many bytes, as on a full disk. */
function limitFileSize(pid: number | undefined, bytes: number | 'unlimited'): void {
	const { status, stderr } = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${String(bytes)}:`]);
	if (status !== 0) throw new Error(`prlimit failed: ${stderr.toString()}`);
}

let trail: AuditTrail;
beforeEach(() => {
	trail = new AuditTrail();
});

describe('after a restart the audit log', () => {
	test('goes on with the same chain, also where the broker was killed', async () => {
		const first = await trail.start();
		await createSession(first.url);
		await first.stop();
		const second = await trail.start();
		await Promise.all(Array.from({ length: 40 }, () => createSession(second.url)));
		await second.stop('SIGKILL');
		const third = await trail.start();
		await third.stop();
		const events = trail.events();
		expect(events.slice(0, 4)).toEqual(['log_begun', 'created', 'log_ended', 'log_continued']);
		expect(events.filter((event) => event === 'created')).toHaveLength(41);
		expect(events.slice(-2)).toEqual(['log_continued', 'log_ended']);
		expect(trail.verify().status).toBe(0);
	});

	test('accounts for a line that was torn off by a crash, and only for that', async () => {
		await trail.write();
		appendFileSync(trail.file, '{"n":11,"time":"20');
		expect(await verifyAudit(trail.file)).toMatchObject({ good: true, incomplete: true });
		await (await trail.start()).stop();
		expect(await verifyAudit(trail.file)).toMatchObject({ good: true, incomplete: false });
		const torn = trail.lines().findIndex((line) => line === '{"n":11,"time":"20');
		expect(torn).toBe(10);
		writeFileSync(trail.file, `${trail.lines().with(torn, '{"n":11,"time":"19').join('\n')}\n`);
		expect(await verifyAudit(trail.file)).toMatchObject({ good: false, line: 11 });
	});

	test('goes on behind a last line of which only the newline is missing', async () => {
		await trail.write();
		writeFileSync(trail.file, trail.text().trimEnd());
		await (await trail.start()).stop();
		expect(trail.lines()).toHaveLength(12);
		expect(trail.verify().status).toBe(0);
	});

	test('is not continued where its last line was altered', async () => {
		await trail.write();
		const altered = trail.text().replace(/"event":"log_ended"/, '"event":"cancelled"');
		writeFileSync(trail.file, altered);
		await expect(trail.start()).rejects.toThrow('does not end like an audit log');
		expect(trail.text()).toBe(altered);
	});

	test('is not continued where the file is something else', async () => {
		writeFileSync(trail.file, 'a letter\n');
		await expect(trail.start()).rejects.toThrow('does not end like an audit log');
		expect(trail.text()).toBe('a letter\n');
		await expect(trail.start({ LINKAUTH_AUDIT_FILE: trail.folder })).rejects.toThrow('EISDIR');
	});
});

test('two brokers that write to one file break the chain, and the one that is interrupted says so at once', async () => {
	const metrics = metricsAt(await freePort());
	const one = await trail.start(metrics.setting);
	const other = await trail.start();
	await createSession(other.url);
	await createSession(one.url);
	await until(() => one.log().includes('another process has changed the file'));
	expect(await metrics.sum('linkauth_audit_faults_total')).toBeGreaterThan(0);
	await Promise.all([one.stop(), other.stop()]);
	expect(trail.verify().status).toBe(1);
});

test('a broker whose disk is full goes on serving, says so and counts it', async () => {
	if (!existsSync('/dev/full')) return;
	const metrics = metricsAt(await freePort());
	const broker = await trail.start({ ...metrics.setting, LINKAUTH_AUDIT_FILE: '/dev/full' });
	await createSession(broker.url);
	expect((await call(broker.url, 'GET', '/ready')).status).toBe(200);
	expect(broker.log()).toContain('ENOSPC');
	expect(await metrics.sum('linkauth_audit_faults_total')).toBeGreaterThan(0);
});

describeWith('prlimit', 'a file that cannot be written for a while', () => {
	test('gets every line later, by itself and in order, from the middle of a line on', async () => {
		const broker = await trail.start({}, { timings: { auditRetryDelay: 50 } });
		limitFileSize(broker.process.pid, statSync(trail.file).size + 10);
		const session = await createSession(broker.url);
		await person.confirm(broker.url, session.reply.code);
		await session.cancel();
		expect(broker.log()).toContain('EFBIG');
		expect(trail.lines()).toHaveLength(2);
		limitFileSize(broker.process.pid, 'unlimited');
		await until(() => trail.lines().length === 4);
		expect(trail.events()).toEqual(['log_begun', 'created', 'confirmed', 'cancelled']);
		expect(trail.verify().status).toBe(0);
	});

	test('is told how many lines were lost, where more came than can wait', async () => {
		const program = path.join(trail.folder, 'program.cjs');
		await build({
			stdin: { contents: MANY_LINES, resolveDir: inRepository('broker'), loader: 'ts' },
			outfile: program,
			bundle: true,
			platform: 'node',
		});
		const { status, stdout, stderr } = spawnSync(process.execPath, [program, trail.file], {
			encoding: 'utf8',
		});
		expect([status, stdout, stderr]).toEqual([0, 'EFBIG\n', '']);
		const entries = trail.entries();
		expect(entries.filter(({ event }) => event === 'created')).toHaveLength(10_001);
		expect(entries.at(-2)).toMatchObject({ event: 'lines_lost', count: 4 });
		expect(entries.at(-1)).toMatchObject({ event: 'log_ended' });
		expect(trail.verify().status).toBe(0);
	});
});

/** Writes 10,005 lines while the file cannot grow, the first of which waits chained, and then lets it grow. */
const MANY_LINES = `
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { AuditFile } from './monitoring/audit/audit-file';

const [path = ''] = process.argv.slice(2);
const limit = (bytes: number | string) =>
	spawnSync('prlimit', ['--pid', String(process.pid), '--fsize=' + String(bytes) + ':']);
const file = AuditFile.open({ path, now: Date.now, retryDelay: 20, onFault: (reason) => { console.log(reason); } });
limit(statSync(path).size);
for (let count = 0; count < 10_005; count += 1) file.append({ event: 'created' });
limit('unlimited');
setTimeout(() => { file.close(); }, 200);
`;
