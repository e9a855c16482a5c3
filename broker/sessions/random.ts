import { randomFillSync } from 'node:crypto';

/** Bytes that are fetched at a time: to fetch some is a call of the system, which takes as long for a few as for many. */
const POOL_BYTES = 2_048;

const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/**
 * What is made of cryptographically random bytes. They are used once, and overwritten then, so that no secret stays.
 * @param length at most 2048
 * @param make must not keep the bytes
 */
export function ofRandom<T>(length: number, make: (bytes: Buffer<ArrayBuffer>) => T): T {
	if (used + length > POOL_BYTES) {
		randomFillSync(pool);
		used = 0;
	}
	const bytes = pool.subarray(used, used + length);
	used += length;
	try {
		return make(bytes);
	} finally {
		bytes.fill(0);
	}
}
