import { readFileSync } from 'node:fs';
import { contrast, mix } from '../../broker/config/contrast';
import { readConfig } from '../../broker/config/read-config';
import { SCHEMES } from '../../broker/config/read-branding';
import { brandColors } from '../../broker/routes/brand-colors';
import { inRepository } from '../support/repository';
import { brandingFile } from './branding-file';

const read = (file: string) => readConfig({ LINKAUTH_BRANDING_FILE: file }).branding;

describe('the colours', () => {
	test.each([
		['#000000', '#ffffff', 21],
		['#777777', '#ffffff', 4.48],
		['#0000ff', '#ffffff', 8.59],
		['#ff0000', '#ffffff', 4.0],
		['#ffffff', '#ffffff', 1],
	])('%s on %s has the contrast that WCAG gives it', (one, other, ratio) => {
		expect(contrast(one, other)).toBeCloseTo(ratio, 1);
		expect(contrast(other, one)).toBe(contrast(one, other));
	});

	test.each([
		[{ accent: '#ffcc00' }, 'at least 4.5:1 in the light scheme (#ffcc00 on #f3f5f8 has 1.38:1)'],
		[{ accent: '#777777' }, 'at least 4.5:1 in the light scheme (#777777 on #f3f5f8 has 4.10:1)'],
		[{ accentDark: '#14598c' }, 'at least 4.5:1 in the dark scheme (#14598c on #1e2934 has 1.99:1)'],
	])('%j has too little contrast, and is refused with the ratio', (colors, expected) => {
		expect(() => read(brandingFile({ colors }))).toThrow(expected);
	});

	test('are compared with the backgrounds that the page has', () => {
		const css = readFileSync(inRepository('broker/page/styles/colours.css'), 'utf8');
		const [light = '', dark = ''] = css.split('prefers-color-scheme: dark');
		for (const [scheme, block] of [
			['light', light],
			['dark', dark],
		] as const) {
			for (const name of ['ground', 'surface', 'sunken'] as const)
				expect(block).toContain(`--${name}: ${SCHEMES[scheme][name]};`);
		}
	});

	test('an example in an empty field is paler than what is typed, and can be read', () => {
		const css = readFileSync(inRepository('broker/page/styles/colours.css'), 'utf8');
		const of = (name: string) =>
			Array.from(css.matchAll(new RegExp(`--${name}: (#[0-9a-f]{6});`, 'g')), ([, color = '']) => color);
		const schemes = of('hint').map((hint, at) => [hint, of('text')[at], of('surface')[at]] as const);
		expect(schemes).toHaveLength(2);
		for (const [hint, text = '', surface = ''] of schemes) {
			expect(contrast(hint, surface)).toBeGreaterThanOrEqual(4.5);
			expect(contrast(hint, surface)).toBeLessThan(contrast(text, surface) / 2);
		}
	});

	test('every accent that is accepted gives colours with enough contrast', () => {
		const steps = ['00', '33', '66', '99', 'cc', 'ff'];
		const all = steps.flatMap((r) => steps.flatMap((g) => steps.map((b) => `#${r}${g}${b}`)));
		for (const [scheme, member, text] of [
			['light', 'accent', '#14202c'],
			['dark', 'accentDark', '#e9eff5'],
		] as const) {
			const { ground, surface, sunken } = SCHEMES[scheme];
			const taken = all.filter((color) =>
				[ground, surface, sunken].every((below) => contrast(color, below) >= 4.5),
			);
			expect(taken.length).toBeGreaterThan(20);
			for (const color of taken) {
				const sheet = brandColors({ [member]: color });
				const of = (name: string) => new RegExp(`--${name}:(#[0-9a-f]{6})`).exec(sheet)?.[1] ?? '';
				expect(contrast(of('on-accent'), of('accent'))).toBeGreaterThanOrEqual(4.5);
				expect(contrast(of('on-accent'), of('accent-strong'))).toBeGreaterThanOrEqual(4.5);
				expect(contrast(of('focus'), ground)).toBeGreaterThanOrEqual(3);
				expect(contrast(of('calm'), of('calm-ground'))).toBeGreaterThanOrEqual(3);
				expect(contrast(text, of('calm-ground'))).toBeGreaterThanOrEqual(4.5);
			}
		}
		expect(mix('#000000', '#ffffff', 0.5)).toBe('#808080');
	});
});
