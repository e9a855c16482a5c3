import { createPublicKey } from 'node:crypto';
import { LIMITS } from '../../protocol/limits';
import { spkiBytes } from '../../protocol/key-fingerprint';
import { faultyMember, type ProblemError } from '../problem';

/** A public key that meets the protocol's requirements. */
export interface AcceptedKey {
	/** Standard base64 of the DER SubjectPublicKeyInfo. */
	readonly publicKey: string;
	/** Bytes of the modulus, which is the length of a wrapped key. */
	readonly modulusBytes: number;
}

/**
 * Reads and checks an agent's public key: an RSA SubjectPublicKeyInfo (RFC 5280), base64 of DER or PEM, of 2048 to
 * 8192 bits, with an odd exponent of 3 or more.
 * @throws ProblemError `invalid_public_key` naming what is wrong with it
 */
export function acceptPublicKey(text: string): AcceptedKey {
	const der = derOf(text);
	const numbers = numbersIn(der);
	if (!numbers) throw invalidKey(...whatIsWrong(der));
	const { modulus, exponent } = numbers;
	const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
	if (bits < LIMITS.minimumModulus) {
		throw invalidKey(`expected at least ${String(LIMITS.minimumModulus)} bits, got ${String(bits)}`);
	}
	if (bits > LIMITS.maximumModulus) {
		throw invalidKey(`expected at most ${String(LIMITS.maximumModulus)} bits, got ${String(bits)}`);
	}
	if (isTooSmall(exponent) || isEven(exponent)) throw invalidKey('expected an odd exponent of 3 or more');
	return { publicKey: der.toString('base64'), modulusBytes: modulus.length };
}

function isTooSmall(exponent: Buffer): boolean {
	return exponent.length === 0 || (exponent.length === 1 && (exponent[0] ?? 0) < 3);
}

function isEven(number: Buffer): boolean {
	return ((number.at(-1) ?? 0) & 1) === 0;
}

function derOf(text: string): Buffer {
	try {
		return Buffer.from(spkiBytes(text).buffer);
	} catch {
		throw invalidKey('expected standard base64 of DER, or PEM with BEGIN PUBLIC KEY');
	}
}

/** `AlgorithmIdentifier` of rsaEncryption with its NULL (RFC 8017 appendix A.1). */
const RSA_ENCRYPTION = Buffer.from('300d06092a864886f70d0101010500', 'hex');

/**
 * Modulus and exponent of an RSA key, as unsigned numbers. There is one way to write a key as SubjectPublicKeyInfo in DER
 * (RFC 5280, RFC 8017), so the key is written anew from what was found, and must be the same: nothing is before, after or
 * between. OpenSSL would say the same, and take ten times as long for it as everything else that creates a session.
 * @returns undefined where it is anything else
 */
function numbersIn(der: Buffer): { readonly modulus: Buffer; readonly exponent: Buffer } | undefined {
	const info = contentOf(der, 0x30);
	const bits = info && contentOf(info.subarray(RSA_ENCRYPTION.length), 0x03);
	const key = bits && contentOf(bits.subarray(1), 0x30);
	const n = key && contentOf(key, 0x02);
	const e = n && contentOf(key.subarray(element(0x02, n).length), 0x02);
	if (!e) return undefined;
	const [modulus, exponent] = [unsigned(n), unsigned(e)];
	const isCanonical = subjectPublicKeyInfo(modulus, exponent).equals(der);
	return isCanonical ? { modulus, exponent } : undefined;
}

/** The content of the DER element that bytes begin with, as far as it is there; undefined where it has another tag. */
function contentOf(bytes: Buffer, tag: number): Buffer | undefined {
	if (bytes[0] !== tag) return undefined;
	const [, short = 0, high = 0, low = 0] = bytes;
	switch (short) {
		case 0x81:
			return bytes.subarray(3, 3 + high);
		case 0x82:
			return bytes.subarray(4, 4 + high * 0x100 + low);
		default:
			return bytes.subarray(2, 2 + short);
	}
}

function subjectPublicKeyInfo(modulus: Buffer, exponent: Buffer): Buffer {
	const key = element(0x30, element(0x02, signed(modulus)), element(0x02, signed(exponent)));
	return element(0x30, RSA_ENCRYPTION, element(0x03, Buffer.of(0), key));
}

/** A DER element: tag, length and content. */
function element(tag: number, ...content: readonly Buffer[]): Buffer {
	const length = content.reduce((sum, part) => sum + part.length, 0);
	const head =
		length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.of(tag, ...head), ...content]);
}

/** An unsigned number as the content of an INTEGER, whose first bit is its sign. */
function signed(number: Buffer): Buffer {
	return (number[0] ?? 0) < 0x80 ? number : Buffer.concat([Buffer.of(0), number]);
}

function unsigned(content: Buffer): Buffer {
	return content[0] === 0 ? content.subarray(1) : content;
}

/** What to say of bytes that are not an RSA key as it should be. */
function whatIsWrong(der: Buffer): [fault: string, options?: ErrorOptions] {
	try {
		const { asymmetricKeyType: kind = 'another kind' } = createPublicKey({
			key: der,
			format: 'der',
			type: 'spki',
		});
		return kind === 'rsa'
			? ['expected DER without anything before or after the key']
			: [`expected an RSA key, got ${kind}`];
	} catch (cause) {
		return ['expected a SubjectPublicKeyInfo', { cause }];
	}
}

function invalidKey(fault: string, options?: ErrorOptions): ProblemError {
	return faultyMember('invalid_public_key', ['public_key'], fault, options);
}
