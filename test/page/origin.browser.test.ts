import { describeOnThePage } from './page-suite';
import { ask, confirmCode } from './visit';

describeOnThePage('the page on this machine', (on) => {
	test('it says that the connection is not encrypted, and works', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await visited.reads('Local development: the connection is not encrypted.');
		await confirmCode(visited);
		await visited.reads('Local development: the connection is not encrypted.');
	});

	test('without JavaScript it says why it needs it', async () => {
		const answer = await fetch(`${on.url}/connect`);
		const [, markup = ''] = /<noscript>([\s\S]*)<\/noscript>/.exec(await answer.text()) ?? [];
		expect(markup).toContain('This page needs JavaScript');
	});

	test('its markup has nothing inline and nothing of another origin', async () => {
		const html = await (await fetch(`${on.url}/connect`)).text();
		expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|https?:/);
		expect(html).not.toMatch(/<script(?![^>]* src="\/assets\/)/);
	});

	test('a kind of request that it does not know is an error', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url, {
			before: (context) =>
				context.route('**/v1/connect/*', async (route) => {
					const reply = await route.fetch();
					const info = (await reply.json()) as object;
					await route.fulfill({ response: reply, json: { ...info, template_type: 'oauth' } });
				}),
		});
		await visited.sees('This page cannot answer the request');
	});
});

describeOnThePage(
	'the page without TLS',
	(on) => {
		test('a remote address is refused before any call to the broker', async () => {
			const session = await ask(on.url);
			const address = `${on.url.replace('127.0.0.1', 'insecure.example')}/connect/${session.reply.user_code}`;
			const calls: string[] = [];
			const visited = await on.open(address, {
				before: (context) =>
					context.route('**/v1/**', (route) => {
						calls.push(route.request().url());
						return route.continue();
					}),
			});
			await visited.sees('This page is not secure');
			expect(await visited.page.locator('main').locator('button, input, a').count()).toBe(0);
			expect(calls).toEqual([]);
		});

		test('a broker whose base URL has no TLS is refused too', async () => {
			const session = await ask(on.url);
			const visited = await on.open(`/connect/${session.reply.user_code}`);
			await visited.sees('This page is not secure');
			expect(await visited.page.locator('main').locator('button, input, a').count()).toBe(0);
		});
	},
	{ LINKAUTH_BASE_URL: 'http://linkauth.example' },
);
