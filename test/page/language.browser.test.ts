import { LANGUAGES } from '../../broker/page/catalogue';
import { inRepository } from '../support/repository';
import { accessibilityViolations } from './accessibility';
import { checkHeading, textsIn } from './language-texts';
import { describeOnThePage, openIn } from './page-suite';
import type { Visit } from './visit';

/** With `LINKAUTH_SCREENSHOTS=1` a picture of each language is written there. */
const SCREENSHOTS = process.env['LINKAUTH_SCREENSHOTS'] ? inRepository('.cache/screenshots') : undefined;

describeOnThePage(
	'every language of the page',
	(on) => {
		test.each(LANGUAGES.map(({ tag }) => tag))(
			'%s: fits a small screen, is accessible by the rules of axe, and loads no other language',
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
				await visited.sees(checkHeading(texts));
				expect(await page.title()).toBe(`${texts.check.title} · LinkAuth`);
				expect(await page.getByRole('timer').innerText()).toMatch(/\d:\d\d/);
				await expectToFit(visited, `check-${tag}`);
				await visited.press(texts.check.yes);
				await visited.sees(texts.form.heading);
				await expectToFit(visited, `form-${tag}`);
				expect(scripts.filter((path) => /connect-[a-z]{2}-/.test(path))).toEqual([]);
			},
		);
	},
	{ LINKAUTH_BASE_URL: 'https://connect.example.com' },
);

async function expectToFit(visited: Visit, name: string): Promise<void> {
	const { page } = visited;
	expect(await accessibilityViolations(page)).toEqual([]);
	if (SCREENSHOTS !== undefined)
		await page.screenshot({ path: `${SCREENSHOTS}/language-${name}.png`, fullPage: true });
	for (const width of [360, 320]) {
		await page.setViewportSize({ width, height: 800 });
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
		expect(await overflowing(visited)).toEqual([]);
	}
	await page.setViewportSize({ width: 360, height: 800 });
}

/** Elements whose text does not fit into them. */
function overflowing(visited: Visit): Promise<readonly string[]> {
	return visited.page.locator('h1, h2, p, dt, dd, li, label, button, .badge').evaluateAll((all) =>
		all
			.filter((each) => !each.closest('.visually-hidden') && each.checkVisibility())
			.filter(
				(each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline',
			)
			.map((each) => each.outerHTML),
	);
}
