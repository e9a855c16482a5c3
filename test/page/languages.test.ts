import AxeBuilder from '@axe-core/playwright';
import { LANGUAGES } from '../../broker/page/texts';
import { inRepository } from '../support/repository';
import { openIn, textsIn } from './in-language';
import { describeOnThePage } from './page-suite';
import type { Visit } from './visit';

/** With `LINKAUTH_SCREENSHOTS=1` each language is photographed too. */
const SCREENSHOTS = process.env['LINKAUTH_SCREENSHOTS'] ? inRepository('.cache/screenshots') : undefined;

describeOnThePage('the language of the document', (on) => {
	test.each([
		['de', 'de'],
		['de-AT, en;q=0.5', 'de'],
		['pt-PT', 'pt-BR'],
		['pt-BR,pt;q=0.9,en;q=0.8', 'pt-BR'],
		['zh-CN', 'zh-Hans'],
		['zh-TW,zh;q=0.9', 'zh-Hans'],
		['ja,en;q=0.1', 'ja'],
		['sv, nl;q=0.5, pl;q=0.7', 'pl'],
		['en-GB,en;q=0.9,de;q=0.8', 'en'],
		['sv', 'en'],
		['*', 'en'],
		['de;q=0, *', 'en'],
		['', 'en'],
		['///;;q=,,,-', 'en'],
	])('Accept-Language: %s gives %s', async (accepted, expected) => {
		const texts = await textsIn(expected);
		for (const path of ['/connect', '/connect/ABCD-EFGH']) {
			const answer = await fetch(on.url + path, { headers: { 'accept-language': accepted } });
			const html = await answer.text();
			expect(answer.headers.get('content-language')).toBe(expected);
			expect(answer.headers.get('vary')).toMatch(/\baccept-language\b/i);
			expect(html).toContain(`<html lang="${expected}">`);
			expect(html).toContain(`<title>${texts.document.title} · LinkAuth</title>`);
			expect(html).toContain(`content="${texts.document.description}"`);
			expect(html).toContain(texts.document.noScript.text);
			expect(html).not.toMatch(/%/);
		}
	});
});

describeOnThePage(
	'every language of the page',
	(on) => {
		test.each(LANGUAGES.map(({ tag }) => tag))(
			'%s: fits a small screen, can be read and heard by everybody, and loads nothing of the others',
			async (tag) => {
				const texts = await textsIn(tag);
				const scripts: string[] = [];
				const visited = await openIn(on, tag, {
					width: 360,
					before: (context) => {
						context.on('request', (request) => scripts.push(new URL(request.url()).pathname));
						return Promise.resolve();
					},
				});
				const { page } = visited;
				await visited.sees(texts.check.heading);
				expect(await page.title()).toBe(`${texts.check.heading} · LinkAuth`);
				expect(await page.getByRole('timer').innerText()).toMatch(/\d:\d\d/);
				await expectToFit(visited, `check-${tag}`);
				await visited.press(texts.check.yes);
				await visited.sees(texts.form.heading);
				await expectToFit(visited, `form-${tag}`);
				const language = tag.replace(/-.*/, '');
				const ofLanguages = scripts.filter((path) => /connect-[a-z]{2}-/.test(path));
				expect(new Set(ofLanguages).size).toBe(1);
				expect(ofLanguages[0]).toContain(`/assets/connect-${language}-`);
			},
		);
	},
	{ LINKAUTH_BASE_URL: 'https://connect.example.com' },
);

async function expectToFit(visited: Visit, name: string): Promise<void> {
	const { page } = visited;
	const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
	if (SCREENSHOTS !== undefined)
		await page.screenshot({ path: `${SCREENSHOTS}/language-${name}.png`, fullPage: true });
	for (const width of [360, 320]) {
		await page.setViewportSize({ width, height: 800 });
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
		expect(await overflowing(visited)).toEqual([]);
	}
	await page.setViewportSize({ width: 360, height: 800 });
}

/** Elements whose words do not fit into them. */
function overflowing(visited: Visit): Promise<readonly string[]> {
	return visited.page.locator('h1, h2, p, dt, dd, li, label, button, .badge').evaluateAll((all) =>
		all
			.filter((each) => !each.closest('.spoken-only') && each.checkVisibility())
			.filter(
				(each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline',
			)
			.map((each) => each.outerHTML),
	);
}
