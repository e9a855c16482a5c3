import { createHash } from 'node:crypto';

/** What the first line of a file follows. */
const NO_PREVIOUS = '0'.repeat(64);

/** What an entry of the log says, apart from its place in the chain. */
export interface AuditEntry {
	/** ISO 8601, UTC. */
	readonly time: string;
	/** What happened: an outcome of a session, or what became of the log itself. */
	readonly event: string;
	readonly [member: string]: string | number | undefined;
}

/** The end of a chain: the hash of its last line, and its number of lines. */
export interface ChainEnd {
	readonly hash: string;
	readonly lines: number;
}

/** Where every chain begins. */
export const CHAIN_START: ChainEnd = { hash: NO_PREVIOUS, lines: 0 };

/** A line as it was read, not yet compared with the one before. */
export interface ChainLine {
	readonly event: unknown;
	/** Its number, from 1. */
	readonly n: unknown;
	readonly previous: unknown;
	/** SHA-256 hex of the fragment that an interrupted write left before this line. */
	readonly torn: unknown;
	/** The hash that it carries. */
	readonly hash: string;
	/** The hash that it ought to carry. */
	readonly expected: string;
}

const CLOSING = /^,"hash":"([0-9a-f]{64})"\}$/;
/** Bytes of {@link CLOSING}. */
const CLOSING_LENGTH = 75;

/**
 * Adds an entry to a chain. Its hash is SHA-256 over the previous line's hash and the line up to its own, both as the
 * bytes in the file: it can be checked without parsing anything.
 * @returns the line with its newline, and the chain's new end
 */
export function chain(entry: AuditEntry, end: ChainEnd): { readonly line: string; readonly end: ChainEnd } {
	const lines = end.lines + 1;
	const body = JSON.stringify({ n: lines, ...entry, previous: end.hash }).slice(0, -1);
	const hash = sha256(end.hash, body);
	return { line: `${body},"hash":"${hash}"}\n`, end: { hash, lines } };
}

/** Reads a line without its newline; undefined where it is not one of an audit log. */
export function readChainLine(line: Buffer): ChainLine | undefined {
	const at = line.length - CLOSING_LENGTH;
	const hash = at > 0 ? CLOSING.exec(line.toString('latin1', at))?.[1] : undefined;
	const members = hash === undefined ? undefined : parseObject(line.toString());
	if (hash === undefined || !members) return undefined;
	const { event, n, previous, torn } = members;
	const expected = sha256(typeof previous === 'string' ? previous : '', line.subarray(0, at));
	return { event, n, previous, torn, hash, expected };
}

/** SHA-256 in lower-case hexadecimal of several parts, one after the other. */
export function sha256(...parts: readonly (string | Buffer)[]): string {
	const hash = createHash('sha256');
	for (const part of parts) hash.update(part);
	return hash.digest('hex');
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}
