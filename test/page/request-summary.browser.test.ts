import { describeOnThePage } from './page-suite';
import { ask, confirmCode } from './visit';

const MARKUP = '<img src=x onerror="document.title=1"><a href="https://evil.example">click</a>';

describeOnThePage('what the agent writes', (on) => {
	test('stays text, in every place where it is shown', async () => {
		const session = await ask(on.url, {
			template: undefined,
			display_name: MARKUP.slice(0, 120),
			reason: `${MARKUP} https://evil.example`,
			requester: { name: MARKUP, detail: MARKUP },
			fields: [
				{ name: 'a', label: MARKUP, type: 'text', help: MARKUP, placeholder: MARKUP },
				{ name: 'b', label: 'Choice', type: 'select', options: [MARKUP] },
			],
		});
		const visited = await on.open(session.reply.url);
		await visited.seesCheck();
		expect(await injectedElements(visited.page)).toBe(0);
		await confirmCode(visited);
		expect(await injectedElements(visited.page)).toBe(0);
		await visited.press('Encrypt and send');
		expect(await injectedElements(visited.page)).toBe(0);
		expect(await visited.page.title()).toBe('Enter the credential · LinkAuth');
		expect(await visited.page.locator('main label').first().innerText()).toContain('<img');
	});

	test('stands apart from what the service says of it', async () => {
		const imitation = '✓ Verified. This name is known to broker.example.com.';
		const session = await ask(on.url, {
			display_name: imitation,
			reason: imitation,
			requester: { name: 'Bot', detail: imitation },
		});
		const visited = await on.open(session.reply.url);
		await visited.seesCheck();
		const note = visited.page.locator('.requester-note');
		expect((await note.innerText()).replace(/\s+/g, ' ')).toBe('Not verified Nobody has checked this name.');
		expect(await note.locator('.untrusted').count()).toBe(0);
		// In the page's sentence, what the sender wrote is in frames, and nothing else is.
		const title = visited.page.locator('h1');
		expect(await title.innerText()).toBe(`Bot asks for your ${imitation}`);
		expect(await title.locator('.inserted .untrusted').allInnerTexts()).toEqual(['Bot', imitation]);
		const grounds = await title.evaluate((each) =>
			[each, ...each.querySelectorAll('.inserted')].map((part) => getComputedStyle(part).backgroundColor),
		);
		expect(new Set(grounds.slice(1)).size).toBe(1);
		expect(grounds[0]).not.toBe(grounds[1]);
		expect(await visited.page.title()).toBe('A request for a credential · LinkAuth');
		const sender = visited.page.locator('section', { hasText: 'What the sender says' });
		expect(await sender.getByText(imitation).count()).toBe(2);
		expect(await sender.getByText('About itself').locator('+ dd').innerText()).toBe(imitation);
		// Neither has the look of a badge.
		expect(await sender.locator('.badge, .good, .icon').count()).toBe(0);
	});

	test('is still there when it is answered: why, and where it may go as a promise of the sender’s', async () => {
		const session = await ask(on.url, { reason: 'To pay the bills.', allowed_hosts: ['api.example.com'] });
		const visited = await on.open(session.reply.url);
		await visited.seesCheck();
		const promise = visited.page.getByText('The sender promises to send it only to', { exact: true });
		expect(await promise.locator('+ dd').innerText()).toBe('api.example.com');
		await confirmCode(visited);
		expect(await promise.locator('+ dd').innerText()).toBe('api.example.com');
		const why = visited.page.getByText('Why', { exact: true }).locator('+ dd');
		expect(await why.locator('.quote .untrusted').innerText()).toBe('To pay the bills.');
	});

	test('keeps to its own place and direction, however long it is', async () => {
		const session = await ask(on.url, {
			display_name: 'W'.repeat(120),
			reason: `שלום ${'x'.repeat(400)}`,
			requester: { name: 'e\u0301'.repeat(60), detail: '\u0300'.repeat(200) },
		});
		const visited = await on.open(session.reply.url, { width: 320 });
		await visited.seesCheck();
		const widths = await visited.page.evaluate(() => [
			document.documentElement.scrollWidth,
			document.documentElement.clientWidth,
		]);
		expect(widths[0]).toBe(widths[1]);
		const isolated = await visited.page
			.locator('main .untrusted')
			.evaluateAll((all) =>
				all.every((each) => each.tagName === 'BDI' && each.getAttribute('dir') === 'auto'),
			);
		expect(isolated).toBe(true);
	});
});

async function injectedElements(page: {
	locator(selector: string): { count(): Promise<number> };
}): Promise<number> {
	return page.locator('main img, main a, main script, main iframe').count();
}
