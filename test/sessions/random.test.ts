import { ofRandom } from '../../broker/sessions/random';

const text = (length: number) => ofRandom(length, (bytes) => bytes.toString('hex'));

describe('random bytes', () => {
	test('are others each time, also when the pool is filled again', () => {
		const texts = Array.from({ length: 5_000 }, (_, at) => text(16 + (at % 17)));
		expect(new Set(texts).size).toBe(5_000);
		const starts = new Set(texts.map((each) => each.slice(0, 16)));
		expect(starts.size).toBe(5_000);
	});

	test('are overwritten once they are used, also where that failed', () => {
		let kept: Buffer = Buffer.alloc(0);
		const keep = (bytes: Buffer) => {
			kept = bytes;
			throw new Error('no use for them');
		};
		expect(() => ofRandom(32, keep)).toThrow('no use for them');
		expect(kept.equals(Buffer.alloc(32))).toBe(true);
	});

	test('are of every value', () => {
		const counts = new Map<number, number>();
		for (let at = 0; at < 1_000; at += 1) {
			ofRandom(64, (bytes) => {
				for (const byte of bytes) counts.set(byte, (counts.get(byte) ?? 0) + 1);
			});
		}
		// Each 250 times; less than 150 has a chance of less than one in ten thousand million.
		expect(counts.size).toBe(256);
		expect(Math.min(...counts.values())).toBeGreaterThan(150);
	});
});
