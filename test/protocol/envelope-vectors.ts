import { readFileSync } from 'node:fs';
import { inRepository } from '../support/repository';

interface Vectors {
	readonly good: readonly {
		readonly name: string;
		readonly public_key: string;
		readonly private_key_pkcs8: string;
		readonly fingerprint: string;
		readonly plaintext: Readonly<Record<string, string>>;
		readonly envelope: string;
	}[];
	readonly must_fail: readonly {
		readonly name: string;
		readonly private_key: string;
		readonly envelope: string;
	}[];
}

/** Envelopes made, and spoilt, by Python's cryptography, independently of this project. */
export const vectors = JSON.parse(
	readFileSync(inRepository('test/protocol/vectors/envelope.json'), 'utf8'),
) as Vectors;
