import { fill, LANGUAGES, plural, type Texts } from '../../broker/page/catalogue';
import { checkHeading, textsIn } from './language-texts';
import { describeOnThePage, openIn } from './page-suite';
import { ask, confirmCode, pinned, type Visit } from './visit';

const EVERY_TYPE = {
	template: undefined,
	fields: [
		{ name: 'host', label: 'Host', type: 'text', max_length: 12 },
		{ name: 'password', label: 'Password', type: 'password' },
		{ name: 'region', label: 'Region', type: 'select', options: ['Frankfurt', 'Dublin'] },
		{ name: 'key', label: 'Private key', type: 'textarea' },
		{ name: 'certificate', label: 'Certificate', type: 'file' },
		{ name: 'note', label: 'Note', type: 'text', required: false },
	],
};

let en: Texts;
beforeAll(async () => {
	en = await textsIn('en');
});

/** What is wrong with 31 characters where 12 fit. */
const tooLong = ({ language, form }: Texts) =>
	fill(plural(form.problem, 'tooLong', 12, language), { most: '12', now: '31' });

const languageSwitch = (visited: Visit) => visited.page.locator('#language-choice');

describeOnThePage('the switch between languages', (on) => {
	test('offers each language under its own name, and works with the keyboard', async () => {
		const visited = await openIn(on, 'pl');
		await visited.sees(checkHeading(await textsIn('pl')));
		const names = await languageSwitch(visited).locator('option').allInnerTexts();
		expect(names).toEqual(LANGUAGES.map(({ name }) => name));
		const { keyboard } = visited.page;
		await keyboard.press('Shift+Tab');
		expect(await focused(visited)).toBe('language-choice');
		await keyboard.type('Neder');
		await keyboard.press('Enter');
		await visited.sees(checkHeading(await textsIn('nl')));
		expect(await focused(visited)).toBe('language-choice');
		expect(await visited.page.evaluate(() => document.documentElement.lang)).toBe('nl');
	});

	test('translates everything: heading, title, time, explanation, and the switch itself', async () => {
		const visited = await openIn(on, 'en-US');
		await visited.sees(checkHeading(en));
		for (const tag of ['ja', 'de'] as const) {
			const texts = await textsIn(tag);
			await languageSwitch(visited).selectOption(tag);
			await visited.sees(checkHeading(texts));
			expect(await visited.page.title()).toBe(`${texts.check.title} · LinkAuth`);
			const [before = ''] = texts.timeLeft.split('{time}');
			expect(await visited.page.getByRole('timer').innerText()).toContain(before);
			expect(await visited.page.locator('#how').innerText()).toContain(texts.how.heading);
			const named = visited.page.getByRole('combobox', { name: texts.languageSwitch.label, exact: true });
			expect(await named.isVisible()).toBe(true);
		}
		expect(await visited.page.locator('body').innerText()).not.toMatch(/\bsender\b|credential|expect/);
	});

	test('keeps everything that was typed and chosen, and the errors', async () => {
		const session = await ask(on.url, EVERY_TYPE);
		const visited = await on.open(await pinned(on.url, session));
		await confirmCode(visited);
		const { page } = visited;
		await page.getByLabel('Host').fill('a-host-that-is-too-long.example');
		await page.getByLabel('Password', { exact: true }).fill('p🔑 ');
		await page.getByLabel('Region').selectOption('Dublin');
		await page.getByLabel('Private key').fill('line 1\nline 2');
		await page.locator('#field-4').setInputFiles({
			name: 'c.p12',
			mimeType: 'application/x-pkcs12',
			buffer: Buffer.from([0x30, 0x82, 0xff]),
		});
		await page.getByText('c.p12').waitFor();
		await visited.press('Encrypt and send');
		await visited.reads(tooLong(en));

		const fr = await textsIn('fr');
		await languageSwitch(visited).selectOption('fr');
		await visited.sees(fr.form.heading);
		await visited.reads(tooLong(fr));
		await visited.reads('c.p12');
		const { Host: host, Password: password } = fr.builtIn;
		expect(await page.getByLabel(password, { exact: true }).getAttribute('type')).toBe('password');
		expect(await page.getByLabel('Note').count()).toBe(1);
		await page.getByLabel(host).fill('db.example');
		await visited.press(fr.form.submit);
		await visited.sees(fr.done.heading);
		expect(await session.open((await session.poll()).body)).toEqual({
			host: 'db.example',
			password: 'p🔑 ',
			region: 'Dublin',
			key: 'line 1\nline 2',
			certificate: Buffer.from([0x30, 0x82, 0xff]).toString('base64'),
		});
		const stored = await page.evaluate(() => JSON.stringify([sessionStorage, localStorage]));
		expect(stored).not.toContain('p🔑');
	});

	test('translates the fields of a built-in template, their errors, and what it is for', async () => {
		const session = await ask(on.url, { template: 'certificate', display_name: undefined });
		const visited = await on.open(await pinned(on.url, session), { locale: 'de' });
		const { page } = visited;
		const labels = async () =>
			(await page.locator('.field > label bdi').allInnerTexts()).map((label) => label.trim());
		const [de, ja] = await Promise.all([textsIn('de'), textsIn('ja')]);
		await visited.press(de.check.yes);
		await visited.sees(de.form.heading);
		expect(await labels()).toEqual(['Zertifikat', 'Privater Schlüssel', 'Passphrase']);
		expect(await page.locator('.field .help').allInnerTexts()).toEqual([
			de.builtIn['PEM, with the whole chain if there is one.'],
			de.builtIn['PEM.'],
		]);
		await page.getByLabel('Zertifikat').fill('line 1\nline 2');
		await visited.press(de.form.submit);
		const said = page.locator('.problem:visible');
		expect(await said.allInnerTexts()).toEqual([de.form.problem.required]);

		await languageSwitch(visited).selectOption('ja');
		await visited.sees(ja.form.heading);
		expect(await labels()).toEqual(['証明書', '秘密鍵', 'パスフレーズ']);
		expect(await said.allInnerTexts()).toEqual([ja.form.problem.required]);
		expect(await page.getByRole('main').innerText()).not.toMatch(/Certificate|Zertifikat|Schlüssel/);
		await page.getByLabel('秘密鍵').fill('key');
		await page.getByLabel('パスフレーズ').fill('p🔑');
		await visited.press(ja.form.submit);
		await visited.sees(ja.done.heading);
		await visited.reads('証明書');
		expect(await session.open((await session.poll()).body)).toEqual({
			certificate: 'line 1\nline 2',
			private_key: 'key',
			passphrase: 'p🔑',
		});
	});

	test('keeps a code that is half typed', async () => {
		const visited = await on.open('/connect');
		await visited.page.locator('#code').fill('K7Q2-M');
		await languageSwitch(visited).selectOption('it');
		await visited.sees((await textsIn('it')).enterCode.heading);
		expect(await visited.page.locator('#code').inputValue()).toBe('K7Q2-M');
	});

	test('keeps open what was opened', async () => {
		const visited = await openIn(on, 'en');
		await visited.sees(checkHeading(en));
		await visited.page.getByText(en.handOver.open).click();
		await visited.page.getByRole('img', { name: en.handOver.label }).waitFor();
		const ja = await textsIn('ja');
		await languageSwitch(visited).selectOption('ja');
		await visited.page.getByRole('img', { name: ja.handOver.label }).waitFor();
		expect(await visited.page.locator('details[open]').allInnerTexts()).toEqual([
			expect.stringContaining(ja.handOver.open),
		]);
	});

	test('keeps a call that is under way', async () => {
		const visited = await openIn(on, 'en');
		await visited.sees(checkHeading(en));
		await visited.context.route('**/confirm', (route) => route.abort());
		await visited.press(en.check.yes);
		await visited.reads(en.failure['no-connection'].title);
		const es = await textsIn('es');
		await languageSwitch(visited).selectOption('es');
		await visited.reads(es.failure['no-connection'].title);
		await visited.reads(es.check.busy);
		await visited.context.unrouteAll();
		await visited.press(es.button.retry);
		await visited.sees(es.form.heading);
	});

	test('is stored: for a reload, and for another tab', async () => {
		const visited = await openIn(on, 'en');
		await visited.sees(checkHeading(en));
		await languageSwitch(visited).selectOption('zh-Hans');
		const zh = await textsIn('zh-Hans');
		await visited.sees(checkHeading(zh));
		await visited.page.reload();
		await visited.sees(checkHeading(zh));
		const tab = await visited.context.newPage();
		await tab.goto(`${on.url}/connect`);
		await tab.getByRole('heading', { level: 1, name: zh.enterCode.heading }).waitFor();
		expect(await tab.title()).toBe(`${zh.enterCode.heading} · LinkAuth`);
	});

	test('does not show another language first, even where the right one loads slowly', async () => {
		const visited = await openIn(on, 'de', {
			before: async (context) => {
				await context.addInitScript(() => {
					localStorage.setItem('linkauth:language', 'ja');
					const seen: string[] = [];
					new MutationObserver(() => seen.push(document.querySelector('body')?.innerText ?? '')).observe(
						document,
						{
							childList: true,
							characterData: true,
							subtree: true,
						},
					);
					Object.assign(window, { seen });
				});
				await context.route('**/connect-ja-*', async (route) => {
					await new Promise((resolve) => setTimeout(resolve, 500));
					await route.continue();
				});
			},
		});
		const ja = await textsIn('ja');
		await visited.sees(checkHeading(ja));
		const seen = await visited.page.evaluate(() => (window as unknown as { seen: string[] }).seen);
		expect(seen.join(' ')).toContain(checkHeading(ja));
		for (const tag of ['de', 'en']) {
			const { how, loading, check } = await textsIn(tag);
			for (const text of [how.heading, loading.heading, check.question])
				expect(seen.join(' ')).not.toContain(text);
		}
	});

	test('shows an error where a language cannot be loaded, and changes nothing', async () => {
		const visited = await openIn(on, 'en');
		await visited.sees(checkHeading(en));
		await visited.context.route('**/connect-pl-*', (route) => route.abort());
		await languageSwitch(visited).selectOption('pl');
		await visited.page.getByText(en.languageSwitch.failed).waitFor();
		expect(await languageSwitch(visited).inputValue()).toBe('en');
		await visited.sees(checkHeading(en));
		await languageSwitch(visited).selectOption('nl');
		await visited.sees(checkHeading(await textsIn('nl')));
		expect(await visited.page.getByText(en.languageSwitch.failed).count()).toBe(0);
	});

	test('the page loads again where its first language does not', async () => {
		let calls = 0;
		const session = await ask(on.url);
		const visited = await on.open(await pinned(on.url, session), {
			tolerate: /Failed to fetch dynamically imported module/,
			before: (context) =>
				context.route('**/connect-en-*', (route) => {
					calls += 1;
					return calls < 3 ? route.abort() : route.continue();
				}),
		});
		await visited.sees(checkHeading(en));
	});

	test('formats time in the language', async () => {
		const visited = await openIn(on, 'pl', { clock: true });
		const pl = await textsIn('pl');
		await visited.sees(checkHeading(pl));
		await visited.page.clock.runFor(482_000);
		expect(await visited.page.locator('#announcements').innerText()).toBe(
			'Pozostały czas na odpowiedź: 2 minuty.',
		);
		await visited.context.route('**/confirm', (route) => route.abort());
		await visited.press(pl.check.yes);
		await visited.reads(/^Kolejna próba za (?:2 sekundy|1 sekundę)\.$/);
	});
});

async function focused(visited: Visit): Promise<string | undefined> {
	return visited.page.evaluate(() => document.activeElement?.id);
}
