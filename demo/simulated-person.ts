import { CHROMIUM_INSTALLED, launchChromium } from '../test/support/chromium';
import { person } from '../test/support/person';
import type { Asked } from './ask-and-use';
import type { Place } from './leaks';

/** With what the person is simulated where nobody is asked. */
export const SIMULATED_BY = CHROMIUM_INSTALLED
	? 'headless Chromium'
	: 'plain HTTP, because no Chromium was found';

/**
 * Does what the person would do: opens the link, confirms, enters the secret and sends it.
 * @returns what went over the wire, as far as it can be watched
 */
export function simulatePerson(asked: Asked, brokerUrl: string, secret: string): Promise<readonly Place[]> {
	return CHROMIUM_INSTALLED ? inChromium(asked.url, secret) : overHttp(asked.code, brokerUrl, secret);
}

async function inChromium(url: string, secret: string): Promise<readonly Place[]> {
	const browser = await launchChromium();
	try {
		const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
		const sent: string[] = [];
		page.on('request', (request) => {
			const headers = JSON.stringify(request.headers());
			sent.push(`${request.method()} ${request.url()} ${headers} ${request.postData() ?? ''}`);
		});
		await page.goto(url);
		// The key was compared with the link's: else the page would say that it was not, or stop.
		await page.getByText('Is this the code in your message?').waitFor();
		if (await page.getByText('Key not compared').isVisible()) throw new Error('The link has lost its key.');
		await page.getByRole('button', { name: 'Yes, it matches' }).click();
		await page.getByLabel('API key', { exact: true }).fill(secret);
		await page.getByRole('button', { name: 'Encrypt and send' }).click();
		await page.getByRole('heading', { level: 1, name: 'Sent', exact: true }).waitFor();
		return [{ name: 'what the browser sent', content: sent.join('\n') }];
	} finally {
		await browser.close();
	}
}

async function overHttp(code: string, brokerUrl: string, secret: string): Promise<readonly Place[]> {
	const { status } = await person.give(brokerUrl, code, { api_key: secret });
	if (status !== 204) throw new Error(`The broker answered the form with ${String(status)}.`);
	return [];
}
