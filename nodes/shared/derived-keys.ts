import {
	base64UrlDecode,
	base64UrlEncode,
	randomBytes,
	utf8Encode,
	type Bytes,
} from '../../protocol/encoding';
import { SealedValueError } from './errors';

const KEY_BYTES = 32;

/** A fresh sealing key: base64url of 32 random bytes (43 characters). */
export function makeSealingKey(): string {
	return base64UrlEncode(randomBytes(KEY_BYTES));
}

/**
 * An AES-256-GCM key for one purpose, derived from the sealing key with HKDF-SHA-256 (RFC 5869).
 * @param purpose what follows `linkauth/` in HKDF's info
 * @throws SealedValueError where there is no usable sealing key
 */
export async function derivedKey(sealingKey: string, purpose: string): Promise<CryptoKey> {
	const root = await rootOf(sealingKey);
	return await crypto.subtle.deriveKey(hkdf(purpose), root, { name: 'AES-GCM', length: 256 }, false, [
		'encrypt',
		'decrypt',
	]);
}

/**
 * Bytes for one purpose, derived in the same way.
 * @param purpose what follows `linkauth/` in HKDF's info
 * @throws SealedValueError where there is no usable sealing key
 */
export async function derivedBytes(sealingKey: string, purpose: string, length: number): Promise<Bytes> {
	const root = await rootOf(sealingKey);
	return new Uint8Array(await crypto.subtle.deriveBits(hkdf(purpose), root, length * 8));
}

async function rootOf(sealingKey: string): Promise<CryptoKey> {
	const material = bytesOf(sealingKey);
	if (material?.length === KEY_BYTES) {
		return await crypto.subtle.importKey('raw', material, 'HKDF', false, ['deriveBits', 'deriveKey']);
	}
	throw new SealedValueError(
		'no-key',
		'The LinkAuth API credential has no sealing key yet.',
		'Open the credential, press Save (or Retry) so that n8n tests it and makes the key, and run the workflow again.',
	);
}

function hkdf(purpose: string): HkdfParams {
	return { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8Encode(`linkauth/${purpose}`) };
}

function bytesOf(text: string): Bytes | undefined {
	try {
		return base64UrlDecode(text);
	} catch {
		return undefined;
	}
}
