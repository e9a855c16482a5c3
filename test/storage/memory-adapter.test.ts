import { MemoryAdapter } from '../../broker/storage/memory/memory-adapter';
import { cleanup } from '../support/cleanup';
import { until } from '../support/until';

const row = (value: unknown) => ({ value: { version: 'v', value } });

test('what is over is deleted at an interval, whether or not anybody reads it', async () => {
	let now = 1_000;
	const adapter = cleanup(new MemoryAdapter(() => now, 10), (it) => {
		it.disconnect();
	});
	adapter.set('kept', row('k'), 5_000);
	const kept = adapter.bytes;
	adapter.set('short', row('x'.repeat(10_000)), 1_000);
	adapter.reserve('short', 10_000);
	expect(adapter.bytes).toBeGreaterThan(kept + 20_000);
	now += 999;
	expect(adapter.get('short')).toBeDefined();
	now += 1;
	expect(adapter.get('short')).toBeUndefined();
	await until(() => adapter.bytes === kept);
	expect(adapter.get('kept')).toEqual(row('k'));
});
