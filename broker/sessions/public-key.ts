import { createPublicKey, type KeyObject } from 'node:crypto';
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
	const key = parse(der);
	if (key.asymmetricKeyType !== 'rsa') {
		throw invalidKey(`expected an RSA key, got ${key.asymmetricKeyType ?? 'another kind'}`);
	}
	const { modulus, exponent } = numbersOf(key);
	const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
	if (bits < LIMITS.minimumModulus) {
		throw invalidKey(`expected at least ${String(LIMITS.minimumModulus)} bits, got ${String(bits)}`);
	}
	if (bits > LIMITS.maximumModulus) {
		throw invalidKey(`expected at most ${String(LIMITS.maximumModulus)} bits, got ${String(bits)}`);
	}
	if (isTooSmall(exponent) || isEven(exponent)) throw invalidKey('expected an odd exponent of 3 or more');
	if (!subjectPublicKeyInfo(modulus, exponent).equals(der)) {
		throw invalidKey('expected DER without anything before or after the key');
	}
	return { publicKey: der.toString('base64'), modulusBytes: modulus.length };
}

/** Modulus and exponent, as unsigned numbers without leading zeros. As a JWK they cost a tenth of what DER does. */
function numbersOf(key: KeyObject): { readonly modulus: Buffer; readonly exponent: Buffer } {
	const { n = '', e = '' } = key.export({ format: 'jwk' });
	return { modulus: Buffer.from(n, 'base64url'), exponent: Buffer.from(e, 'base64url') };
}

function isTooSmall(exponent: Buffer): boolean {
	return exponent.length === 0 || (exponent.length === 1 && (exponent[0] ?? 0) < 3);
}

function isEven(number: Buffer): boolean {
	return ((number.at(-1) ?? 0) & 1) === 0;
}

/** `AlgorithmIdentifier` of rsaEncryption with its NULL (RFC 8017 appendix A.1). */
const RSA_ENCRYPTION = Buffer.from('300d06092a864886f70d0101010500', 'hex');

/** The one way to write an RSA key as SubjectPublicKeyInfo in DER (RFC 5280, RFC 8017). */
function subjectPublicKeyInfo(modulus: Buffer, exponent: Buffer): Buffer {
	const key = element(0x30, element(0x02, unsigned(modulus)), element(0x02, unsigned(exponent)));
	return element(0x30, RSA_ENCRYPTION, element(0x03, Buffer.of(0), key));
}

/** A DER element: tag, length and content. */
function element(tag: number, ...content: readonly Buffer[]): Buffer {
	const length = content.reduce((sum, part) => sum + part.length, 0);
	const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.of(tag, ...head), ...content]);
}

/** An unsigned number as the content of an INTEGER: its first bit is its sign. */
function unsigned(number: Buffer): Buffer {
	return (number[0] ?? 0) < 0x80 ? number : Buffer.concat([Buffer.of(0), number]);
}

function derOf(text: string): Buffer {
	try {
		return Buffer.from(spkiBytes(text).buffer);
	} catch {
		throw invalidKey('expected standard base64 of DER, or PEM with BEGIN PUBLIC KEY');
	}
}

function parse(der: Buffer): KeyObject {
	try {
		return createPublicKey({ key: der, format: 'der', type: 'spki' });
	} catch (cause) {
		throw invalidKey('expected a SubjectPublicKeyInfo', { cause });
	}
}

function invalidKey(fault: string, options?: ErrorOptions): ProblemError {
	return faultyMember('invalid_public_key', ['public_key'], fault, options);
}
