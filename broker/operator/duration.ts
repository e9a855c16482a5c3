/** Seconds. */
const UNITS = [
	[86_400, 'd'],
	[3_600, 'h'],
	[60, 'min'],
] as const;

/** `45 s`, `8 min`, `3 h`, `2 d`: rounded down, as much as one looks at. @param seconds */
export function duration(seconds: number): string {
	const [size, unit] = UNITS.find(([each]) => seconds >= each * 2) ?? [1, 's'];
	return `${String(Math.floor(seconds / size))} ${unit}`;
}
