import type { Share } from './call-slots';

/** Bytes of a ciphertext from which on a call counts as large. */
const LARGE = 32 * 1024;

/** What a call counts in, besides its receiver and its network. */
export function sharesOf(owner: string | undefined, ciphertextSize: number): readonly Share[] {
	return [
		...(owner === undefined ? [] : [{ key: `key ${owner}`, quick: 96, slow: 192 }]),
		...(ciphertextSize > LARGE ? [{ key: 'large', quick: 8, slow: 8 }] : []),
	];
}

/** The share of a network on the internet, whatever the names that lead there. */
export function networkShare(network: string): Share {
	return { key: `network ${network}`, quick: 32, slow: 64 };
}
