import { chromium, type Browser } from 'playwright-core';
import { cleanup } from './cleanup';
import { programOf } from './programs';
import { describeWith } from './requirements';

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
const CHROMIUM_PATH = programOf('Chromium');

/** Whether there is a Chromium to test with. */
export const CHROMIUM_INSTALLED = CHROMIUM_PATH !== undefined;

/**
 * Starts Chromium, headless, without a word to anybody but the tests' own servers.
 * @throws Error where none is installed
 */
export async function launchChromium(): Promise<Browser> {
	if (CHROMIUM_PATH === undefined) {
		throw new Error('Chromium was not found. Install it (npm run parts), or name it in CHROMIUM_PATH.');
	}
	const browser = await chromium.launch({ executablePath: CHROMIUM_PATH, args: FLAGS });
	return cleanup(browser, () => browser.close());
}

/** A suite that needs Chromium. */
export function describeInChromium(name: string, suite: () => void): void {
	describeWith('Chromium', name, suite);
}
