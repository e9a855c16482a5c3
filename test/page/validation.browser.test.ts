import type { Page } from 'playwright-core';
import { describeOnThePage, type PageSuite } from './page-suite';
import { ask, confirmCode, type Visit } from './visit';

const FIELDS = [
	{ name: 'host', label: 'Host', type: 'text', max_length: 20 },
	{ name: 'port', label: 'Port', type: 'text', pattern: '[0-9]{1,5}', help: 'Usually 5432.' },
	{ name: 'region', label: 'Region', type: 'select', options: ['Frankfurt', 'Dublin'] },
	{ name: 'certificate', label: 'Certificate', type: 'file', max_length: 100 },
	{ name: 'note', label: 'Note', type: 'textarea', required: false },
];

describeOnThePage('the form is validated before it is sent', (on) => {
	test('all errors are shown at once, in a summary that takes focus and at each field', async () => {
		const { page } = await openForm(on, FIELDS);
		const submit = page.getByRole('button', { name: 'Encrypt and send' });
		await page.getByLabel('Host').fill('a-host-name-that-is-too-long');
		await page.getByLabel('Port').fill('abc');
		await page.locator('#field-3').setInputFiles(file(101));
		await submit.click();

		expect(await focused(page)).toBe('Please look at these once more');
		expect(await page.locator('.errors li').allInnerTexts()).toEqual([
			'Host At most 20 characters fit here. These are 28.',
			'Port This does not have the form that is expected here.',
			'Region Choose one.',
			expect.stringMatching(/^Certificate The file may have at most 100 bytes/),
		]);
		expect(await page.getByLabel('Host').inputValue()).toBe('a-host-name-that-is-too-long');
		expect(await page.getByText('c.pem').isVisible()).toBe(true);
		const port = page.getByLabel('Port');
		expect(await port.getAttribute('aria-invalid')).toBe('true');
		const described = (await port.getAttribute('aria-describedby'))?.split(' ') ?? [];
		const texts = await Promise.all(described.map((id) => page.locator(`#${id}`).innerText()));
		expect(texts).toEqual(['Usually 5432.', 'This does not have the form that is expected here.']);
	});

	test('one error is told once, by its field, which takes focus', async () => {
		const { page, visited } = await openForm(on, FIELDS);
		await page.getByLabel('Host').fill('db.example.com');
		await page.getByLabel('Port').fill('5432');
		await page.locator('#field-3').setInputFiles(file(100));
		await page.getByText('100 bytes', { exact: true }).waitFor();
		await visited.press('Encrypt and send');
		expect(await page.locator('.errors').count()).toBe(0);
		expect(await page.getByText('Choose one.').count()).toBe(1);
		const region = page.getByLabel('Region');
		expect(await region.evaluate((each) => each === document.activeElement)).toBe(true);
		// What is wrong is read out with the field.
		const described = (await region.getAttribute('aria-describedby')) ?? '';
		expect(await page.locator(`#${described}`).innerText()).toBe('Choose one.');
	});

	test('the summary moves focus to the field, and does not change the address', async () => {
		const { page } = await openForm(on, FIELDS);
		const address = page.url();
		await page.getByRole('button', { name: 'Encrypt and send' }).click();
		await page.getByRole('button', { name: /^Region/ }).click();
		expect(await page.getByLabel('Region').evaluate((each) => each === document.activeElement)).toBe(true);
		expect(page.url()).toBe(address);
	});

	test('errors appear with the first submission, and go when a field is corrected', async () => {
		const { page } = await openForm(on, FIELDS);
		const port = page.getByLabel('Port');
		await port.fill('abc');
		await page.getByLabel('Host').fill('db.example.com');
		expect(await port.getAttribute('aria-invalid')).toBeNull();
		await page.getByRole('button', { name: 'Encrypt and send' }).click();
		expect(await port.getAttribute('aria-invalid')).toBe('true');
		await port.fill('5432');
		await page.getByLabel('Host').focus();
		expect(await port.getAttribute('aria-invalid')).toBeNull();
	});

	test('corrected values are sent, and an empty optional field is left out', async () => {
		const { page, session, visited } = await openForm(on, FIELDS);
		await visited.press('Encrypt and send');
		await page.getByLabel('Host').fill('db.example.com');
		await page.getByLabel('Port').fill('5432');
		await page.getByLabel('Region').selectOption('Dublin');
		await page.locator('#field-3').setInputFiles(file(100));
		await page.getByText('100 bytes', { exact: true }).waitFor();
		await visited.press('Encrypt and send');
		await visited.sees('Sent');
		expect(await session.open((await session.poll()).body)).toEqual({
			host: 'db.example.com',
			port: '5432',
			region: 'Dublin',
			certificate: 'x'.repeat(100),
		});
	});

	test('the submit button works with one click from a field whose error it removes', async () => {
		const session = await ask(on.url, { template: 'basic_auth' });
		const visited = await on.open(session.reply.url, { width: 360 });
		await confirmCode(visited);
		await visited.page.getByLabel('Username').fill('kim');
		await visited.press('Encrypt and send');
		await visited.page.getByLabel('Password', { exact: true }).fill('p');
		const {
			x = 0,
			y = 0,
			width = 0,
			height = 0,
		} = (await visited.page.getByRole('button', { name: 'Encrypt and send' }).boundingBox()) ?? {};
		// As a person does it: the button is pressed where it stands, and let go a moment later.
		await visited.page.mouse.move(x + width / 2, y + height / 2);
		await visited.page.mouse.down();
		await visited.page.waitForTimeout(100);
		await visited.page.mouse.up();
		await visited.sees('Sent');
	});

	test('a pattern that would block the page is ignored, and so is an invalid one', async () => {
		const { page, visited } = await openForm(on, [
			{ name: 'slow', label: 'Slow', type: 'text', pattern: '(\\w+\\s?)+!' },
			{ name: 'broken', label: 'Broken', type: 'text', pattern: 'a)|(b' },
		]);
		await page.getByLabel('Slow').fill('a'.repeat(60));
		await page.getByLabel('Broken').fill('anything');
		const began = Date.now();
		await visited.press('Encrypt and send');
		await visited.sees('Sent');
		expect(Date.now() - began).toBeLessThan(5_000);
	});

	test('a file that is too large is an error before anything is sent', async () => {
		const { page, visited } = await openForm(on, [{ name: 'archive', label: 'Archive', type: 'file' }]);
		await page.locator('#field-0').setInputFiles(file(2 * 1024 * 1024));
		await visited.reads(/The file may have at most 1 MB/);
		await page.locator('#field-0').setInputFiles(file(1024 * 1024));
		await visited.press('Encrypt and send');
		await visited.reads(/All together it may have at most 1 MB/);
	});

	test('browsers and password managers are told not to store or correct values', async () => {
		const { page } = await openForm(on, [
			{ name: 'password', label: 'Password', type: 'password' },
			{ name: 'code', label: 'One-time code', type: 'otp' },
		]);
		const password = page.getByLabel('Password', { exact: true });
		for (const [name, value] of [
			['autocomplete', 'off'],
			['autocapitalize', 'off'],
			['spellcheck', 'false'],
			['type', 'password'],
		] as const) {
			expect(await password.getAttribute(name)).toBe(value);
		}
		expect(await page.getByLabel('One-time code').getAttribute('autocomplete')).toBe('one-time-code');
		await page.getByRole('button', { name: 'Show Password' }).click();
		expect(await password.getAttribute('type')).toBe('text');
		await page.getByRole('button', { name: 'Hide Password' }).click();
		expect(await password.getAttribute('type')).toBe('password');
	});
});

async function openForm(
	on: PageSuite,
	fields: readonly object[],
): Promise<{ visited: Visit; page: Page; session: Awaited<ReturnType<typeof ask>> }> {
	const session = await ask(on.url, { template: undefined, fields });
	const visited = await on.open(session.reply.url);
	await confirmCode(visited);
	return { visited, page: visited.page, session };
}

function file(bytes: number): { name: string; mimeType: string; buffer: Buffer } {
	return { name: 'c.pem', mimeType: 'text/plain', buffer: Buffer.alloc(bytes, 'x') };
}

function focused(page: Page): Promise<string> {
	return page.evaluate(() => document.activeElement?.textContent ?? '');
}
