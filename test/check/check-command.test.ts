import { spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { checkCommand } from '../../broker/check/check-command';
import { BROKER_MAIN, startBroker } from '../support/broker';
import { freePort } from '../support/free-port';
import { GOOD_KEY, runCheck } from '../support/run-check';

/** A broker in which nothing is wrong. */
async function wellSet() {
	const port = String(await freePort());
	const settings = {
		LINKAUTH_PORT: port,
		LINKAUTH_BASE_URL: `http://127.0.0.1:${port}`,
		LINKAUTH_API_KEYS: `Robot:${GOOD_KEY}`,
		LINKAUTH_CONNECTIONS: '100',
		LINKAUTH_CONNECTIONS_PER_NETWORK: '100',
		LINKAUTH_WAITS_PER_KEY: '100',
		LINKAUTH_WAITS_PER_NETWORK: '100',
	};
	await startBroker(settings);
	return settings;
}

describe('linkauth-broker check', () => {
	test('ends with 0 where all is well, 1 with a warning, 2 with a problem; prints a line each, and a sum', async () => {
		const settings = await wellSet();
		const well = await runCheck(settings, { json: false });
		const lines = well.text.trimEnd().split('\n');
		expect(lines.filter((line) => !/^ok {7}[\w ]+: .+/.test(line))).toEqual([
			'',
			`0 problems, 0 warnings, ${String(lines.length - 2)} ok`,
		]);
		expect(lines.length).toBeGreaterThan(10);
		expect(well.status).toBe(0);

		const warned = await runCheck({ ...settings, LINKAUTH_WAITS_PER_KEY: '101' }, { json: false });
		expect(warned.text).toMatch(
			/^warning {2}limits: LINKAUTH_WAITS_PER_KEY \(101\) is above .*\. Lower it, or /m,
		);
		expect([warned.status, warned.text.trimEnd().split('\n').at(-1)]).toEqual([
			1,
			`0 problems, 1 warning, ${String(lines.length - 3)} ok`,
		]);

		const faulty = await runCheck({ ...settings, LINKAUTH_RATE_LIMITS: 'off' });
		expect(faulty.status).toBe(2);
		expect(JSON.parse(faulty.text)).toMatchObject({ problems: 1, warnings: 0 });
	});

	test('prints no secret, and no colours where it does not go to a terminal', async () => {
		const secrets = { LINKAUTH_API_KEYS: `Robot:${GOOD_KEY},x`, LINKAUTH_LOG_KEY: 'too-short-to-be-one' };
		const store = { LINKAUTH_STORE: 'redis://user:pass-of-redis@127.0.0.1:1' };
		for (const settings of [
			{ ...secrets, ...store },
			{ LINKAUTH_API_KEYS: `Robot:${GOOD_KEY}`, ...store },
		]) {
			const { text } = await runCheck(settings, { json: false });
			expect(text).not.toMatch(new RegExp(`${GOOD_KEY}|too-short-to-be-one|pass-of-redis`));
			expect(text).not.toContain('\u001B');
		}
	});

	test('fits into a terminal, whole words, behind the outcome', async () => {
		const { text, status } = await checkCommand(
			{ LINKAUTH_PORT: '0', LINKAUTH_RATE_LIMITS: 'off' },
			{ json: false, colors: true, columns: 80 },
		);
		const plain = stripVTControlCharacters(text);
		expect(plain).not.toBe(text);
		expect(plain.split('\n').filter((line) => line.length > 80)).toEqual([]);
		expect(plain).toMatch(/^problem {2}limits: LINKAUTH_RATE_LIMITS=off: [^\n]+\n {9}\S/m);
		expect(status).toBe(2);
	});

	test('takes nothing behind it', () => {
		const { status, stderr } = spawnSync(process.execPath, [BROKER_MAIN, 'check', 'all'], {
			encoding: 'utf8',
		});
		expect([status, stderr.split('\n')[0]]).toEqual([2, 'check: expected nothing behind it.']);
	});
});
