import { readFileSync } from 'node:fs';
import type { OpenApiDocument } from '../../broker/openapi/openapi-types';
import { ERROR_CODES } from '../../protocol/error-codes';
import { accessibilityViolations } from '../page/accessibility';
import { describeOnThePage } from '../page/page-suite';
import { inRepository } from '../support/repository';
import { documented } from './documented';

const text = readFileSync(inRepository('broker/dist/openapi/openapi.json'), 'utf8');
const { calls } = documented(JSON.parse(text) as OpenApiDocument);

describeOnThePage('the document to read', (on) => {
	test('has every call, every code and every member, and every link within it leads somewhere', async () => {
		const { page } = await on.open('/docs');
		const ids = await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id));
		const wanted = [...calls.map(({ operation }) => operation.operationId), ...Object.keys(ERROR_CODES)];
		expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
		expect(new Set(ids).size).toBe(ids.length);
		const links = await page
			.locator('a[href^="#"]')
			.evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
		expect(links.filter((link) => !ids.includes(link.slice(1)))).toEqual([]);
		expect(await page.locator('#createSession').innerText()).toContain('poll_token_hash');
		expect(await page.locator('#pollSession').innerText()).toContain('consumed');
	});

	test('needs no script, no inline style and nothing from anywhere else', async () => {
		const visited = await on.open('/docs');
		expect(await visited.page.locator('script, style, [style], iframe, form').count()).toBe(0);
		const loaded = await visited.page.evaluate(() =>
			performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname.split('/')[1]),
		);
		expect(new Set(loaded)).toEqual(new Set(['docs']));
		const ground = await visited.page.evaluate(
			() => getComputedStyle(document.documentElement).backgroundColor,
		);
		expect(ground).toBe('rgb(243, 245, 248)');
	});

	test.each([
		['a phone in the dark', { width: 360, height: 740, dark: true }],
		['a desktop', { width: 1400, height: 900 }],
	])('can be read by everybody on %s', async (_, size) => {
		const { page } = await on.open('/docs', size);
		expect(await accessibilityViolations(page)).toEqual([]);
	});

	test.each([320, 390, 768, 1024, 1280, 1920])('fits into %i pixels', async (width) => {
		const { page } = await on.open('/docs', { width, height: 740 });
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
	});

	test('can be walked through by keyboard: past the contents, and to a call', async () => {
		const { page } = await on.open('/docs');
		await page.keyboard.press('Tab');
		expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the calls');
		await page.keyboard.press('Enter');
		expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
		const link = page.getByRole('link', { name: 'Hand in the envelope' }).first();
		await link.focus();
		await page.keyboard.press('Enter');
		await page.waitForFunction(() => {
			const top = document.querySelector('#completeSession')?.getBoundingClientRect().top ?? Infinity;
			return top >= 0 && top < 100;
		});
	});
});
