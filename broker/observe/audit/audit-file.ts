import { randomBytes } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { CHAIN_START, chain, readChainLine, sha256, type AuditEntry, type ChainEnd } from './chain';

/** What an audit file works with. */
export interface AuditFileOptions {
	readonly path: string;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	/** Told where a line could not be written, or where somebody else has changed the file. */
	readonly onFault: (reason: string) => void;
}

/** Entries that wait at most while the file cannot be written; those beyond are counted instead of kept. */
const LONGEST_QUEUE = 10_000;
/** Milliseconds until a write that failed is tried again. */
const RETRY_DELAY = 1_000;
/** Bytes at the end of a file in which its last line must begin. */
const TAIL = 64 * 1024;

/**
 * A file that only grows, one line for each entry, each line bound to the one before by its hash. Entries are written in
 * their order, in the background. Where a write fails they wait and are written later; the broker goes on meanwhile.
 */
export class AuditFile {
	#queue: AuditEntry[] = [];
	/** Lines that are chained already and not yet in the file. */
	#unwritten: Buffer = Buffer.alloc(0);
	#lost = 0;
	#writing: Promise<void> | undefined;
	#retry: NodeJS.Timeout | undefined;

	private constructor(
		private readonly handle: FileHandle,
		private readonly options: AuditFileOptions,
		private size: number,
		private chainEnd: ChainEnd,
	) {}

	/**
	 * Opens a file, new or from an earlier run, whose chain is then continued.
	 * @throws Error where it cannot be opened, or does not end like an audit log
	 */
	static async open(options: AuditFileOptions): Promise<AuditFile> {
		const handle = await open(options.path, 'a+', 0o600);
		try {
			const { size } = await handle.stat();
			const last = await readEnd(handle, size, options.path);
			const file = new AuditFile(handle, options, size, last?.end ?? CHAIN_START);
			if (last?.unfinished) await file.#complete('\n');
			file.append(
				last
					? { event: 'log_continued', ...(last.torn !== undefined && { torn: last.torn }) }
					: { event: 'log_begun', chain: randomBytes(16).toString('hex') },
			);
			await file.flush();
			return file;
		} catch (error) {
			await handle.close();
			throw error;
		}
	}

	/** The chain's end as far as it is written: what `audit verify` is to find. */
	get end(): ChainEnd {
		return this.chainEnd;
	}

	/** Adds an entry. Its time is now unless it says otherwise. */
	append({
		time,
		...entry
	}: Omit<AuditEntry, 'time'> & { readonly event: string; readonly time?: string }): void {
		if (this.#queue.length >= LONGEST_QUEUE) this.#lost += 1;
		else this.#queue.push({ time: time ?? this.#timestamp(), ...entry });
		if (!this.#retry) void this.flush();
	}

	/** Resolves when everything added so far is written, or has failed to be. */
	async flush(): Promise<void> {
		while (this.#writing) await this.#writing;
		if (this.#unwritten.length === 0 && this.#queue.length === 0 && this.#lost === 0) return;
		this.#writing = this.#write().finally(() => {
			this.#writing = undefined;
		});
		await this.#writing;
	}

	/** Says in the file that it ends here, and closes it. */
	async close(): Promise<void> {
		this.append({ event: 'log_ended' });
		await this.flush();
		clearTimeout(this.#retry);
		await this.handle.close();
	}

	async #write(): Promise<void> {
		try {
			this.#chainQueue();
			await this.#noticeOthers();
			await this.#complete(this.#unwritten);
		} catch (error) {
			this.options.onFault(codeOf(error));
			clearTimeout(this.#retry);
			this.#retry = setTimeout(() => {
				this.#retry = undefined;
				void this.flush();
			}, RETRY_DELAY).unref();
		}
	}

	/** Chains what waits, unless lines of an earlier try are still to be written. */
	#chainQueue(): void {
		if (this.#unwritten.length > 0) return;
		const entries = this.#queue;
		if (this.#lost > 0) entries.push({ time: this.#timestamp(), event: 'lines_lost', count: this.#lost });
		this.#queue = [];
		this.#lost = 0;
		const lines = entries.map((entry) => {
			const next = chain(entry, this.chainEnd);
			this.chainEnd = next.end;
			return next.line;
		});
		this.#unwritten = Buffer.from(lines.join(''));
	}

	async #noticeOthers(): Promise<void> {
		const { size } = await this.handle.stat();
		if (size !== this.size) this.options.onFault('somebody else has changed the file');
		this.size = size;
	}

	/** Writes all of it; what a failure leaves over is remembered. */
	async #complete(content: Buffer | string): Promise<void> {
		let rest = Buffer.from(content);
		try {
			while (rest.length > 0) {
				const { bytesWritten } = await this.handle.write(rest);
				this.size += bytesWritten;
				rest = rest.subarray(bytesWritten);
			}
		} finally {
			this.#unwritten = rest;
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

async function readEnd(handle: FileHandle, size: number, path: string): Promise<FileEnd | undefined> {
	if (size === 0) return undefined;
	const tail = Buffer.alloc(Math.min(size, TAIL));
	await handle.read(tail, 0, tail.length, size - tail.length);
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
