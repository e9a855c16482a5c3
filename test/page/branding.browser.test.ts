import { accessibilityViolations } from './accessibility';
import { BRANDING, brandingFile } from './branding-file';
import { describeOnThePage } from './page-suite';
import { ask, pinned } from './visit';

/** An SVG that would run a script and load an image, were it a page. */
const HOSTILE_LOGO =
	'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><script>fetch("/stolen")</script>' +
	'<image href="/stolen.png" width="9" height="9"/><rect width="60" height="20"/></svg>';

const file = brandingFile(BRANDING, { 'logo.svg': HOSTILE_LOGO });

describeOnThePage(
	'the page with branding',
	(on) => {
		test('shows name, logo, colours and links, in every state and language', async () => {
			const session = await ask(on.url);
			const visited = await on.open(await pinned(on.url, session));
			const { page } = visited;
			await visited.seesCheck();
			expect(await page.title()).toBe(`A request for a credential · ${BRANDING.name}`);
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
			expect(await accessibilityViolations(page)).toEqual([]);

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

		test('has them in the document already, in the person’s language, and in no attribute', async () => {
			const answer = await fetch(`${on.url}/connect`, { headers: { 'accept-language': 'fr' } });
			const html = await answer.text();
			expect(html).toContain(
				'<title>Une demande d’identifiants · Müller &#38; &#34;Söhne&#34; &#60;KG&#62;</title>',
			);
			expect(html).toMatch(
				/<a id="imprint" href="https:\/\/example\.com\/imprint\?a=1&#38;b=2"[^>]*>Mentions légales</,
			);
			expect(html).not.toMatch(/\sstyle=|\son[a-z]+=|%[A-Z_]{3,}[:%]/);
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

		test('has the colours behind its own, in the document', async () => {
			const html = await (await fetch(`${on.url}/connect`)).text();
			expect(html).toMatch(/<\/style>\s*<style>@media [^<]*--accent:#6b1fa3;[^<]*<\/style>/);
		});
	},
	{ LINKAUTH_BRANDING_FILE: file },
);

describeOnThePage('the page without branding', (on) => {
	test('has the default name and logo, and no links', async () => {
		const visited = await on.open('/connect');
		await visited.sees('Enter your code');
		expect(await visited.page.locator('header .brand').innerText()).toBe('LinkAuth');
		expect(await visited.page.getByRole('link').count()).toBe(0);
		for (const missing of ['logo', 'x']) {
			const answer = await fetch(`${on.url}/branding/${missing}`);
			expect(answer.status).toBe(404);
		}
	});
});
