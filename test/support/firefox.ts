import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';
import type { BrowserTab } from './browser-tab';
import { cleanup } from './cleanup';
import { programOf } from './programs';

/** Opens Firefox, headless, driven through WebDriver BiDi. @throws Error where none is installed */
export async function openFirefox(): Promise<BrowserTab> {
	const executablePath = programOf('Firefox');
	if (executablePath === undefined || !existsSync(executablePath)) {
		throw new Error('Firefox was not found. Install it (npm run parts), or name it in FIREFOX_PATH.');
	}
	const browser = cleanup(
		await puppeteer.launch({
			browser: 'firefox',
			executablePath,
			headless: true,
			extraPrefsFirefox: { 'intl.accept_languages': 'en-US' },
		}),
		(it) => it.close(),
	);
	const page = await browser.newPage();
	await page.setViewport({ width: 390, height: 780 });
	const found = (xpath: string) => page.waitForSelector(`::-p-xpath(${xpath})`);
	return {
		open: async (address) => {
			// Only the fragment may differ, which alone would load nothing.
			await page.goto('about:blank');
			await page.goto(address);
		},
		reload: async () => {
			await page.reload();
		},
		back: async () => {
			await page.goBack();
		},
		forward: async () => {
			await page.goForward();
		},
		evaluate: (script) => page.evaluate(`(() => ${script})()`),
		click: async (xpath) => (await found(xpath))?.click(),
		type: async (xpath, text) => (await found(xpath))?.type(text),
		choose: async (xpath, value) => {
			await (await found(xpath))?.select(value);
		},
		chooseFile: async (xpath, file) => {
			const input = await page.$(`::-p-xpath(${xpath})`);
			await (input as Awaited<ReturnType<typeof page.$<'input'>>>)?.uploadFile(file);
		},
	};
}
