import { writeFileSync } from 'node:fs';
import { verifyAudit } from '../../broker/monitoring/audit/verify-audit';
import { AuditTrail } from '../support/audit-trail';

describe('audit verify', () => {
	let trail: AuditTrail;
	let good: readonly string[];
	beforeAll(async () => {
		trail = new AuditTrail();
		await trail.write();
		good = trail.lines();
	});
	beforeEach(() => {
		write(good);
	});

	function write(lines: readonly string[]): void {
		writeFileSync(trail.file, `${lines.join('\n')}\n`);
	}

	test('says that a whole file is whole, and gives its last hash', () => {
		const entries = trail.entries();
		const last = entries.at(-1)?.hash ?? '';
		const { status, stdout, stderr } = trail.verify();
		expect([status, stderr]).toEqual([0, '']);
		expect(stdout).toContain(`${trail.file} is whole: 10 lines`);
		expect(stdout).toContain(`Last hash: ${last}`);
		expect(stdout).toContain('--expect-last');
		expect(trail.verify('--expect-last', last).status).toBe(0);
		expect(trail.verify('--expect', entries[4]?.hash ?? '').status).toBe(0);
	});

	test('names the line that was altered, removed, moved, doubled or added', async () => {
		const fault = async () => {
			const verdict = await verifyAudit(trail.file);
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
		const { status, stdout, stderr } = trail.verify();
		expect([status, stdout]).toEqual([1, '']);
		expect(stderr).toBe(`${trail.file} is not whole: line 4: it was altered.\n`);
	});

	test('finds every single byte that was changed', async () => {
		const last = trail.entries()[3]?.hash ?? '';
		const bytes = Buffer.from(`${good.slice(0, 4).join('\n')}\n`);
		for (let at = 0; at < bytes.length; at += 1) {
			const changed = Buffer.from(bytes);
			changed[at] = (bytes[at] ?? 0) ^ 1;
			writeFileSync(trail.file, changed);
			const verdict = await verifyAudit(trail.file, { last });
			if (verdict.good) throw new Error(`a change of byte ${String(at)} was not found`);
		}
	});

	test('finds what was cut off the end, by a hash that was noted before', () => {
		const all = trail.entries();
		const last = all.at(-1)?.hash ?? '';
		write(good.slice(0, 6));
		expect(trail.verify().status).toBe(0);
		const ended = trail.verify('--expect-last', last);
		expect(ended.status).toBe(1);
		expect(ended.stderr).toContain('another hash than expected');
		const contained = trail.verify('--expect', last);
		expect(contained.status).toBe(1);
		expect(contained.stderr).toContain('lines are missing at the end');
		expect(trail.verify('--expect', all[2]?.hash ?? '').status).toBe(0);
	});
});
