import { BadConfiguration, readConfig } from '../../broker/config/read-config';
import { startBroker } from '../support/broker';
import { BRANDING, brandingFile, LOGO } from './branding-file';

const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
);

const read = (file: string) => readConfig({ LINKAUTH_BRANDING_FILE: file }).branding;

describe('the branding file', () => {
	test('is read, and every member is optional', () => {
		expect(read('')).toBeUndefined();
		expect(read(brandingFile({}))).toEqual({});
		expect(read(brandingFile(BRANDING))).toEqual({
			name: BRANDING.name,
			logo: { content: Buffer.from(LOGO), type: 'image/svg+xml' },
			colors: BRANDING.colors,
			imprintUrl: BRANDING.imprint_url,
			privacyUrl: BRANDING.privacy_url,
		});
		const png = read(brandingFile({ logo: './brand.PNG' }, { 'brand.PNG': PNG }));
		expect(png?.logo).toEqual({ content: PNG, type: 'image/png' });
	});

	test.each([
		['no JSON', '{', 'JSON (', {}],
		['no object', '[]', 'a JSON object', {}],
		['an unknown member', { nmae: 'x' }, 'no member "nmae"', {}],
		['an empty name', { name: '  ' }, 'name: text, not empty', {}],
		['a long name', { name: 'x'.repeat(41) }, 'name: at most 40 characters', {}],
		['a name that hides something', { name: 'a\u202Eb' }, 'name: text on one line', {}],
		['a name that is none', { name: 7 }, 'name: text', {}],
		['a logo of another kind', { logo: 'logo.gif' }, 'logo: the path of an .svg or .png file', {}],
		['a logo that is not there', { logo: 'no.svg' }, 'logo: a file that can be read (no.svg cannot)', {}],
		[
			'a logo that is too large',
			{ logo: 'big.png' },
			'at most 64 kB (big.png has 65 kB)',
			{ 'big.png': Buffer.alloc(65 * 1024) },
		],
		['a PNG that is none', { logo: 'x.png' }, 'x.png is no PNG', { 'x.png': 'GIF89a' }],
		['an SVG that is none', { logo: 'x.svg' }, 'x.svg is no SVG', { 'x.svg': '<html>' }],
		['a colour by name', { colors: { accent: 'red' } }, 'colors.accent: a colour like #14598c', {}],
		['an unknown colour', { colors: { acent: '#000000' } }, 'colors: no member "acent"', {}],
		[
			'a link in the clear',
			{ imprint_url: 'http://example.com' },
			'imprint_url: an address that begins with https://',
			{},
		],
		[
			'a link that runs',
			{ privacy_url: 'javascript:alert(1)' },
			'privacy_url: an address that begins with https://',
			{},
		],
	])('with %s is refused, and says what was expected', (_name, content, expected, files) => {
		const file = brandingFile(content, files);
		expect(() => read(file)).toThrow(BadConfiguration);
		expect(() => read(file)).toThrow('LINKAUTH_BRANDING_FILE: expected ');
		expect(() => read(file)).toThrow(expected);
	});

	test('that does not exist is refused', () => {
		expect(() => read('/nowhere/branding.json')).toThrow(
			'a file that can be read (/nowhere/branding.json cannot)',
		);
	});

	test('has all its errors listed at once, with those of the other settings', () => {
		const file = brandingFile({ name: '', logo: 'no.svg', colors: { accent: '#ffcc00' }, imprint_url: 'x' });
		const start = () => readConfig({ LINKAUTH_BRANDING_FILE: file, LINKAUTH_PORT: 'x' });
		for (const fault of ['LINKAUTH_PORT', 'name: ', 'logo: ', 'colors.accent: ', 'imprint_url: '])
			expect(start).toThrow(fault);
	});

	test('stops the broker at its start', async () => {
		const started = startBroker({ LINKAUTH_BRANDING_FILE: brandingFile({ colors: { accent: '#ffcc00' } }) });
		await expect(started).rejects.toThrow(/ended with 1 .*LINKAUTH_BRANDING_FILE: expected colors\.accent/s);
	});
});
