import { execFile as execFileCallback } from 'node:child_process';
import { promisify } from 'node:util';
import { testWith } from '../support/requirements';
import { inRepository } from '../support/repository';
import { read } from './markdown';

const execFile = promisify(execFileCallback);

testWith(
	'Redis',
	'the memory of Redis that it states is what a session takes',
	async () => {
		const { stdout } = await execFile(process.execPath, [inRepository('bench/redis-memory.mjs'), '2000']);
		const measured = [...stdout.matchAll(/(\d+) bytes each/g)].map(([, bytes]) => Number(bytes));
		const stated = [...read('docs/scaling.md').matchAll(/^\| (?:waiting|over).*\| ([\d,]+) +\|$/gm)].map(
			([, bytes = '']) => Number(bytes.replace(',', '')),
		);
		expect(measured).toHaveLength(stated.length);
		for (const [at, bytes] of measured.entries()) {
			expect(bytes / (stated[at] ?? 0)).toBeGreaterThan(0.8);
			expect(bytes / (stated[at] ?? 0)).toBeLessThan(1.25);
		}
	},
	120_000,
);
