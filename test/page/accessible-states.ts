import type { Page } from 'playwright-core';
import { inRepository } from '../support/repository';
import { accessibilityViolations } from './accessibility';
import type { ReachableState } from './reachable-states';
import { describeOnThePage } from './page-suite';
import { signInSettings } from './sign-in-states';

/** With `LINKAUTH_SCREENSHOTS=1` a picture of each state is written there. */
const SCREENSHOTS = process.env['LINKAUTH_SCREENSHOTS'] ? inRepository('.cache/screenshots') : undefined;
const LAYOUTS = [
	{ width: 1280, colorScheme: 'light' },
	{ width: 1280, colorScheme: 'dark' },
	{ width: 360, colorScheme: 'light' },
	{ width: 360, colorScheme: 'dark' },
] as const;
/** Least width and height of a target in pixels (WCAG 2.2, success criterion 2.5.5). */
const TARGET = 44;

/**
 * A suite that holds every one of these states to the rules of axe, to focus on its heading, to the size of targets and
 * to a width of 320 pixels.
 */
export function describeAccessibleStates(name: string, states: readonly ReachableState[]): void {
	describeOnThePage(
		name,
		(on) => {
			test.each(states.map((state) => [state.name, state] as const))(
				'%s is accessible: axe, focus, size of targets, width of 320 pixels',
				async (picture, state) => {
					const visited = await state.reach(on);
					const { page } = visited;
					await visited.sees(state.heading);
					expect(await page.locator('h1').count()).toBe(1);
					await page.getByRole('combobox', { name: 'Language', exact: true }).waitFor();
					expect(await page.title()).toBe(`${state.title ?? state.heading} · LinkAuth`);
					const focused = await page.evaluate(() => document.activeElement?.tagName);
					if (state.focus === undefined) expect(focused).toBe('H1');
					else expect(focused === 'BODY').toBe(state.focus === 'nothing');

					for (const { width, colorScheme } of LAYOUTS) {
						await page.setViewportSize({ width, height: 800 });
						await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
						// The rules concern elements and colours: each scheme once, each width once.
						if ((width === 1280) === (colorScheme === 'light'))
							expect(await accessibilityViolations(page)).toEqual([]);
						if (SCREENSHOTS === undefined) continue;
						const path = `${SCREENSHOTS}/${picture}-${String(width)}-${colorScheme}.png`;
						await page.screenshot({ path, fullPage: true });
					}
					expect(await tooSmall(page)).toEqual([]);
					await page.setViewportSize({ width: 320, height: 640 });
					expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
				},
			);
		},
		async () => ({ LINKAUTH_BASE_URL: 'https://connect.example.com', ...(await signInSettings()) }),
		{ reuseTab: true },
	);
}

/** Buttons and inputs that are smaller than {@link TARGET}. */
async function tooSmall(page: Page): Promise<readonly string[]> {
	return page.locator('button, summary, input:not([type=file]), select, textarea, .file label').evaluateAll(
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
