import type { LimitName } from './limit-table';

/** How long everything is counted that is counted by the minute: the length of a window, in seconds. */
export const WINDOW = 60;

/** Something that is counted over a window, which begins with the first of it. */
export interface Counted {
	readonly name: LimitName;
	/** By what it is counted. */
	readonly key: string;
	/** How many a window. */
	readonly limit: number;
	/** How many while what is counted in all is over its limit. */
	readonly heldTo?: number;
}

/** What is taken at once: all of it, or nothing. */
export interface Take {
	readonly windows: readonly [Counted, ...Counted[]];
	/** Counted with the others, and never a reason to refuse by itself: over it, each of the others is held to less. */
	readonly inAll?: Counted;
}

/** How a window stands after a take. */
export interface Standing {
	readonly counted: Counted;
	readonly remaining: number;
	/** Milliseconds until the window ends. */
	readonly ends: number;
}

/** Why a take was refused. */
export interface Refused {
	readonly name: LimitName;
	readonly at: number;
}

/** The outcome of a take. */
export interface Taken {
	/** The limit that is reached, and the place of the window that it holds; then nothing was taken. */
	readonly refused: Refused | undefined;
	/** Each window, in the order in which they were asked for. */
	readonly standings: readonly Standing[];
	/** Milliseconds by this process's clock when the first of the windows ends, and what was taken with it. */
	readonly until: number;
	/** Takes it back, in those windows in which it was taken. Once; never throws. */
	readonly giveBack: () => void;
}

/** Sessions that one owner has open. */
export interface Opening {
	readonly owner: string;
	readonly session: string;
	/** Milliseconds after which it is not open any more. */
	readonly lifetime: number;
	readonly allowed: number;
}

/** Counts. Each method is one atomic step. */
export interface Counters {
	take(take: Take): Taken | Promise<Taken>;
	/** @returns false where the owner has as many open as allowed */
	open(opening: Opening): boolean | Promise<boolean>;
	/** A session is open no longer. Never throws. */
	leave(owner: string, session: string): void;
}

/** Which limit refuses a take, where one does: the first that is reached. @param counts of the windows, and in all */
export function refusedBy({ windows, inAll }: Take, counts: readonly number[]): Refused | undefined {
	const held = inAll !== undefined && (counts[windows.length] ?? 0) >= inAll.limit;
	for (const [at, { name, limit, heldTo = limit }] of windows.entries()) {
		const count = counts[at] ?? 0;
		if (count >= limit) return { name, at };
		if (held && count >= heldTo) return { name: inAll.name, at };
	}
	return undefined;
}
