import { mix, type Color } from '../config/contrast';
import { SCHEMES, type BrandingColors } from '../config/read-branding';

/** How far the tint behind signs and pressed buttons is from the surface, and a hovered button from the accent. */
const TINT = { light: 0.1, dark: 0.18 };
const STRONGER = 0.22;

/**
 * The style sheet that puts the operator's colours in place of the page's own (page/styles/colours.css). A scheme
 * without a colour of theirs keeps its own.
 */
export function brandColors({ accent, accentDark }: BrandingColors): string {
	return [
		accent === undefined ? '' : rule('not (prefers-color-scheme:dark)', variables('light', accent)),
		accentDark === undefined ? '' : rule('(prefers-color-scheme:dark)', variables('dark', accentDark)),
	].join('');
}

function rule(media: string, declarations: string): string {
	return `@media ${media}{:root{${declarations}}}\n`;
}

function variables(scheme: keyof typeof SCHEMES, accent: Color): string {
	const { surface, ink, away } = SCHEMES[scheme];
	const strong = mix(accent, away, STRONGER);
	const values = {
		accent,
		'accent-strong': strong,
		'on-accent': ink,
		focus: scheme === 'dark' ? strong : accent,
		calm: accent,
		'calm-ground': mix(surface, accent, TINT[scheme]),
	};
	return Object.entries(values)
		.map(([name, value]) => `--${name}:${value}`)
		.join(';');
}
