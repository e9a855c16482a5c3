/** The middle one of some numbers. */
export function median(values) {
	return percentile(values, 0.5);
}

/** The number below which so large a share (0 to 1) of them lies. */
export function percentile(values, share) {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)];
}
