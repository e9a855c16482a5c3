import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { createSession } from '../support/agent';
import { AuditTrail } from '../support/audit-trail';

describe('the audit log', () => {
	test('has one line for each change, each bound to the one before', async () => {
		const trail = new AuditTrail();
		await trail.write();
		expect(trail.events()).toEqual([
			'log_begun',
			...['created', 'confirmed', 'completed', 'collected'],
			...['created', 'denied'],
			...['created', 'cancelled'],
			'log_ended',
		]);
		const entries = trail.entries();
		expect(entries[1]).toEqual({
			n: 2,
			time: expect.stringMatching(/^\d{4}-.+Z$/) as string,
			event: 'created',
			session: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
			template: 'openai',
			key: 'Team A',
			previous: entries[0]?.hash,
			hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
		});
		expect(new Set(entries.map(({ session }) => session)).size).toBe(4);
		expect(statSync(trail.file).mode & 0o777).toBe(0o600);
	});

	test('is hashed as docs/monitoring.md says, so that it can be checked without the broker', async () => {
		const trail = new AuditTrail();
		await trail.write();
		let previous = '0'.repeat(64);
		for (const line of trail.lines()) {
			const [, body = '', hash] = /^(.*),"hash":"([0-9a-f]{64})"\}$/.exec(line) ?? [];
			expect(
				createHash('sha256')
					.update(previous + body)
					.digest('hex'),
			).toBe(hash);
			previous = hash ?? '';
		}
	});

	test('has the clients’ networks only where LINKAUTH_LOG_ADDRESSES asks for them', async () => {
		for (const setting of ['on', 'off']) {
			const trail = new AuditTrail();
			const broker = await trail.start({
				LINKAUTH_LOG_ADDRESSES: setting,
				LINKAUTH_TRUSTED_PROXIES: '127.0.0.1',
			});
			await createSession(broker.url, { template: 'aws' }, { 'x-forwarded-for': '2001:db8:1:2:3::4' });
			await broker.stop();
			for (const text of [trail.text(), broker.log()]) {
				expect(text.includes('"network":"2001:db8:1:2::/64"')).toBe(setting === 'on');
				expect(text).not.toContain('2001:db8:1:2:3');
			}
		}
	});
});
