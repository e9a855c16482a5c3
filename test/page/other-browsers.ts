import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Texts } from '../../broker/page/catalogue';
import { startBroker } from '../support/broker';
import type { BrowserTab } from '../support/browser-tab';
import { describeWith, type Part } from '../support/requirements';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';
import { textsIn } from './language-texts';
import { ask, pinned } from './visit';

const WAIT_MS = 15_000;

/** What a person does, from the link to the end, in a browser other than the one that all other tests drive. */
export function describePersonIn(browser: Part, openBrowser: () => Promise<BrowserTab>): void {
	describeWith(browser, `a person with ${browser}`, () => {
		let url = '';
		let en: Texts;
		let tab: BrowserTab;
		beforeAll(async () => {
			en = await textsIn('en');
			({ url } = await startBroker());
			tab = await openBrowser();
		}, 60_000);
		afterEach(async () => {
			await tab.evaluate('(sessionStorage.clear(), localStorage.clear(), true)');
		});

		const press = (name: string) => tab.click(`//button[normalize-space()="${name}"]`);
		const sees = (text: string) =>
			until(async () => String(await tab.evaluate('document.body?.innerText')).includes(text), WAIT_MS);
		const headed = (text: string) =>
			until(
				async () => (await tab.evaluate('document.querySelector("h1")?.textContent ?? ""')) === text,
				WAIT_MS,
			);
		const openLink = async (request: Readonly<Record<string, unknown>> = {}) => {
			const session = await ask(url, request);
			await tab.open(await pinned(url, session));
			await sees(en.check.question);
			return session;
		};
		const goOn = async () => {
			await press(en.check.yes);
			await headed(en.form.heading);
		};

		test('opens a link, compares, confirms, types and sends; the agent decrypts it', async () => {
			const session = await openLink();
			await sees(session.reply.user_code);
			await sees('Invoice assistant');
			await goOn();
			await tab.type('//form//input', 'sk-läuft-7');
			await press(en.form.submit);
			await headed(en.done.heading);
			expect(await session.open((await session.poll()).body)).toEqual({ api_key: 'sk-läuft-7' });
			await tab.reload();
			await headed(en.done.heading);
		});

		test('declines', async () => {
			const session = await openLink();
			await press(en.check.no);
			await press(en.decline.yes);
			await headed(en.declined.heading);
			expect((await session.poll()).body.status).toBe('denied');
		});

		test('types the code', async () => {
			const session = await ask(url);
			await tab.open(`${url}/connect`);
			await headed(en.enterCode.heading);
			await tab.type('//form//input', session.reply.user_code.toLowerCase());
			await press(en.enterCode.submit);
			await sees(en.check.question);
			await sees('Invoice assistant');
		});

		test('chooses a file, which arrives as it is', async () => {
			const bytes = Buffer.from([0x30, 0x82, 0xff, 0xfe, 0x00, 0x0d, 0x0a]);
			const file = path.join(temporaryFolder(), 'key.p12');
			writeFileSync(file, bytes);
			const fields = [{ name: 'key', label: 'Key', type: 'file' }];
			const session = await openLink({ template: undefined, fields });
			await goOn();
			await tab.chooseFile('//form//input[@type="file"]', file);
			await sees('key.p12');
			await press(en.form.submit);
			await headed(en.done.heading);
			const sent = await session.open((await session.poll()).body);
			expect(Buffer.from(sent['key'] ?? '', 'base64')).toEqual(readFileSync(file));
		});

		test('is warned of another key than the link names, and can press nothing', async () => {
			const session = await ask(url);
			await tab.open(`${url}/connect/${session.reply.user_code}#k=${'A'.repeat(43)}`);
			await headed(en.keyError.mismatch.heading);
			expect(await tab.evaluate('document.querySelectorAll("main button, main input").length')).toBe(0);
		});

		test('reads it from right to left, and nothing is wider than the window', async () => {
			const ar = await textsIn('ar');
			const session = await openLink();
			await tab.choose('//select[@id="language-choice"]', 'ar');
			await sees(ar.check.question);
			expect(await tab.evaluate('getComputedStyle(document.body).direction')).toBe('rtl');
			expect(await tab.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
			await press(ar.check.yes);
			await headed(ar.form.heading);
			await tab.type('//form//input', 'sk-1');
			await press(ar.form.submit);
			await headed(ar.done.heading);
			expect(await session.open((await session.poll()).body)).toEqual({ api_key: 'sk-1' });
		});

		test('reloads, goes back and forward after confirming, and still can answer', async () => {
			const session = await ask(url);
			await tab.open(`${url}/connect`);
			await headed(en.enterCode.heading);
			await tab.evaluate(`void location.assign(${JSON.stringify(await pinned(url, session))})`);
			await sees(en.check.question);
			await goOn();
			await tab.reload();
			await headed(en.form.heading);
			await tab.back();
			await headed(en.enterCode.heading);
			await tab.forward();
			await headed(en.form.heading);
			await tab.type('//form//input', 'sk-2');
			await press(en.form.submit);
			await headed(en.done.heading);
			expect(await session.open((await session.poll()).body)).toEqual({ api_key: 'sk-2' });
		});
	});
}
