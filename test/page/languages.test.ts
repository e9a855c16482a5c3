import AxeBuilder from '@axe-core/playwright';
import { LANGUAGES, type Texts } from '../../broker/page/texts';
import { en } from '../../broker/page/texts/en';
import { inRepository } from '../support/repository';
import { describeOnThePage, type PageSuite } from './page-suite';
import { ask, confirmCode, pinned, type Visit, type VisitOptions } from './visit';

/** With `LINKAUTH_SCREENSHOTS=1` each language is photographed too. */
const SCREENSHOTS = process.env['LINKAUTH_SCREENSHOTS'] ? inRepository('.cache/screenshots') : undefined;

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

const loaded = (tag: string): Promise<Texts> =>
	(LANGUAGES.find((language) => language.tag === tag) ?? LANGUAGES[0]).load();

const languageSwitch = (visited: Visit) => visited.page.locator('#language-choice');

async function openIn(on: PageSuite, locale: string, options: VisitOptions = {}): Promise<Visit> {
	const session = await ask(on.url);
	return on.open(await pinned(on.url, session), { locale, ...options });
}

describeOnThePage('the language of the document', (on) => {
	test.each([
		['de', 'de'],
		['de-AT, en;q=0.5', 'de'],
		['pt-PT', 'pt-BR'],
		['pt-BR,pt;q=0.9,en;q=0.8', 'pt-BR'],
		['zh-CN', 'zh-Hans'],
		['zh-TW,zh;q=0.9', 'zh-Hans'],
		['ja,en;q=0.1', 'ja'],
		['sv, nl;q=0.5, pl;q=0.7', 'pl'],
		['en-GB,en;q=0.9,de;q=0.8', 'en'],
		['sv', 'en'],
		['*', 'en'],
		['de;q=0, *', 'en'],
		['', 'en'],
		['///;;q=,,,-', 'en'],
	])('Accept-Language: %s gives %s', async (accepted, expected) => {
		const texts = await loaded(expected);
		for (const path of ['/connect', '/connect/ABCD-EFGH']) {
			const answer = await fetch(on.url + path, { headers: { 'accept-language': accepted } });
			const html = await answer.text();
			expect(answer.headers.get('content-language')).toBe(expected);
			expect(answer.headers.get('vary')).toMatch(/\baccept-language\b/i);
			expect(html).toContain(`<html lang="${expected}">`);
			expect(html).toContain(`<title>${texts.document.title} · LinkAuth</title>`);
			expect(html).toContain(`content="${texts.document.description}"`);
			expect(html).toContain(texts.document.noScript.text);
			expect(html).not.toMatch(/%/);
		}
	});
});

describeOnThePage(
	'every language of the page',
	(on) => {
		test.each(LANGUAGES.map(({ tag }) => tag))(
			'%s: fits a small screen, can be read and heard by everybody, and loads nothing of the others',
			async (tag) => {
				const texts = await loaded(tag);
				const scripts: string[] = [];
				const visited = await openIn(on, tag, {
					width: 360,
					before: (context) => {
						context.on('request', (request) => scripts.push(new URL(request.url()).pathname));
						return Promise.resolve();
					},
				});
				const { page } = visited;
				await visited.sees(texts.check.heading);
				expect(await page.title()).toBe(`${texts.check.heading} · LinkAuth`);
				expect(await page.getByRole('timer').innerText()).toMatch(/\d:\d\d/);
				await expectToFit(visited, `check-${tag}`);
				await visited.press(texts.check.yes);
				await visited.sees(texts.form.heading);
				await expectToFit(visited, `form-${tag}`);
				const language = tag.replace(/-.*/, '');
				const ofLanguages = scripts.filter((path) => /connect-[a-z]{2}-/.test(path));
				expect(new Set(ofLanguages).size).toBe(1);
				expect(ofLanguages[0]).toContain(`/assets/connect-${language}-`);
			},
		);
	},
	{ LINKAUTH_BASE_URL: 'https://connect.example.com' },
);

describeOnThePage('the switch between languages', (on) => {
	test('stands in every browser under its own names, and works with the keyboard', async () => {
		const visited = await openIn(on, 'pl');
		await visited.sees((await loaded('pl')).check.heading);
		const names = await languageSwitch(visited).locator('option').allInnerTexts();
		expect(names).toEqual(LANGUAGES.map(({ name }) => name));
		const { keyboard } = visited.page;
		await keyboard.press('Shift+Tab');
		expect(await focused(visited)).toBe('language-choice');
		await keyboard.type('Neder');
		await keyboard.press('Enter');
		await visited.sees((await loaded('nl')).check.heading);
		expect(await focused(visited)).toBe('language-choice');
		expect(await visited.page.evaluate(() => document.documentElement.lang)).toBe('nl');
	});

	test('says everything anew: heading, window, time, what is beside, and the switch itself', async () => {
		const visited = await openIn(on, 'en-US');
		await visited.sees(en.check.heading);
		for (const tag of ['ja', 'de'] as const) {
			const texts = await loaded(tag);
			await languageSwitch(visited).selectOption(tag);
			await visited.sees(texts.check.heading);
			expect(await visited.page.title()).toBe(`${texts.check.heading} · LinkAuth`);
			const [before = ''] = texts.timeLeft('|').split('|');
			expect(await visited.page.getByRole('timer').innerText()).toContain(before);
			expect(await visited.page.locator('#how').innerText()).toContain(texts.how.heading);
			const named = visited.page.getByRole('combobox', { name: texts.languageSwitch.label, exact: true });
			expect(await named.isVisible()).toBe(true);
		}
		expect(await visited.page.locator('body').innerText()).not.toMatch(/\bsender\b|credential|expect/);
	});

	test('loses nothing that was typed, chosen or found wrong', async () => {
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
		await visited.reads(en.form.problem.tooLong('12', '31'));

		const fr = await loaded('fr');
		await languageSwitch(visited).selectOption('fr');
		await visited.sees(fr.form.heading);
		await visited.reads(fr.form.summary);
		await visited.reads(fr.form.problem.tooLong('12', '31'));
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

	test('says the fields of a built-in template too, what is wrong with them, and what it is for', async () => {
		const session = await ask(on.url, { template: 'certificate', display_name: undefined });
		const visited = await on.open(await pinned(on.url, session), { locale: 'de' });
		const { page } = visited;
		const labels = async () =>
			(await page.locator('.field > label bdi').allInnerTexts()).map((label) => label.trim());
		const [de, ja] = await Promise.all([loaded('de'), loaded('ja')]);
		await visited.press(de.check.yes);
		await visited.sees(de.form.heading);
		expect(await labels()).toEqual(['Zertifikat', 'Privater Schlüssel', 'Passphrase']);
		expect(await page.locator('.field .help').allInnerTexts()).toEqual([
			de.builtIn['PEM, with the whole chain if there is one.'],
			de.builtIn['PEM.'],
		]);
		await page.getByLabel('Zertifikat').fill('line 1\nline 2');
		await visited.press(de.form.submit);
		const said = page.locator('.errors li');
		expect(await said.allInnerTexts()).toEqual([`Privater Schlüssel ${de.form.problem.required}`]);

		await languageSwitch(visited).selectOption('ja');
		await visited.sees(ja.form.heading);
		expect(await labels()).toEqual(['証明書', '秘密鍵', 'パスフレーズ']);
		expect(await said.allInnerTexts()).toEqual([`秘密鍵 ${ja.form.problem.required}`]);
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
		await visited.sees((await loaded('it')).enterCode.heading);
		expect(await visited.page.locator('#code').inputValue()).toBe('K7Q2-M');
	});

	test('goes on with what is under way', async () => {
		const visited = await openIn(on, 'en');
		await visited.sees(en.check.heading);
		await visited.context.route('**/confirm', (route) => route.abort());
		await visited.press(en.check.yes);
		await visited.reads(en.trouble['no-connection'].title);
		const es = await loaded('es');
		await languageSwitch(visited).selectOption('es');
		await visited.reads(es.trouble['no-connection'].title);
		await visited.reads(es.check.busy.confirm);
		await visited.context.unrouteAll();
		await visited.press(es.button.retry);
		await visited.sees(es.form.heading);
	});

	test('is remembered: after a reload, and in another tab', async () => {
		const visited = await openIn(on, 'en');
		await visited.sees(en.check.heading);
		await languageSwitch(visited).selectOption('zh-Hans');
		const zh = await loaded('zh-Hans');
		await visited.sees(zh.check.heading);
		await visited.page.reload();
		await visited.sees(zh.check.heading);
		const tab = await visited.context.newPage();
		await tab.goto(`${on.url}/connect`);
		await tab.getByRole('heading', { level: 1, name: zh.enterCode.heading }).waitFor();
		expect(await tab.title()).toBe(`${zh.enterCode.heading} · LinkAuth`);
	});

	test('never shows another language first, however slow the right one is', async () => {
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
		const ja = await loaded('ja');
		await visited.sees(ja.check.heading);
		const seen = await visited.page.evaluate(() => (window as unknown as { seen: string[] }).seen);
		expect(seen.join(' ')).toContain(ja.check.heading);
		for (const tag of ['de', 'en']) {
			const { how, loading, check } = await loaded(tag);
			for (const text of [how.heading, loading.heading, check.heading])
				expect(seen.join(' ')).not.toContain(text);
		}
	});

	test('a language that cannot be loaded changes nothing, and the page says so', async () => {
		const visited = await openIn(on, 'en');
		await visited.sees(en.check.heading);
		await visited.context.route('**/connect-pl-*', (route) => route.abort());
		await languageSwitch(visited).selectOption('pl');
		await visited.page.getByText(en.languageSwitch.failed).waitFor();
		expect(await languageSwitch(visited).inputValue()).toBe('en');
		await visited.sees(en.check.heading);
		await languageSwitch(visited).selectOption('nl');
		await visited.sees((await loaded('nl')).check.heading);
		expect(await visited.page.getByText(en.languageSwitch.failed).count()).toBe(0);
	});

	test('a first language that does not load is fetched again', async () => {
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
		await visited.sees(en.check.heading);
	});

	test('time and sizes are said as the language says them', async () => {
		const visited = await openIn(on, 'pl', { clock: true });
		const pl = await loaded('pl');
		await visited.sees(pl.check.heading);
		await visited.page.clock.runFor(482_000);
		expect(await visited.page.locator('#announcements').innerText()).toBe('Pozostały czas: 2 minuty.');
		await visited.context.route('**/confirm', (route) => route.abort());
		await visited.press(pl.check.yes);
		await visited.reads(/^Kolejna próba za (?:2 sekundy|1 sekundę)\.$/);
	});
});

async function focused(visited: Visit): Promise<string | undefined> {
	return visited.page.evaluate(() => document.activeElement?.id);
}

async function expectToFit(visited: Visit, name: string): Promise<void> {
	const { page } = visited;
	const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
	if (SCREENSHOTS !== undefined)
		await page.screenshot({ path: `${SCREENSHOTS}/language-${name}.png`, fullPage: true });
	for (const width of [360, 320]) {
		await page.setViewportSize({ width, height: 800 });
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
		expect(await overflowing(visited)).toEqual([]);
	}
	await page.setViewportSize({ width: 360, height: 800 });
}

/** Elements whose words do not fit into them. */
function overflowing(visited: Visit): Promise<readonly string[]> {
	return visited.page.locator('h1, h2, p, dt, dd, li, label, button, .badge').evaluateAll((all) =>
		all
			.filter((each) => !each.closest('.spoken-only') && each.checkVisibility())
			.filter(
				(each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline',
			)
			.map((each) => each.outerHTML),
	);
}
