import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { cleanup } from './cleanup';

/** Where Debian, Ubuntu, Fedora, Alpine, macOS and Windows put it. */
const USUAL_PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/usr/bin/google-chrome-stable',
	'/usr/lib/chromium/chromium',
	'/snap/bin/chromium',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const FLAGS = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// A name that is not this machine's own, for what the page does on an insecure origin.
	'--host-resolver-rules=MAP insecure.example 127.0.0.1',
];

/** The Chromium installed here: `CHROMIUM_PATH`, or in one of the usual places; undefined where there is none. */
export const CHROMIUM_PATH = [process.env['CHROMIUM_PATH'], ...USUAL_PLACES].find(
	(place) => place !== undefined && place !== '' && existsSync(place),
);

/** Whether there is a Chromium to test with. */
export const CHROMIUM_INSTALLED = CHROMIUM_PATH !== undefined;

/**
 * Starts Chromium, headless, without a word to anybody but the tests' own servers.
 * @throws Error where none is installed
 */
export async function launchChromium(): Promise<Browser> {
	if (CHROMIUM_PATH === undefined) {
		throw new Error('Chromium was not found. Install it, or name it in CHROMIUM_PATH.');
	}
	const browser = await chromium.launch({ executablePath: CHROMIUM_PATH, args: FLAGS });
	return cleanup(browser, () => browser.close());
}

/** A suite that needs Chromium: skipped, in one line, where it is not installed, except in CI, where it then fails. */
export function describeInChromium(name: string, suite: () => void): void {
	if (CHROMIUM_INSTALLED || process.env['CI'] !== undefined) describe(name, suite);
	else describe.skip(`${name} (skipped: no Chromium here; CHROMIUM_PATH names one)`, suite);
}
