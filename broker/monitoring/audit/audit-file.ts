import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { CHAIN_START, chain, readChainLine, sha256, type AuditEntry, type ChainEnd } from './chain';

/** What an audit file works with. */
export interface AuditFileOptions {
	readonly path: string;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	/** Milliseconds until a write that failed is tried again. */
	readonly retryDelay: number;
	/** Told where a line could not be written, or where another process has changed the file. */
	readonly onFault: (reason: string) => void;
}

/** Entries that wait at most while the file cannot be written; those beyond are counted instead of kept. */
const LONGEST_QUEUE = 10_000;
/** Bytes at the end of a file in which its last line must begin. */
const TAIL = 64 * 1024;

/**
 * A file that only grows, one line for each entry, each line bound to the one before by its hash. A line is in the file
 * when {@link append} returns, so before the call that caused it is answered; it is a few microseconds' work. Where a
 * write fails, entries wait in their order and are written later; the broker goes on meanwhile.
 */
export class AuditFile {
	#queue: AuditEntry[] = [];
	/** Lines that are chained already and not yet in the file. */
	#unwritten: Buffer = Buffer.alloc(0);
	#lost = 0;
	#retry: NodeJS.Timeout | undefined;
	#size: number;
	#end: ChainEnd;

	/**
	 * Opens a file, new or from an earlier run, whose chain is then continued.
	 * @throws Error where it cannot be opened, or does not end like an audit log
	 */
	static open(options: AuditFileOptions): AuditFile {
		const descriptor = openSync(options.path, 'a+', 0o600);
		try {
			return new AuditFile(descriptor, options, readEnd(descriptor, options.path));
		} catch (error) {
			closeSync(descriptor);
			throw error;
		}
	}

	private constructor(
		private readonly descriptor: number,
		private readonly options: AuditFileOptions,
		last: FileEnd | undefined,
	) {
		this.#size = fstatSync(descriptor).size;
		this.#end = last?.end ?? CHAIN_START;
		if (last?.unfinished) this.#unwritten = Buffer.from('\n');
		this.append(
			last
				? { event: 'log_continued', ...(last.torn !== undefined && { torn: last.torn }) }
				: { event: 'log_begun', chain: randomBytes(16).toString('hex') },
		);
	}

	/** Where the chain ends: what `audit verify` is to find. */
	get end(): ChainEnd {
		return this.#end;
	}

	/** Adds an entry. Its time is now unless it says otherwise. */
	append({
		time,
		...entry
	}: Omit<AuditEntry, 'time'> & { readonly event: string; readonly time?: string }): void {
		if (this.#queue.length >= LONGEST_QUEUE) this.#lost += 1;
		else this.#queue.push({ time: time ?? this.#timestamp(), ...entry });
		if (!this.#retry) this.#write();
	}

	/** Says in the file that it ends here, and closes it. */
	close(): void {
		clearTimeout(this.#retry);
		this.#retry = undefined;
		this.append({ event: 'log_ended' });
		clearTimeout(this.#retry);
		closeSync(this.descriptor);
	}

	#write(): void {
		try {
			this.#checkSize();
			// What an earlier try has left over goes first.
			this.#writeAll();
			this.#chainQueue();
			this.#writeAll();
		} catch (error) {
			this.options.onFault(codeOf(error));
			this.#retry = setTimeout(() => {
				this.#retry = undefined;
				this.#write();
			}, this.options.retryDelay).unref();
		}
	}

	#checkSize(): void {
		const { size } = fstatSync(this.descriptor);
		if (size !== this.#size) this.options.onFault('another process has changed the file');
		this.#size = size;
	}

	/** Takes what waits into the chain. */
	#chainQueue(): void {
		const entries = this.#queue;
		if (this.#lost > 0) entries.push({ time: this.#timestamp(), event: 'lines_lost', count: this.#lost });
		this.#queue = [];
		this.#lost = 0;
		const lines = entries.map((entry) => {
			const next = chain(entry, this.#end);
			this.#end = next.end;
			return next.line;
		});
		this.#unwritten = Buffer.from(lines.join(''));
	}

	#writeAll(): void {
		while (this.#unwritten.length > 0) {
			const written = writeSync(this.descriptor, this.#unwritten);
			this.#size += written;
			this.#unwritten = this.#unwritten.subarray(written);
		}
	}

	#timestamp(): string {
		return new Date(this.options.now()).toISOString();
	}
}

/** How a file ends that is not empty. */
interface FileEnd {
	readonly end: ChainEnd;
	/** Whether its last newline is missing. */
	readonly unfinished: boolean;
	/** SHA-256 of what an interrupted write left behind the last whole line. */
	readonly torn?: string;
}

function readEnd(descriptor: number, path: string): FileEnd | undefined {
	const { size } = fstatSync(descriptor);
	if (size === 0) return undefined;
	const tail = Buffer.alloc(Math.min(size, TAIL));
	readSync(descriptor, tail, 0, tail.length, size - tail.length);
	const end = tail.lastIndexOf('\n');
	const begin = end <= 0 ? 0 : tail.lastIndexOf('\n', end - 1) + 1;
	const last = end < 0 ? undefined : endOf(tail.subarray(begin, end));
	if (!last) {
		throw new Error(
			`${path} does not end like an audit log. Check it with "audit verify", or name another file.`,
		);
	}
	const rest = tail.subarray(end + 1);
	if (rest.length === 0) return { end: last, unfinished: false };
	const whole = endOf(rest, last.hash);
	return whole ? { end: whole, unfinished: true } : { end: last, unfinished: true, torn: sha256(rest) };
}

/** Where the chain is after a line; undefined where it is not a good one, or does not follow. */
function endOf(content: Buffer, previous?: string): ChainEnd | undefined {
	const line = readChainLine(content);
	if (!line || line.hash !== line.expected || typeof line.n !== 'number') return undefined;
	if (previous !== undefined && line.previous !== previous) return undefined;
	return { hash: line.hash, lines: line.n };
}

function codeOf(error: unknown): string {
	if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
	return 'unknown';
}
