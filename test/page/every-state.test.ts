import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { inRepository } from '../support/repository';
import { EVERY_STATE } from './every-state';
import { describeOnThePage } from './page-suite';

/** With `LINKAUTH_SCREENSHOTS=1` each state is photographed too, for whoever wants to look at it. */
const SCREENSHOTS = process.env['LINKAUTH_SCREENSHOTS'] ? inRepository('.cache/screenshots') : undefined;
const LOOKS = [
	{ width: 1280, colorScheme: 'light' },
	{ width: 1280, colorScheme: 'dark' },
	{ width: 360, colorScheme: 'light' },
	{ width: 360, colorScheme: 'dark' },
] as const;
/** Pixels that a finger needs (WCAG 2.2, success criterion 2.5.5). */
const TARGET = 44;

describeOnThePage(
	'every state of the page',
	(on) => {
		test.each(EVERY_STATE.map((state) => [state.name, state] as const))(
			'%s can be read, heard and touched by everybody',
			async (name, state) => {
				const visited = await state.reach(on);
				const { page } = visited;
				await visited.sees(state.heading);
				expect(await page.locator('h1').count()).toBe(1);
				await page.getByRole('combobox', { name: 'Language', exact: true }).waitFor();
				expect(await page.title()).toBe(`${state.heading} · LinkAuth`);
				const focused = await page.evaluate(() => document.activeElement?.tagName);
				if (state.headingFocused !== false) expect(focused).toBe('H1');
				else expect(focused).not.toBe('BODY');

				for (const { width, colorScheme } of LOOKS) {
					await page.setViewportSize({ width, height: 800 });
					await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
					// The rules look at elements and colours: each scheme once, each width once.
					if ((width === 1280) === (colorScheme === 'light')) expect(await complaints(page)).toEqual([]);
					if (SCREENSHOTS === undefined) continue;
					const path = `${SCREENSHOTS}/${name}-${String(width)}-${colorScheme}.png`;
					await page.screenshot({ path, fullPage: true });
				}
				expect(await tooSmall(page)).toEqual([]);
				await page.setViewportSize({ width: 320, height: 640 });
				expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
			},
		);
	},
	{ LINKAUTH_BASE_URL: 'https://connect.example.com' },
);

async function complaints(page: Page): Promise<readonly string[]> {
	const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
	return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

async function tooSmall(page: Page): Promise<readonly string[]> {
	return page.locator('button, input:not([type=file]), select, textarea, .file label').evaluateAll(
		(targets, least) =>
			targets
				.filter((target) => target.checkVisibility())
				.filter((target) => {
					const { width, height } = target.getBoundingClientRect();
					return width < least || height < least;
				})
				.map((target) => target.outerHTML),
		TARGET,
	);
}
