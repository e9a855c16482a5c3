import {
	base64UrlDecode,
	base64UrlEncode,
	randomBytes,
	utf8Decode,
	utf8Encode,
	type Bytes,
} from '../../protocol/encoding';
import { derivedBytes, derivedKey } from './derived-keys';
import { SealedValueError } from './errors';

/**
 * What a sealed value is for. Each purpose has a key of its own, so that one kind can never be passed for
 * another: `session` travels from Request to Await, `agent-state` waits at the broker until somebody comes
 * back with the user code, `credential` is what Await gives.
 */
export type SealPurpose = 'session' | 'agent-state' | 'credential';

const FORMAT = 'la1';
const SEALED =
	/^(?:sealed-by-linkauth\.[a-z-]+\.)?la1\.(session|agent-state|credential)\.([A-Za-z0-9_-]{8})\.([A-Za-z0-9_-]+)$/;
/**
 * Stands before a sealed credential, for whoever finds it where a secret belongs: n8n sends any text that stands in a
 * header, and the service's refusal is all that comes of it. No part of what is sealed.
 */
const LABEL = 'sealed-by-linkauth.choose-linkauth-api-as-authentication.';
const KEY_ID_BYTES = 6;
const IV_BYTES = 12;
const TAG_BYTES = 16;

const NOUNS: Readonly<Record<SealPurpose, string>> = {
	session: 'session',
	'agent-state': 'agent state',
	credential: 'sealed credential',
};

const MADE_BY: Readonly<Record<SealPurpose, string>> = {
	session: 'the Session that Request Credential gave',
	'agent-state': 'what the broker keeps for this code',
	credential: 'the Credential that Await Credential gave (Output: Sealed)',
};

/**
 * Seals a value, so that only a holder of the sealing key can read it, and only for the same purpose.
 *
 * AES-256-GCM (RFC 5116) under a key derived with HKDF-SHA-256 (RFC 5869) for the purpose. The form is
 * `la1.<purpose>.<key id>.<base64url of IV, ciphertext, tag>`; all that stands before the last dot is
 * authenticated. The key id (48 bits, derived as well) says which key a value belongs to and nothing of it. Before a
 * credential stands a {@link LABEL}.
 * @param value anything that JSON can carry
 * @throws SealedValueError where there is no usable sealing key
 */
export async function seal(sealingKey: string, purpose: SealPurpose, value: unknown): Promise<string> {
	const keys = await deriveKeys(sealingKey, purpose);
	const header = `${FORMAT}.${purpose}.${keys.id}`;
	const iv = randomBytes(IV_BYTES);
	const ciphertext = await crypto.subtle.encrypt(
		{ name: 'AES-GCM', iv, additionalData: utf8Encode(header) },
		keys.aes,
		utf8Encode(JSON.stringify(value)),
	);
	const label = purpose === 'credential' ? LABEL : '';
	return `${label}${header}.${base64UrlEncode(joined(iv, new Uint8Array(ciphertext)))}`;
}

/** Whether a value is meant to be a sealed one of this purpose, be it whole or not. */
export function isSealedAs(purpose: SealPurpose, value: unknown): value is string {
	return typeof value === 'string' && value.trim().startsWith(`${FORMAT}.${purpose}.`);
}

/**
 * Opens what {@link seal} made.
 * @param sealed anything; whatever is not a sealed value of this purpose is refused by name
 * @throws SealedValueError saying what is wrong with it
 */
export async function unseal(sealingKey: string, purpose: SealPurpose, sealed: unknown): Promise<unknown> {
	const { keyId, body } = parts(purpose, sealed);
	const keys = await deriveKeys(sealingKey, purpose);
	if (keyId !== keys.id) {
		throw new SealedValueError(
			'other-key',
			`The ${NOUNS[purpose]} was made with another LinkAuth API credential.`,
			'Only the credential it was made with can open it. Pick the same LinkAuth API credential in every node of this workflow; where its sealing key was replaced, ask the person again.',
		);
	}
	const plaintext = await crypto.subtle
		.decrypt(
			{
				name: 'AES-GCM',
				iv: body.subarray(0, IV_BYTES),
				additionalData: utf8Encode(`${FORMAT}.${purpose}.${keyId}`),
			},
			keys.aes,
			body.subarray(IV_BYTES),
		)
		.catch(() => undefined);
	if (plaintext === undefined) throw damaged(purpose);
	return JSON.parse(utf8Decode(new Uint8Array(plaintext)));
}

function parts(purpose: SealPurpose, sealed: unknown): { keyId: string; body: Bytes } {
	if (sealed === undefined || sealed === null || sealed === '') {
		throw new SealedValueError(
			'missing',
			`There is no ${NOUNS[purpose]} in this item.`,
			`Pass on ${MADE_BY[purpose]}. Where a node in between replaced the item, refer to that node by name in an expression.`,
		);
	}
	const match = typeof sealed === 'string' ? SEALED.exec(sealed.trim()) : null;
	const [, found, keyId, text] = match ?? [];
	if (found === undefined || keyId === undefined || text === undefined) {
		throw new SealedValueError(
			'not-sealed',
			`This is not a ${NOUNS[purpose]}${typeof sealed === 'string' ? '' : `, but ${kindOf(sealed)}`}.`,
			`Pass on ${MADE_BY[purpose]}, unchanged.`,
		);
	}
	if (found !== purpose) {
		throw new SealedValueError(
			'wrong-purpose',
			`This is a ${NOUNS[found as SealPurpose]}, not a ${NOUNS[purpose]}.`,
			`Pass on ${MADE_BY[purpose]} instead.`,
		);
	}
	const body = bytesOf(text);
	if (body === undefined || body.length < IV_BYTES + TAG_BYTES) throw damaged(purpose);
	return { keyId, body };
}

function damaged(purpose: SealPurpose): SealedValueError {
	return new SealedValueError(
		'damaged',
		`The ${NOUNS[purpose]} has been changed or cut off on its way.`,
		`Pass on ${MADE_BY[purpose]} exactly as it is, without editing or shortening it.`,
	);
}

async function deriveKeys(
	sealingKey: string,
	purpose: SealPurpose,
): Promise<{ readonly aes: CryptoKey; readonly id: string }> {
	const [aes, id] = await Promise.all([
		derivedKey(sealingKey, `sealing/v1/${purpose}`),
		derivedBytes(sealingKey, 'sealing/v1/key-id', KEY_ID_BYTES),
	]);
	return { aes, id: base64UrlEncode(id) };
}

function bytesOf(text: string): Bytes | undefined {
	try {
		return base64UrlDecode(text);
	} catch {
		return undefined;
	}
}

function joined(first: Bytes, second: Bytes): Bytes {
	const both = new Uint8Array(first.length + second.length);
	both.set(first);
	both.set(second, first.length);
	return both;
}

function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object (a decrypted credential?)' : `a ${typeof value}`;
}
