import type { Take } from '../../broker/limits/counters';
import { MemoryCounters } from '../../broker/limits/memory-counters';

const MINUTE = 60_000;
const take = (key: string): Take => ({ windows: [{ name: 'failed_look_ups', key, limit: 20 }] });

/** Counters whose clock stands still until it is set. */
function counters(most?: number) {
	let now = 0;
	const made = new MemoryCounters(MINUTE, () => now, most);
	return {
		made,
		at: (milliseconds: number) => {
			now = milliseconds;
		},
		passes: (key: string) => made.take(take(key)).refused === undefined,
	};
}

test('a million networks take no more than is kept, and those that just called are still counted', () => {
	const { made, passes } = counters();
	for (let count = 0; count < 1_000_000; count += 1) passes(`network ${String(count)}`);
	expect(made.size).toBeLessThanOrEqual(200_000);
	for (let count = 0; count < 19; count += 1) expect(passes('network 999999')).toBe(true);
	expect(passes('network 999999')).toBe(false);
});

test('what has ended is forgotten, and nothing that has not', () => {
	const { made, at, passes } = counters();
	for (let second = 0; second < 600; second += 1) {
		at(second * 1_000);
		for (let count = 0; count < 10; count += 1) passes(`network ${String(second)} ${String(count)}`);
		// The networks of the last minute.
		expect(made.size).toBeGreaterThanOrEqual(Math.min(second + 1, 60) * 10);
		expect(made.size).toBeLessThanOrEqual(120 * 10);
	}
	at(10_000_000);
	passes('one more');
	expect(made.size).toBe(1);
});

test('a window lasts a minute from its first call on, whenever that is', () => {
	const { at, passes } = counters();
	for (const start of [30_000, 200_001, 555_555]) {
		at(start);
		for (let count = 0; count < 20; count += 1) expect(passes('network')).toBe(true);
		at(start + MINUTE - 1);
		expect(passes('network')).toBe(false);
		at(start + MINUTE);
		expect(passes('network')).toBe(true);
		at(start + 2 * MINUTE);
	}
});
