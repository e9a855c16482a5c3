import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What is wrong with a page by the rules of axe: the rule and the elements. */
export async function accessibilityViolations(page: Page): Promise<readonly string[]> {
	// As a script of the browser's own, which the page's content security policy does not concern. Loaded once per page.
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
	return page.evaluate(async () => {
		const { axe: runner } = window as unknown as { axe: typeof axe };
		// Everything is checked; only the report is limited to what is wrong.
		const { violations } = await runner.run({ resultTypes: ['violations'] });
		return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
	});
}
