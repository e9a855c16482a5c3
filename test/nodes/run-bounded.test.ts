import { setImmediate as tick } from 'node:timers/promises';

import { runBounded } from '../../nodes/shared/run-bounded';

it.each([
	[0, 3],
	[1, 3],
	[10, 3],
	[3, 10],
])('%i tasks, at most %i at a time, give their results in order', async (count, limit) => {
	let running = 0;
	let most = 0;
	const results = await runBounded(count, limit, async (index) => {
		running += 1;
		most = Math.max(most, running);
		for (let wait = 0; wait <= (index * 7) % 5; wait += 1) await tick();
		running -= 1;
		return index * 2;
	});
	expect(results).toEqual(Array.from({ length: count }, (_, index) => index * 2));
	expect(most).toBe(Math.min(count, limit));
});

it('the first failure is thrown, and no further task is started', async () => {
	const started: number[] = [];
	const run = runBounded(10, 2, async (index) => {
		started.push(index);
		await tick();
		if (index === 1) throw new Error('failed');
		await tick();
	});
	await expect(run).rejects.toThrow('failed');
	await tick();
	await tick();
	expect(started).toEqual([0, 1]);
});
