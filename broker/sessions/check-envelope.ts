import {
	ENVELOPE_ALGORITHM,
	MalformedEnvelope,
	plaintextLength,
	splitEnvelope,
} from '../../protocol/envelope';
import { LIMITS } from '../../protocol/limits';
import { ProblemError } from '../problem';
import type { FieldDefinition } from '../../protocol/templates';
import type { CompleteInput } from './requests';
import type { Asked } from './session';

/** Growth of a plaintext in base64 of JSON of base64, and room for the wrapped key. */
const GROWTH = 16 / 9;
const OVERHEAD = 4 * 1024;

/** The length in characters that an envelope of so many bytes of plaintext has at most. */
function longestEnvelope(plaintextBytes: number): number {
	return Math.ceil(plaintextBytes * GROWTH) + OVERHEAD;
}

/** The length in characters that an envelope for this form has at most. */
export function longestEnvelopeOf(fields: readonly FieldDefinition[]): number {
	return longestEnvelope(longestPlaintext(fields));
}

/** Bytes of plaintext that a form may have. */
function longestPlaintext(fields: readonly FieldDefinition[]): number {
	return fields.some((field) => field.type === 'file') ? LIMITS.plaintextWithFiles : LIMITS.plaintext;
}

/**
 * Checks an envelope's algorithm, its three members and their lengths against the session. The broker cannot decrypt it.
 * @throws ProblemError `invalid_envelope` naming the member at fault, or `too_large`
 */
export function checkEnvelope(
	input: Pick<CompleteInput, 'algorithm' | 'ciphertext'>,
	asked: Pick<Asked, 'fields' | 'modulusBytes'>,
): void {
	const limit = longestPlaintext(asked.fields);
	if (input.algorithm !== ENVELOPE_ALGORITHM) {
		throw new ProblemError('invalid_envelope', `algorithm: expected ${ENVELOPE_ALGORITHM}.`);
	}
	if (input.ciphertext.length > longestEnvelope(limit)) throw tooLarge(limit);
	const parts = split(input.ciphertext);
	if (parts.wrappedKey.length !== asked.modulusBytes) {
		throw new ProblemError(
			'invalid_envelope',
			`ciphertext: wrapped_key: expected ${String(asked.modulusBytes)} bytes, as many as the key's modulus.`,
		);
	}
	if (plaintextLength(parts) > limit) throw tooLarge(limit);
}

function split(envelope: string) {
	try {
		return splitEnvelope(envelope);
	} catch (error) {
		if (!(error instanceof MalformedEnvelope)) throw error;
		throw new ProblemError('invalid_envelope', `ciphertext: ${error.message}.`);
	}
}

function tooLarge(limit: number): ProblemError {
	return new ProblemError('too_large', `ciphertext: expected at most ${String(limit)} bytes of plaintext.`);
}
