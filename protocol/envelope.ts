import { base64Decode, base64Encode, randomBytes, utf8Decode, utf8Encode, type Bytes } from './encoding';
import { spkiBytes } from './key-fingerprint';

/** The one suite of the protocol: RSA-OAEP (RFC 8017) with SHA-256 wraps an AES-256-GCM key (RFC 5116). */
export const ENVELOPE_ALGORITHM = 'RSA-OAEP-256+AES-256-GCM';

/** Modulus length of the keys made here, in bits. */
const MODULUS_BITS = 2048;

const RSA = { name: 'RSA-OAEP', hash: 'SHA-256' } as const;
const AES = 'AES-GCM';
/** Bytes of the initialization vector. */
export const IV_BYTES = 12;
/** Bytes of GCM's tag, which follows the ciphertext. */
export const TAG_BYTES = 16;
const AES_KEY_BITS = 256;

/** The values that a person gives, by field name. */
export type CredentialFields = Readonly<Record<string, string>>;

/** A key pair for one session, both halves as standard base64 of DER. */
export interface SessionKeyPair {
	/** SubjectPublicKeyInfo (RFC 5280). */
	readonly publicKey: string;
	/** PKCS #8 (RFC 5208). Never leaves the agent. */
	readonly privateKey: string;
}

/** An envelope taken apart into its three members, as bytes. */
export interface EnvelopeParts {
	readonly wrappedKey: Bytes;
	readonly iv: Bytes;
	/** Ciphertext with the 128-bit tag appended. */
	readonly ciphertext: Bytes;
}

/** The envelope is not one: not base64 of JSON with exactly the three members. Holds nothing of its content. */
export class MalformedEnvelope extends Error {
	override readonly name = 'MalformedEnvelope';
}

/** The envelope could not be opened. Deliberately silent about which step failed. */
export class EnvelopeNotOpened extends Error {
	override readonly name = 'EnvelopeNotOpened';
	constructor() {
		super('The envelope could not be opened with this key.');
	}
}

/** A fresh RSA key pair of {@link MODULUS_BITS} bits, exponent 65537. In Node it is made off the main thread. */
export async function makeKeyPair(): Promise<SessionKeyPair> {
	const pair = await crypto.subtle.generateKey(
		{ ...RSA, modulusLength: MODULUS_BITS, publicExponent: new Uint8Array([1, 0, 1]) },
		true,
		['encrypt', 'decrypt'],
	);
	const [spki, pkcs8] = await Promise.all([
		crypto.subtle.exportKey('spki', pair.publicKey),
		crypto.subtle.exportKey('pkcs8', pair.privateKey),
	]);
	return {
		publicKey: base64Encode(new Uint8Array(spki)),
		privateKey: base64Encode(new Uint8Array(pkcs8)),
	};
}

/**
 * Seals field values, or a provider's answer, to a public key.
 * @param publicKey RSA SubjectPublicKeyInfo, base64 of DER or PEM
 * @returns `base64(JSON({wrapped_key, iv, ciphertext}))`
 * @throws where the key is not an RSA public key
 * @example await sealEnvelope(publicKey, { username: 'kim', password: '…' });
 */
export async function sealEnvelope(
	publicKey: string,
	fields: Readonly<Record<string, unknown>>,
): Promise<string> {
	const rsa = await crypto.subtle.importKey('spki', spkiBytes(publicKey), RSA, false, ['encrypt']);
	const aesBytes = randomBytes(AES_KEY_BITS / 8);
	const iv = randomBytes(IV_BYTES);
	const aes = await crypto.subtle.importKey('raw', aesBytes, AES, false, ['encrypt']);
	const plaintext = utf8Encode(JSON.stringify(fields));
	const [ciphertext, wrappedKey] = await Promise.all([
		crypto.subtle.encrypt({ name: AES, iv }, aes, plaintext),
		crypto.subtle.encrypt(RSA, rsa, aesBytes),
	]);
	return joinEnvelope({
		wrappedKey: new Uint8Array(wrappedKey),
		iv,
		ciphertext: new Uint8Array(ciphertext),
	});
}

/**
 * Opens an envelope.
 * @param privateKey PKCS #8, base64 of DER
 * @throws EnvelopeNotOpened for every failure alike
 * @example const { password } = await openEnvelope(keys.privateKey, reply.ciphertext);
 */
export async function openEnvelope(privateKey: string, envelope: string): Promise<CredentialFields> {
	try {
		const { wrappedKey, iv, ciphertext } = splitEnvelope(envelope);
		const rsa = await crypto.subtle.importKey('pkcs8', base64Decode(privateKey), RSA, false, ['decrypt']);
		const aesBytes = await crypto.subtle.decrypt(RSA, rsa, wrappedKey);
		const aes = await crypto.subtle.importKey('raw', aesBytes, AES, false, ['decrypt']);
		const plaintext = await crypto.subtle.decrypt({ name: AES, iv }, aes, ciphertext);
		return asFields(JSON.parse(utf8Decode(new Uint8Array(plaintext))));
	} catch {
		throw new EnvelopeNotOpened();
	}
}

/**
 * Takes an envelope apart and checks its shape; nothing of it is decrypted.
 * @throws MalformedEnvelope naming the member at fault
 */
export function splitEnvelope(envelope: string): EnvelopeParts {
	const outer = parseObject(decoded(envelope, 'the envelope'));
	const part = (name: string): Bytes => {
		const value = outer[name];
		if (typeof value !== 'string') throw new MalformedEnvelope(`${name}: expected a base64 string`);
		return decoded(value, name);
	};
	const parts = {
		wrappedKey: part('wrapped_key'),
		iv: part('iv'),
		ciphertext: part('ciphertext'),
	};
	if (parts.iv.length !== IV_BYTES) {
		throw new MalformedEnvelope(`iv: expected ${String(IV_BYTES)} bytes`);
	}
	if (parts.ciphertext.length < TAG_BYTES) {
		throw new MalformedEnvelope(`ciphertext: expected at least the ${String(TAG_BYTES)} bytes of its tag`);
	}
	return parts;
}

/** The number of plaintext bytes in an envelope, which needs no key: GCM adds its tag and nothing else. */
export function plaintextLength(parts: EnvelopeParts): number {
	return parts.ciphertext.length - TAG_BYTES;
}

function joinEnvelope(parts: EnvelopeParts): string {
	const json = JSON.stringify({
		wrapped_key: base64Encode(parts.wrappedKey),
		iv: base64Encode(parts.iv),
		ciphertext: base64Encode(parts.ciphertext),
	});
	return base64Encode(utf8Encode(json));
}

function decoded(text: string, name: string): Bytes {
	try {
		return base64Decode(text);
	} catch {
		throw new MalformedEnvelope(`${name}: expected standard base64`);
	}
}

function parseObject(bytes: Bytes): Readonly<Record<string, unknown>> {
	try {
		const value: unknown = JSON.parse(utf8Decode(bytes));
		if (isObject(value)) return value;
	} catch {
		// Falls through to the one answer for everything that is not a JSON object.
	}
	throw new MalformedEnvelope('the envelope: expected base64 of a JSON object');
}

/** Field values are strings; another implementation's number or flag (`expires_in`) is kept as its JSON text. */
function asFields(value: unknown): CredentialFields {
	if (!isObject(value)) throw new TypeError('not an object');
	return Object.fromEntries(
		Object.entries(value).map(([name, member]) => [
			name,
			typeof member === 'string' ? member : JSON.stringify(member),
		]),
	);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
