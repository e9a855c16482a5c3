import { base64UrlEncode, randomBytes } from '../../protocol/encoding';

const BYTES = 24;

/** A fresh `Idempotency-Key`: 32 random characters. Without it a reply lost on the way would lock the person out. */
export function makeIdempotencyKey(): string {
	return base64UrlEncode(randomBytes(BYTES));
}
