import { LIMITS } from '../../protocol/limits';
import { readLink } from '../../protocol/long-link';
import type { Timings } from '../timings';
import type { Asked, LinkHashes } from './session';
import { hashesEqual, sha256Hex } from './tokens';

/** Compared with where there is none, so that it takes as long. */
const NO_HASH = '0'.repeat(64);

/** What a call shows of a link. */
export interface ShownLink {
	/** The user code in its normal form. */
	readonly code: string;
	/** The session's id. */
	readonly id: string;
	/** SHA-256 hex of a long link's random bits; undefined where only a code was shown. */
	readonly secretHash?: string;
	/** SHA-256 hex of the key's fingerprint, where that was shown beside it. */
	readonly keyHash?: string;
}

/**
 * What a text shows that stands in an address where a code or a long link does, or that was typed.
 * @param fingerprint the key's, as the link has it, where it was shown
 * @returns undefined where it can be neither
 */
export function shownLink(text: string, fingerprint?: string): ShownLink | undefined {
	const link = readLink(text);
	if (!link) return undefined;
	return {
		code: link.code,
		id: sha256Hex(link.code),
		...(link.secret && { secretHash: sha256Hex(link.secret) }),
		...(fingerprint !== undefined && { keyHash: sha256Hex(fingerprint) }),
	};
}

/**
 * Whether a link leads to a session: a long one by its random bits, for as long as the session lives; a code alone for
 * as long as it opens the session.
 * @param now milliseconds since the epoch, by the store's clock
 */
export function leadsTo(
	{ secretHash }: ShownLink,
	asked: Pick<Asked, 'createdAt' | 'linkHash'> | undefined,
	now: number,
	timings: Pick<Timings, 'second'>,
): boolean {
	const isRight = hashesEqual(secretHash ?? NO_HASH, asked?.linkHash ?? NO_HASH);
	if (!asked) return false;
	if (secretHash !== undefined) return isRight && asked.linkHash !== undefined;
	return asked.linkHash === undefined || now < codeEnd(asked, timings);
}

/** Until when a session with a long link is found by its code alone, in milliseconds since the epoch. */
export function codeEnd(
	{ createdAt }: Pick<Asked, 'createdAt'>,
	{ second }: Pick<Timings, 'second'>,
): number {
	return createdAt + LIMITS.codeTime * second;
}

/** Whether whoever shows a link has the whole of it: its random bits, or the fingerprint that it pins. */
export function isWhole(shown: ShownLink, kept: LinkHashes | undefined): boolean {
	const bits = hashesEqual(shown.secretHash ?? NO_HASH, kept?.linkHash ?? NO_HASH);
	const key = hashesEqual(shown.keyHash ?? NO_HASH, kept?.keyHash ?? NO_HASH);
	return (
		(bits && shown.secretHash !== undefined && kept?.linkHash !== undefined) ||
		(key && shown.keyHash !== undefined && kept?.keyHash !== undefined)
	);
}
