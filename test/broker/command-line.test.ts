import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { BROKER_MAIN } from '../support/broker';
import { inRepository } from '../support/repository';

const run = (...args: string[]) =>
	spawnSync(process.execPath, [BROKER_MAIN, ...args], {
		encoding: 'utf8',
		env: { PATH: process.env['PATH'], LINKAUTH_PORT: 'would stop the start' },
	});

describe('the command line', () => {
	test('--version is the version of the package', () => {
		const { version } = JSON.parse(readFileSync(inRepository('broker/package.json'), 'utf8')) as {
			version: string;
		};
		expect(run('--version')).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
	});

	test('--help says what there is', () => {
		const { status, stdout } = run('--help');
		expect(status).toBe(0);
		for (const word of ['audit verify FILE', '--expect-last HASH', '--expect HASH', 'LINKAUTH_'])
			expect(stdout).toContain(word);
	});

	test('without a command it serves, and so reads its settings', () => {
		expect(run().stderr).toContain('LINKAUTH_PORT');
	});

	test.each([
		[['audit'], 'There is no such command.'],
		[['serve'], 'There is no such command.'],
		[['--expect', 'a'.repeat(64)], 'There is no such command.'],
		[['--verbose'], "Unknown option '--verbose'"],
		[['audit', 'verify'], 'expected one file'],
		[['audit', 'verify', 'a', 'b'], 'expected one file'],
		[['audit', 'verify', 'a', '--expect-last', 'xyz'], '64 hexadecimal digits'],
	])('%p ends with 2 and says what is wrong', (args, reason) => {
		const { status, stdout, stderr } = run(...args);
		expect([status, stdout]).toEqual([2, '']);
		expect(stderr).toContain(reason);
		expect(stderr).toContain('linkauth-broker --help');
	});

	test('a file that cannot be read ends with 1 and says why', () => {
		const { status, stderr } = run('audit', 'verify', '/nowhere/audit.jsonl');
		expect(status).toBe(1);
		expect(stderr).toContain('/nowhere/audit.jsonl cannot be read: ENOENT');
		expect(stderr).not.toMatch(/^\s+at /m);
	});
});
