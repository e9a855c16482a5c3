import { startBroker } from '../support/broker';
import { describeOnThePage } from './page-suite';
import { ask, confirmCode, pinned, rememberInput } from './visit';

const EVERY_TYPE = [
	{ name: 'host', label: 'Host', type: 'text', placeholder: 'db.example.com' },
	{ name: 'password', label: 'Password', type: 'password', help: 'The one of the read-only account.' },
	{ name: 'region', label: 'Region', type: 'select', options: ['Frankfurt', 'Dublin'] },
	{ name: 'private_key', label: 'Private key', type: 'textarea' },
	{ name: 'certificate', label: 'Certificate', type: 'file', max_length: 4096 },
	{ name: 'archive', label: 'Key archive', type: 'file' },
	{ name: 'code', label: 'One-time code', type: 'otp' },
	{ name: 'note', label: 'Note', type: 'text', required: false },
];

describeOnThePage('a person gives a credential', (on) => {
	test('the agent decrypts what the person typed, and the page has cleared it', async () => {
		const session = await ask(on.url);
		const visited = await on.open(await pinned(on.url, session));
		await visited.seesCheck();
		const text = await visited.page.getByRole('main').innerText();
		for (const shown of [
			'Invoice assistant asks for your OpenAI API key',
			'Not verified',
			'invoices',
			'api.openai.com',
		]) {
			expect(text).toContain(shown);
		}
		expect(text).not.toContain('Key not compared');
		await confirmCode(visited);
		await visited.page.getByLabel('API key', { exact: true }).fill('sk-läuft-🔑');
		const expectCleared = await rememberInput(visited);
		await visited.press('Encrypt and send');
		await visited.sees('Sent');
		await visited.reads('revoke or change the credential where it was issued');

		const { body } = await session.poll();
		expect(await session.open(body)).toEqual({ api_key: 'sk-läuft-🔑' });
		await expectCleared();
		expect(await visited.page.locator('input').count()).toBe(0);
		const stored = await visited.page.evaluate(() => JSON.stringify([sessionStorage, localStorage]));
		expect(stored).not.toMatch(/sk-läuft|ct_/);

		await visited.page.reload();
		await visited.sees('Sent');
	});

	test('every type of field arrives as it was given', async () => {
		const session = await ask(on.url, { template: undefined, fields: EVERY_TYPE });
		const visited = await on.open(await pinned(on.url, session));
		await confirmCode(visited);
		const { page } = visited;
		const pem = '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n';
		const binary = Buffer.from([0x30, 0x82, 0xff, 0xfe, 0x00]);
		await page.getByLabel('Host').fill('db.example.com');
		await page.getByLabel('Password', { exact: true }).fill('p🔑 ');
		await page.getByLabel('Region').selectOption('Dublin');
		await page.getByLabel('Private key').fill(pem);
		await page
			.locator('#field-4')
			.setInputFiles({ name: 'c.pem', mimeType: 'text/plain', buffer: Buffer.from(pem) });
		await page.locator('#field-5').setInputFiles({ name: 'k.p12', mimeType: 'text/plain', buffer: binary });
		await page.getByLabel('One-time code').fill('123456');
		await page.getByText('k.p12').waitFor();
		await visited.press('Encrypt and send');
		await visited.sees('Sent');
		expect(await session.open((await session.poll()).body)).toEqual({
			host: 'db.example.com',
			password: 'p🔑 ',
			region: 'Dublin',
			private_key: pem,
			certificate: pem,
			archive: binary.toString('base64'),
			code: '123456',
		});
	});

	test('everything can be done with the keyboard', async () => {
		const session = await ask(on.url);
		const visited = await on.open(await pinned(on.url, session));
		await visited.seesCheck();
		const { keyboard } = visited.page;
		await keyboard.press('Tab');
		await keyboard.press('Enter');
		await visited.sees('Enter the credential');
		await keyboard.press('Tab');
		await keyboard.type('sk-typed');
		await keyboard.press('Tab');
		await keyboard.press('Space');
		expect(await visited.page.getByLabel('API key', { exact: true }).getAttribute('type')).toBe('text');
		await keyboard.press('Tab');
		await keyboard.press('Enter');
		await visited.sees('Sent');
		expect(await session.open((await session.poll()).body)).toEqual({ api_key: 'sk-typed' });
	});

	test('a code opens the request, however it is typed', async () => {
		for (const typed of ['plain', 'lower', 'message'] as const) {
			const session = await ask(on.url);
			const { user_code: code } = session.reply;
			const visited = await on.open(`${on.url}/connect`);
			await visited.sees('Enter your code');
			const input = visited.page.getByLabel('Code');
			if (typed === 'plain') await input.pressSequentially(code.replace('-', ''));
			if (typed === 'lower') await input.fill(` ${code.toLowerCase().replace('-', ' ')} `);
			if (typed === 'message') await input.fill(`Hello, please open the page. Your code: ${code}.`);
			if (typed === 'plain') expect(await input.inputValue()).toBe(code);
			await visited.page.keyboard.press('Enter');
			await visited.seesCheck();
			expect(new URL(visited.page.url()).pathname).toBe(`/connect/${code}`);
			expect(await visited.page.getByRole('main').innerText()).toContain('Key not compared');
		}
	});

	test('a pasted link keeps its key fingerprint', async () => {
		const session = await ask(on.url);
		const link = await pinned(on.url, session);
		const visited = await on.open(`${on.url}/connect`);
		await visited.page.getByLabel('Code').fill(link);
		await visited.press('Continue');
		await visited.seesCheck();
		expect(visited.page.url()).toBe(link);
		expect(await visited.page.getByRole('main').innerText()).not.toContain('Key not compared');
	});

	test('a code that is malformed or unknown is an error beside what was typed', async () => {
		const visited = await on.open(`${on.url}/connect`);
		const input = visited.page.getByLabel('Code');
		await input.fill('ABCD');
		await visited.press('Continue');
		await visited.reads('This is not a whole code');
		await input.fill('ABCD-EFGH');
		await visited.press('Continue');
		await visited.reads('No request is open under this code');
		expect(await input.inputValue()).toBe('ABCD-EFGH');
		expect(await input.evaluate((element) => document.activeElement === element)).toBe(true);
	});

	test('a link that is not open offers to type a code', async () => {
		for (const path of ['/connect/ABCD-EFGH', '/connect/what%zz']) {
			const visited = await on.open(on.url + path);
			await visited.sees('This link is not open');
			await visited.press('Type a code instead');
			await visited.sees('Enter your code');
			expect(new URL(visited.page.url()).pathname).toBe('/connect');
		}
	});

	test('a requester that the broker verified is marked', async () => {
		const named = await startBroker({ LINKAUTH_API_KEYS: 'Finance automation:a-key-of-the-finance-team' });
		const session = await ask(named.url, {}, { 'x-api-key': 'a-key-of-the-finance-team' });
		const visited = await on.open(`${named.url}/connect/${session.reply.user_code}`);
		await visited.seesCheck();
		expect(await visited.heading()).toBe('Finance automation asks for your OpenAI API key');
		const note = (await visited.page.locator('.requester-note').innerText()).replace(/\s+/g, ' ');
		expect(note).toBe(`Verified This name is known to ${new URL(named.url).host}.`);
		// What the sender calls itself is its own words.
		const quoted = visited.page.locator('.says dt', { hasText: 'About itself' }).locator('+ dd');
		expect(await quoted.innerText()).toBe('Invoice assistant, Workflow of the finance team');
	});
});
