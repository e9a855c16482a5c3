import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { Builder, By, until, type WebDriver } from 'selenium-webdriver';
import type { BrowserTab } from './browser-tab';
import { cleanup } from './cleanup';
import { freePort } from './free-port';
import { until as holds } from './until';

const WAIT_MS = 10_000;

/** The browser that WebKitWebDriver starts by itself. */
const [MINI_BROWSER] = globSync('/usr/lib/*/webkit2gtk-4.*/MiniBrowser');

/**
 * Opens WebKitGTK's MiniBrowser on a screen of its own, driven through WebDriver.
 * @param features of WebKit's to be on or off: `-CrossOriginOpenerPolicy`
 */
export async function openWebKit(features?: string): Promise<BrowserTab> {
	const display = await openScreen();
	const driver = cleanup(await startDriver(display, features), (it) => it.quit());
	const found = (xpath: string) => driver.wait(until.elementLocated(By.xpath(xpath)), WAIT_MS);
	return {
		open: async (address) => {
			// Only the fragment may differ, which alone would load nothing.
			await driver.get('about:blank');
			await driver.get(address);
		},
		reload: () => driver.navigate().refresh(),
		back: () => driver.navigate().back(),
		forward: () => driver.navigate().forward(),
		evaluate: (script) => driver.executeScript(`return ${script}`),
		click: async (xpath) => (await found(xpath)).click(),
		type: async (xpath, text) => (await found(xpath)).sendKeys(text),
		choose: async (xpath, value) => (await found(`${xpath}/option[@value="${value}"]`)).click(),
		chooseFile: async (xpath, file) => (await found(xpath)).sendKeys(file),
	};
}

/** Starts an X server without a monitor. @returns its display: `:99` */
async function openScreen(): Promise<string> {
	const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '800x900x24', '-nolisten', 'tcp'], {
		stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
	});
	cleanup(server, (it) => it.kill());
	const [number] = (await once(server.stdio[3] as Readable, 'data')) as [Buffer];
	return `:${String(number).trim()}`;
}

async function startDriver(display: string, features: string | undefined): Promise<WebDriver> {
	const port = await freePort();
	const service = spawn('WebKitWebDriver', [`--port=${String(port)}`, '--host=127.0.0.1'], {
		env: { ...process.env, DISPLAY: display, GDK_BACKEND: 'x11', LANG: 'en_US.UTF-8', LANGUAGE: 'en' },
		stdio: 'ignore',
	});
	cleanup(service, (it) => it.kill());
	const url = `http://127.0.0.1:${String(port)}`;
	await holds(async () => (await fetch(`${url}/status`).catch(() => undefined))?.ok === true, WAIT_MS);
	const started = features !== undefined && {
		'webkitgtk:browserOptions': {
			binary: MINI_BROWSER,
			args: ['--automation', `--features=${features}`],
		},
	};
	return new Builder()
		.usingServer(url)
		.withCapabilities({ browserName: 'MiniBrowser', ...started })
		.build();
}
