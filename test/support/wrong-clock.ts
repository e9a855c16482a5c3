import { inRepository } from './repository';

/** Milliseconds by which the clocks of three brokers are wrong: one ten minutes ahead, one right, one ten behind. */
export const WRONG_CLOCKS = [600_000, 0, -600_000] as const;

/** Environment variables of a process whose time of day is to be off. @param offset milliseconds, ahead if positive */
export function wrongClock(offset: number): Readonly<Record<string, string>> {
	if (offset === 0) return {};
	return {
		NODE_OPTIONS: `--require ${inRepository('test/support/shift-clock.cjs')}`,
		WRONG_CLOCK_MS: String(offset),
	};
}
