import { createReadStream } from 'node:fs';
import { CHAIN_START, readChainLine, sha256, type ChainEnd, type ChainLine } from './chain';

/** What checking an audit file found. */
export type AuditVerdict =
	| {
			readonly good: true;
			readonly end: ChainEnd;
			/** Whether the file ends in the middle of a line. */
			readonly incomplete: boolean;
	  }
	| {
			readonly good: false;
			/** Number of the line at fault, from 1; undefined where it is the file as a whole. */
			readonly line?: number;
			readonly fault: string;
	  };

/** What else the file must show. */
export interface AuditAnchors {
	/** The hash of the very last line. */
	readonly last?: string;
	/** The hash of any line. */
	readonly contained?: string;
}

/**
 * Checks an audit file from its first line to its last. What is missing at the end shows only against an anchor: a hash
 * that was written down elsewhere.
 * @throws where the file cannot be read
 */
export async function verifyAudit(path: string, anchors: AuditAnchors = {}): Promise<AuditVerdict> {
	const check = new ChainCheck();
	let number = 0;
	let found = anchors.contained === undefined;
	for await (const { content, complete } of linesOf(path)) {
		number += 1;
		if (!complete) return conclude(check, anchors, found, true);
		const fault = check.next(content);
		if (fault !== undefined) return { good: false, line: check.tornLine ?? number, fault };
		found ||= check.end.hash === anchors.contained;
	}
	return conclude(check, anchors, found, false);
}

/** Follows a chain line by line. */
class ChainCheck {
	end: ChainEnd = CHAIN_START;
	/** Number of the fragment that the next line has to account for. */
	tornLine: number | undefined;
	#torn: string | undefined;
	#read = 0;

	/** @returns what is wrong with the next line, if anything */
	next(content: Buffer): string | undefined {
		this.#read += 1;
		const line = readChainLine(content);
		if (!line && this.#torn === undefined && this.#read > 1) {
			this.#torn = sha256(content);
			this.tornLine = this.#read;
			return undefined;
		}
		const fault = line ? this.#faultOf(line) : 'it is not a line of an audit log';
		if (fault !== undefined || !line) return fault;
		this.end = { hash: line.hash, lines: this.end.lines + 1 };
		this.#torn = undefined;
		return undefined;
	}

	#faultOf(line: ChainLine): string | undefined {
		const { end } = this;
		if (this.#torn !== undefined && line.torn !== this.#torn) return 'it is not a line of an audit log';
		this.tornLine = undefined;
		if (end.lines === 0 && line.event !== 'log_begun') return 'the beginning of the log is missing';
		if (line.hash !== line.expected) return 'it was altered';
		if (line.previous !== end.hash)
			return 'it does not follow the line before: one was removed, added or moved';
		return line.n === end.lines + 1 ? undefined : 'its number is wrong';
	}
}

function conclude(
	{ end, tornLine }: ChainCheck,
	{ last }: AuditAnchors,
	found: boolean,
	incomplete: boolean,
): AuditVerdict {
	if (tornLine !== undefined)
		return { good: false, line: tornLine, fault: 'it is not a line of an audit log' };
	if (end.lines === 0) return { good: false, fault: 'the file has no line of an audit log' };
	if (!found) return { good: false, fault: 'no line has the expected hash: lines are missing at the end' };
	if (last !== undefined && last !== end.hash)
		return { good: false, fault: `the last line has another hash than expected: ${end.hash}` };
	return { good: true, end, incomplete };
}

/** The lines of a file as bytes, one after the other, whatever its size. */
async function* linesOf(
	path: string,
): AsyncGenerator<{ readonly content: Buffer; readonly complete: boolean }> {
	let rest = Buffer.alloc(0);
	for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
		rest = Buffer.concat([rest, chunk]);
		for (let at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n')) {
			yield { content: rest.subarray(0, at), complete: true };
			rest = rest.subarray(at + 1);
		}
	}
	if (rest.length > 0) yield { content: rest, complete: false };
}
