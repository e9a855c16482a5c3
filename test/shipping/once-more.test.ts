import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cleanup } from '../support/cleanup';
import { inRepository } from '../support/repository';

describe('a test file that fails in CI', () => {
	let folder: string;
	let list: string;
	beforeEach(() => {
		folder = cleanup(mkdtempSync(path.join(tmpdir(), 'linkauth-once-more-')), (made) => {
			rmSync(made, { recursive: true });
		});
		list = path.join(folder, 'failed');
		writeFileSync(list, '');
		const reporters = [inRepository('test/support/closing-line.js')];
		writeFileSync(path.join(folder, 'jest.config.json'), JSON.stringify({ transform: {}, reporters }));
	});

	/** @param body of a test @param isLoaded whether the file gets that far */
	const file = (name: string, body: string) => {
		writeFileSync(path.join(folder, `${name}.test.js`), body);
	};
	const run = (command: string, ...parameters: string[]) =>
		spawnSync(command, parameters, {
			cwd: folder,
			encoding: 'utf8',
			env: {
				...process.env,
				PATH: `${inRepository('node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
				LINKAUTH_FAILED_TESTS: list,
			},
		});
	const first = () => run('jest', '-c', 'jest.config.json');
	const again = () => run(inRepository('.ci/once-more'), 'jest.config.json', list);
	const failed = () => readFileSync(list, 'utf8').split('\n').filter(Boolean).sort();

	const GOOD = "test('is', () => {});";
	const BAD = "test('is', () => { expect(1).toBe(2); });";
	/** Passes from the second time on. */
	const LATE = `const { existsSync, writeFileSync } = require('node:fs');
		test('is', () => { const seen = existsSync('seen'); writeFileSync('seen', ''); expect(seen).toBe(true); });`;

	test('and passes alone is let through', () => {
		file('good', GOOD);
		file('late', LATE);
		expect(first().status).toBe(1);
		expect(failed()).toEqual(['late.test.js']);
		const { status, stdout } = again();
		expect([status, stdout]).toEqual([0, expect.stringContaining('1 passed, 0 failed')]);
		expect(failed()).toEqual([]);
	});

	test('and fails again, or cannot be loaded, is not', () => {
		file('bad', BAD);
		file('broken', 'syntax error');
		expect(first().status).toBe(1);
		expect(failed()).toEqual(['bad.test.js', 'broken.test.js']);
		expect(again().status).toBe(1);
		expect(failed()).toEqual(['bad.test.js', 'broken.test.js']);
	});

	test('is not run again with two others', () => {
		for (const name of ['one', 'two', 'three']) file(name, LATE.replaceAll("'seen'", `'${name}'`));
		expect(first().status).toBe(1);
		const { status, stdout } = again();
		expect([status, stdout]).toEqual([1, '3 test files have failed; one or two are run once more.\n']);
	});

	test('is not there where something else has failed', () => {
		expect(again().status).toBe(1);
	});
});
