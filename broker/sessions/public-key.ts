import { createPublicKey, type KeyObject } from 'node:crypto';
import { LIMITS } from '../../protocol/limits';
import { spkiBytes } from '../../protocol/key-fingerprint';
import { base64Encode } from '../../protocol/encoding';
import { ProblemError } from '../problem';

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
	const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
	if (modulusLength < LIMITS.minimumModulus) {
		throw invalidKey(`expected at least ${String(LIMITS.minimumModulus)} bits, got ${String(modulusLength)}`);
	}
	if (modulusLength > LIMITS.maximumModulus) {
		throw invalidKey(`expected at most ${String(LIMITS.maximumModulus)} bits, got ${String(modulusLength)}`);
	}
	if (publicExponent < 3n || publicExponent % 2n === 0n) {
		throw invalidKey('expected an odd exponent of 3 or more');
	}
	const canonical = key.export({ type: 'spki', format: 'der' });
	if (!canonical.equals(der)) throw invalidKey('expected DER without anything before or after the key');
	return { publicKey: base64Encode(der), modulusBytes: Math.ceil(modulusLength / 8) };
}

function derOf(text: string) {
	try {
		return spkiBytes(text);
	} catch {
		throw invalidKey('expected standard base64 of DER, or PEM with BEGIN PUBLIC KEY');
	}
}

function parse(der: Uint8Array): KeyObject {
	try {
		return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
	} catch (cause) {
		throw new ProblemError(
			'invalid_public_key',
			'public_key: expected a SubjectPublicKeyInfo',
			{},
			{ cause },
		);
	}
}

function invalidKey(expected: string): ProblemError {
	return new ProblemError('invalid_public_key', `public_key: ${expected}.`);
}
