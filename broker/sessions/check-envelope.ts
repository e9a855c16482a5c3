import { isUtf8 } from 'node:buffer';
import {
	ENVELOPE_ALGORITHM,
	IV_BYTES,
	MalformedEnvelope,
	plaintextLength,
	splitEnvelope,
	TAG_BYTES,
} from '../../protocol/envelope';
import { LIMITS } from '../../protocol/limits';
import { ProblemError } from '../problem';
import type { CompleteInput } from './requests';
import type { Asked } from './session';

/** Growth of a plaintext in base64 of JSON of base64, and room for the wrapped key. */
const GROWTH = 16 / 9;
const OVERHEAD = 4 * 1024;

/** The length in characters that an envelope of so many bytes of plaintext has at most. */
function longestEnvelope(plaintextBytes: number): number {
	return Math.ceil(plaintextBytes * GROWTH) + OVERHEAD;
}

/** The length in characters that an envelope for this session has at most. */
export function longestEnvelopeOf(asked: Pick<Asked, 'fields' | 'signIn'>): number {
	return longestEnvelope(longestPlaintext(asked));
}

/** Bytes of plaintext that a form or a sign-in may have. */
function longestPlaintext({ fields, signIn }: Pick<Asked, 'fields' | 'signIn'>): number {
	if (signIn?.redeemedBy === 'agent') return LIMITS.plaintextOfSignIn;
	return fields.some((field) => field.type === 'file') ? LIMITS.plaintextWithFiles : LIMITS.plaintext;
}

/**
 * Checks an envelope's algorithm, its three members and their lengths against the session. The broker cannot decrypt it.
 * @throws ProblemError `invalid_envelope` naming the member at fault, or `too_large`
 */
export function checkEnvelope(
	input: Pick<CompleteInput, 'algorithm' | 'ciphertext'>,
	asked: Pick<Asked, 'fields' | 'signIn' | 'modulusBytes'>,
): void {
	const limit = longestPlaintext(asked);
	if (input.algorithm !== ENVELOPE_ALGORITHM) {
		throw new ProblemError('invalid_envelope', `algorithm: expected ${ENVELOPE_ALGORITHM}.`);
	}
	if (input.ciphertext.length > longestEnvelope(limit)) throw tooLarge(limit);
	const { wrappedKey, plaintext } = lengthsOf(input.ciphertext) ?? split(input.ciphertext);
	if (wrappedKey !== asked.modulusBytes) {
		throw new ProblemError(
			'invalid_envelope',
			`ciphertext: wrapped_key: expected ${String(asked.modulusBytes)} bytes, as many as the key's modulus.`,
		);
	}
	if (plaintext > limit) throw tooLarge(limit);
}

/** Bytes of an envelope's parts. */
interface Lengths {
	readonly wrappedKey: number;
	readonly plaintext: number;
}

/** Standard base64 with its padding, where the length is a multiple of 4. */
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * The lengths of an envelope that {@link splitEnvelope} takes apart, without taking it apart: what Node can decode at
 * once takes a tenth of the time, and lengths need no decoding.
 * @returns undefined where something is wrong with it
 */
export function lengthsOf(envelope: string): Lengths | undefined {
	if (lengthIn(envelope) === undefined) return undefined;
	const json = Buffer.from(envelope, 'base64');
	if (!isUtf8(json)) return undefined;
	try {
		const parts = JSON.parse(json.toString()) as Readonly<Record<string, unknown>> | null;
		const [wrappedKey, iv, ciphertext] = [parts?.['wrapped_key'], parts?.['iv'], parts?.['ciphertext']].map(
			lengthIn,
		);
		if (wrappedKey === undefined || iv !== IV_BYTES || ciphertext === undefined || ciphertext < TAG_BYTES)
			return undefined;
		return { wrappedKey, plaintext: ciphertext - TAG_BYTES };
	} catch {
		return undefined;
	}
}

/** How many bytes are in base64; undefined where it is none. */
function lengthIn(text: unknown): number | undefined {
	if (typeof text !== 'string' || text.length % 4 !== 0 || !BASE64.test(text)) return undefined;
	return (text.length / 4) * 3 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
}

/** The same by the protocol's own function, which says what is wrong. */
function split(envelope: string): Lengths {
	try {
		const parts = splitEnvelope(envelope);
		return { wrappedKey: parts.wrappedKey.length, plaintext: plaintextLength(parts) };
	} catch (error) {
		if (!(error instanceof MalformedEnvelope)) throw error;
		throw new ProblemError('invalid_envelope', `ciphertext: ${error.message}.`);
	}
}

function tooLarge(limit: number): ProblemError {
	return new ProblemError('too_large', `ciphertext: expected at most ${String(limit)} bytes of plaintext.`);
}
