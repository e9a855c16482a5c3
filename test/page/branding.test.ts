import AxeBuilder from '@axe-core/playwright';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contrast, mix } from '../../broker/config/contrast';
import { BadConfiguration, readConfig } from '../../broker/config/read-config';
import { SCHEMES } from '../../broker/config/read-branding';
import { brandColors } from '../../broker/routes/brand-colors';
import { startBroker } from '../support/broker';
import { inRepository } from '../support/repository';
import { describeOnThePage } from './page-suite';
import { ask, pinned } from './visit';

const LOGO =
	'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><rect width="60" height="20"/></svg>';
/** An SVG that would run a script and load an image, were it a page. */
const HOSTILE_LOGO =
	'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><script>fetch("/stolen")</script>' +
	'<image href="/stolen.png" width="9" height="9"/><rect width="60" height="20"/></svg>';
const BRANDING = {
	name: 'Müller & "Söhne" <KG>',
	logo: 'logo.svg',
	colors: { accent: '#6b1fa3', accentDark: '#d9a8ff' },
	imprint_url: 'https://example.com/imprint?a=1&b=2',
	privacy_url: 'https://example.com/privacy',
};
const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
);

const folder = mkdtempSync(path.join(tmpdir(), 'branding-'));
afterAll(() => {
	rmSync(folder, { recursive: true });
});

/** Writes a branding file and gives its path. */
function branding(content: unknown, files: Readonly<Record<string, string | Buffer>> = {}): string {
	const file = path.join(mkdtempSync(path.join(folder, 'one-')), 'branding.json');
	for (const [name, bytes] of Object.entries({ 'logo.svg': LOGO, ...files }))
		writeFileSync(path.join(path.dirname(file), name), bytes);
	writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
	return file;
}

const read = (file: string) => readConfig({ LINKAUTH_BRANDING_FILE: file }).branding;

describe('the branding file', () => {
	test('is read whole, and every member may be left out', () => {
		expect(read('')).toBeUndefined();
		expect(read(branding({}))).toEqual({});
		expect(read(branding(BRANDING))).toEqual({
			name: BRANDING.name,
			logo: { content: Buffer.from(LOGO), type: 'image/svg+xml' },
			colors: BRANDING.colors,
			imprintUrl: BRANDING.imprint_url,
			privacyUrl: BRANDING.privacy_url,
		});
		const png = read(branding({ logo: './brand.PNG' }, { 'brand.PNG': PNG }));
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
		const file = branding(content, files);
		expect(() => read(file)).toThrow(BadConfiguration);
		expect(() => read(file)).toThrow('LINKAUTH_BRANDING_FILE: expected ');
		expect(() => read(file)).toThrow(expected);
	});

	test('that is not there is refused', () => {
		expect(() => read('/nowhere/branding.json')).toThrow(
			'a file that can be read (/nowhere/branding.json cannot)',
		);
	});

	test('has all its faults listed at once, together with those of the other settings', () => {
		const file = branding({ name: '', logo: 'no.svg', colors: { accent: '#ffcc00' }, imprint_url: 'x' });
		const start = () => readConfig({ LINKAUTH_BRANDING_FILE: file, LINKAUTH_PORT: 'x' });
		for (const fault of ['LINKAUTH_PORT', 'name: ', 'logo: ', 'colors.accent: ', 'imprint_url: '])
			expect(start).toThrow(fault);
	});

	test('stops the broker at its start', async () => {
		const started = startBroker({ LINKAUTH_BRANDING_FILE: branding({ colors: { accent: '#ffcc00' } }) });
		await expect(started).rejects.toThrow(/ended with 1 .*LINKAUTH_BRANDING_FILE: expected colors\.accent/s);
	});
});

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
	])('%j cannot be read, and is refused with the ratio', (colors, expected) => {
		expect(() => read(branding({ colors }))).toThrow(expected);
	});

	test('are held against the grounds that the page really has', () => {
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

	test('of every accent that is taken, all that is made of it can be read', () => {
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

const file = branding(BRANDING, { 'logo.svg': HOSTILE_LOGO });

describeOnThePage(
	'a page with a name of its own',
	(on) => {
		test('shows name, logo, colours and links, in every state and language', async () => {
			const session = await ask(on.url);
			const visited = await on.open(await pinned(on.url, session));
			const { page } = visited;
			await visited.sees('Did you expect this?');
			expect(await page.title()).toBe(`Did you expect this? · ${BRANDING.name}`);
			expect(await page.locator('header .brand').innerText()).toBe(BRANDING.name);
			const logo = page.locator('header img');
			expect(await logo.evaluate((image: HTMLImageElement) => image.naturalWidth > 0)).toBe(true);
			const border = () =>
				page
					.getByRole('button', { name: 'Yes, it matches' })
					.evaluate((each) => getComputedStyle(each).borderColor);
			expect(await border()).toBe('rgb(107, 31, 163)');
			await page.emulateMedia({ colorScheme: 'dark' });
			expect(await border()).toBe('rgb(217, 168, 255)');
			const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
			expect(violations.map(({ id }) => id)).toEqual([]);

			await page.locator('#language-choice').selectOption('de');
			for (const [name, address] of [
				['Impressum', BRANDING.imprint_url],
				['Datenschutz', BRANDING.privacy_url],
			] as const) {
				const link = page.getByRole('link', { name, exact: true });
				expect(await link.getAttribute('href')).toBe(address);
				expect(await link.getAttribute('rel')).toBe('noreferrer noopener');
				expect(await link.getAttribute('target')).toBe('_blank');
				expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(44);
			}
			await page.setViewportSize({ width: 320, height: 640 });
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
		});

		test('has them in the document already, in the person’s language, and nothing inline', async () => {
			const answer = await fetch(`${on.url}/connect`, { headers: { 'accept-language': 'fr' } });
			const html = await answer.text();
			expect(html).toContain(
				'<title>Une demande d’identifiants · Müller &#38; &#34;Söhne&#34; &#60;KG&#62;</title>',
			);
			expect(html).toMatch(
				/<a id="imprint" href="https:\/\/example\.com\/imprint\?a=1&#38;b=2"[^>]*>Mentions légales</,
			);
			expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|%/);
		});

		test('serves the logo as an image and nothing else: opened by itself it runs nothing', async () => {
			const html = await (await fetch(`${on.url}/connect`)).text();
			const [, address = ''] = /<img src="([^"]+)"/.exec(html) ?? [];
			const answer = await fetch(on.url + address);
			expect(await answer.text()).toBe(HOSTILE_LOGO);
			expect(answer.headers.get('content-type')).toBe('image/svg+xml');
			expect(answer.headers.get('content-security-policy')).toBe(
				"default-src 'none'; style-src 'unsafe-inline'; sandbox",
			);
			expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
			expect(answer.headers.get('cache-control')).toContain('immutable');
			const plain = await fetch(`${on.url}/branding/logo`);
			expect(plain.headers.get('cache-control')).toBe('no-store');

			const visited = await on.open('/connect');
			await visited.sees('Enter your code');
			const tab = await visited.context.newPage();
			const answered: string[] = [];
			tab.on('response', (response) => answered.push(new URL(response.url()).pathname));
			await tab.goto(on.url + address);
			await tab.waitForTimeout(300);
			expect(answered.filter((each) => each !== '/favicon.ico')).toEqual(['/branding/logo']);
		});

		test('serves the colours as a style sheet', async () => {
			const answer = await fetch(`${on.url}/branding/colors.css`);
			expect(answer.headers.get('content-type')).toBe('text/css; charset=utf-8');
			expect(await answer.text()).toContain('--accent:#6b1fa3;');
		});
	},
	{ LINKAUTH_BRANDING_FILE: file },
);

describeOnThePage('a page without branding', (on) => {
	test('has the name and the mark of its own, and no links', async () => {
		const visited = await on.open('/connect');
		await visited.sees('Enter your code');
		expect(await visited.page.locator('header .brand').innerText()).toBe('LinkAuth');
		expect(await visited.page.getByRole('link').count()).toBe(0);
		for (const missing of ['logo', 'colors.css', 'x']) {
			const answer = await fetch(`${on.url}/branding/${missing}`);
			expect(answer.status).toBe(404);
		}
	});
});
