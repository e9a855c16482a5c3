/** A colour as `#rrggbb`. */
export type Color = string;

/**
 * The contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").
 * @param one `#rrggbb`
 * @param other `#rrggbb`
 */
export function contrast(one: Color, other: Color): number {
	const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (lighter + 0.05) / (darker + 0.05);
}

/**
 * A colour between two others.
 * @param part how much of the second it has, from 0 to 1
 */
export function mix(first: Color, second: Color, part: number): Color {
	const target = channels(second);
	const mixed = channels(first).map((value, at) => Math.round(value + ((target[at] ?? 0) - value) * part));
	return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Relative luminance, from 0 to 1 (WCAG 2.2). */
function luminance(color: Color): number {
	const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
		const share = value / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(color: Color): number[] {
	return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}
