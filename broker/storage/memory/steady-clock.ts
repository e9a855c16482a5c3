/** Milliseconds from the epoch to the start of the process; asked for each time, it would be most of the work. */
const START = performance.timeOrigin;

/**
 * Milliseconds since the epoch, by a clock that goes on from the start of the process and never jumps, whatever is done
 * to the system's.
 */
export function steadyClock(): number {
	return Math.floor(START + performance.now());
}
