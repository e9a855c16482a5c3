import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { contrast, type Color } from './contrast';

/** How the operator brands the page. */
export interface Branding {
	/** Shown in the header and in the window's title. */
	readonly name?: string;
	readonly logo?: { readonly content: Buffer; readonly type: 'image/svg+xml' | 'image/png' };
	readonly colors?: BrandingColors;
	readonly imprintUrl?: string;
	readonly privacyUrl?: string;
}

/** The colour of buttons and icons, in the light and in the dark scheme. */
export interface BrandingColors {
	readonly accent?: Color | undefined;
	readonly accentDark?: Color | undefined;
}

/**
 * The colours that an accent is used with in the page's two schemes (page/styles/colours.css): the backgrounds, the
 * text on it, and the colour that it is mixed with for more contrast.
 */
export const SCHEMES = {
	light: { ground: '#f3f5f8', surface: '#ffffff', sunken: '#f3f6f9', ink: '#ffffff', away: '#000000' },
	dark: { ground: '#0e141b', surface: '#17202a', sunken: '#1e2934', ink: '#08131d', away: '#ffffff' },
} as const;

/** Contrast of text with its ground (WCAG 2.2, success criterion 1.4.3). */
const LEAST_CONTRAST = 4.5;
/** Bytes. */
const LARGEST_LOGO = 64 * 1024;
const A_COLOR = 'a colour like #14598c';
const A_LOGO = 'the path of an .svg or .png file';
const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

const NAME = z
	.string('text')
	.trim()
	.min(1, 'text, not empty')
	.max(40, 'at most 40 characters')
	.regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, 'text on one line, without control or direction characters');
const ADDRESS = z.url({ protocol: /^https$/, error: 'an address that begins with https://' });
const LOGO_PATH = z.string(A_LOGO).regex(/\.(?:svg|png)$/i, A_LOGO);

/** The members of the branding file. */
const FILE = members('a JSON object', {
	name: NAME.optional(),
	logo: LOGO_PATH.optional(),
	colors: members('an object with accent and accentDark', {
		accent: accentIn('light').optional(),
		accentDark: accentIn('dark').optional(),
	}).optional(),
	imprint_url: ADDRESS.optional(),
	privacy_url: ADDRESS.optional(),
});

/** Reads and checks the branding file, and the logo that it names; undefined where there is no file. */
export const brandingFile = z.string().transform((file, context): Branding | undefined => {
	if (file === '') return undefined;
	const faults: string[] = [];
	const branding = readBranding(file, faults);
	for (const message of faults) context.addIssue({ code: 'custom', message });
	return branding;
});

function readBranding(file: string, faults: string[]): Branding | undefined {
	const content = readJson(file, faults);
	if (content === undefined) return undefined;
	const { data, error } = FILE.safeParse(content);
	for (const issue of error?.issues ?? [])
		faults.push([issue.path.join('.'), issue.message].filter((part) => part !== '').join(': '));
	const { logo: logoPath } = z.object({ logo: LOGO_PATH }).safeParse(content).data ?? {};
	const logo = logoPath === undefined ? undefined : readLogo(path.dirname(file), logoPath, faults);
	return {
		...(data?.name !== undefined && { name: data.name }),
		...(logo && { logo }),
		...(data?.colors && { colors: data.colors }),
		...(data?.imprint_url !== undefined && { imprintUrl: data.imprint_url }),
		...(data?.privacy_url !== undefined && { privacyUrl: data.privacy_url }),
	};
}

function readJson(file: string, faults: string[]): unknown {
	const content = readOrUndefined(file);
	if (content === undefined) {
		faults.push(`a file that can be read (${file} cannot)`);
		return undefined;
	}
	try {
		return JSON.parse(content.toString());
	} catch {
		faults.push(`JSON (${file} is none)`);
		return undefined;
	}
}

function readLogo(directory: string, named: string, faults: string[]): Branding['logo'] {
	const content = readOrUndefined(path.resolve(directory, named));
	const isPng = /png$/i.test(named);
	if (content === undefined) faults.push(`logo: a file that can be read (${named} cannot)`);
	else if (content.length > LARGEST_LOGO)
		faults.push(`logo: at most 64 kB (${named} has ${String(Math.ceil(content.length / 1024))} kB)`);
	else if (isPng ? !content.subarray(0, 8).equals(PNG_SIGNATURE) : !/<svg[\s>]/.test(content.toString()))
		faults.push(`logo: what its name says (${named} is no ${isPng ? 'PNG' : 'SVG'})`);
	return content && { content, type: isPng ? 'image/png' : 'image/svg+xml' };
}

function readOrUndefined(file: string): Buffer | undefined {
	try {
		return readFileSync(file);
	} catch {
		return undefined;
	}
}

/** A colour that can be read on every ground of a scheme. */
function accentIn(scheme: keyof typeof SCHEMES) {
	const { ground, surface, sunken } = SCHEMES[scheme];
	return z
		.string(A_COLOR)
		.regex(/^#[0-9a-f]{6}$/i, A_COLOR)
		.transform((color, context): Color => {
			const [worst, on] = [ground, surface, sunken]
				.map((below) => [contrast(color, below), below] as const)
				.reduce((least, next) => (next[0] < least[0] ? next : least));
			// Rounded down, so that what is refused never reads as if it were enough.
			const ratio = (Math.floor(worst * 100) / 100).toFixed(2);
			if (worst < LEAST_CONTRAST)
				context.addIssue(
					`a contrast of at least ${String(LEAST_CONTRAST)}:1 in the ${scheme} scheme (${color} on ${on} has ${ratio}:1)`,
				);
			return color.toLowerCase();
		});
}

/** An object with these members and no others. */
function members<Shape extends z.ZodRawShape>(expected: string, shape: Shape) {
	return z.strictObject(shape, {
		error: ({ code, keys }) => (code === 'unrecognized_keys' ? `no member "${keys.join('", "')}"` : expected),
	});
}
