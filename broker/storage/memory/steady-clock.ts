/**
 * Milliseconds since the epoch, by a clock that goes on from the start of the process and never jumps, whatever is done
 * to the system's.
 */
export function steadyClock(): number {
	return Math.floor(performance.timeOrigin + performance.now());
}
