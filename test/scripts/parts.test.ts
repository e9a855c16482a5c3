import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cleanup } from '../support/cleanup';
import { inRepository, REPOSITORY } from '../support/repository';

/** A machine with Node and these programs, which write down how they are called. */
function machineWith(...programs: string[]) {
	const directory = cleanup(mkdtempSync(path.join(tmpdir(), 'linkauth-parts-')), (it) => {
		rmSync(it, { recursive: true });
	});
	const calls = path.join(directory, 'calls');
	writeFileSync(calls, '');
	for (const program of programs) {
		const file = path.join(directory, program);
		writeFileSync(file, `#!/bin/sh\necho "${program} $*" >> ${calls}\n`);
		chmodSync(file, 0o755);
	}
	symlinkSync(process.execPath, path.join(directory, 'node'));
	const inherited = Object.entries(process.env).filter(([name]) => !/^(?:CI$|LINKAUTH_)/.test(name));
	// Nowhere is a Chromium, wherever this machine has one.
	const own = { PATH: directory, CHROMIUM_PATH: path.join(directory, 'chromium') };
	const env: NodeJS.ProcessEnv = { ...Object.fromEntries(inherited), ...own };
	const run = (...args: string[]) =>
		spawnSync(process.execPath, args, { cwd: REPOSITORY, env, encoding: 'utf8' });
	return { run, env, calls: () => readFileSync(calls, 'utf8') };
}

test('what is missing is installed in one go with apt', () => {
	const { run, calls } = machineWith('apt-get', 'env', 'sudo');
	expect(run('scripts/parts.mjs').status).toBe(0);
	const [update, install] = calls().trim().split('\n');
	const root = process.getuid?.() === 0;
	expect(update).toBe(root ? 'apt-get update -qq' : 'sudo -n true');
	if (!root) return;
	expect(install).toMatch(
		/^env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends /,
	);
	for (const each of ['redis-server', 'chromium', 'prometheus', 'openssl', 'curl'])
		expect(install).toContain(` ${each}`);
	expect(install).not.toContain('g++');
});

test('with Homebrew, each part is a call of its own', () => {
	const { run, calls } = machineWith('brew');
	expect(run('scripts/parts.mjs').status).toBe(0);
	expect(calls()).toContain('brew install redis\n');
	expect(calls()).toContain('brew install --cask chromium\n');
});

test('without either, each missing part is named, with what needs it and how to install it', () => {
	const { status, stdout } = machineWith('openssl', 'curl').run('scripts/parts.mjs');
	expect(status).toBe(0);
	expect(stdout).toContain(
		'Redis is missing (for the store that several brokers share): what needs it is skipped.',
	);
	expect(stdout).toContain('sudo apt-get install redis-server, on macOS: brew install redis.');
	expect(stdout).toContain('name it in CHROMIUM_PATH');
	expect(stdout).not.toContain('OpenSSL is missing');
});

test('tests that lack a part are skipped, and the last lines say how many, for want of what, and what brings it', () => {
	const jest = inRepository('node_modules/jest/bin/jest.js');
	const { status, stdout } = machineWith('openssl', 'curl').run(
		jest,
		'-w',
		'1',
		'redis-connection',
		'key-check.browser',
	);
	expect(status).toBe(0);
	expect(stdout).toMatch(/^0 passed, 0 failed, \d+ skipped$/m);
	expect(stdout).toMatch(/^ {2}\d+ skipped for want of Redis, which this brings: npm run parts$/m);
	expect(stdout).toMatch(/^ {2}\d+ skipped for want of Chromium, which this brings: npm run parts$/m);
});

test('in CI a missing part is a failure', () => {
	const jest = inRepository('node_modules/jest/bin/jest.js');
	const { run, env } = machineWith('openssl', 'curl');
	env['CI'] = 'true';
	const { status, stderr } = run(jest, '-w', '1', 'key-check.browser');
	expect(status).not.toBe(0);
	expect(stderr).toMatch(
		/Not installed: Redis, Chromium, Firefox, WebKit, Prometheus\b.*\. Run npm run parts\./,
	);
});
