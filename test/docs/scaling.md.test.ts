import { spawnSync } from 'node:child_process';
import { REDIS_INSTALLED } from '../support/redis';
import { inRepository } from '../support/repository';
import { read } from './markdown';

const testWithRedis = REDIS_INSTALLED ? test : test.skip;

testWithRedis(
	'the memory of Redis that it states is what a session takes',
	() => {
		const { stdout, status } = spawnSync(process.execPath, [inRepository('bench/redis-memory.mjs'), '2000'], {
			encoding: 'utf8',
		});
		expect(status).toBe(0);
		const measured = [...stdout.matchAll(/(\d+) bytes each/g)].map(([, bytes]) => Number(bytes));
		const stated = [...read('docs/scaling.md').matchAll(/^\| waiting.*\| ([\d,]+) +\|$/gm)].map(
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
