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

	test('its markup has no scripts or styles in attributes, and nothing of another origin', async () => {
		const html = await (await fetch(`${on.url}/connect`)).text();
		const markup = html.replace(/<(script|style)[^>]*>[^]*?<\/\1>/g, '');
		expect(markup).not.toMatch(/\sstyle=|\son[a-z]+=|https?:(?!\/\/www\.w3\.org\/2000\/svg")/);
		expect(html).not.toMatch(/\ssrc="(?!\/(?:assets|branding)\/)/);
	});

	test('a script or a style that is not the broker’s own does nothing in it', async () => {
		const visited = await on.open('/connect', {
			tolerate: /./,
			before: (context) =>
				context.route('**/connect', async (route) => {
					const answer = await route.fetch();
					const added = '<script>window.added = 1</script><style>body{opacity:0.5}</style>';
					const body = (await answer.text()).replace('</head>', `${added}</head>`);
					await route.fulfill({ response: answer, body });
				}),
		});
		await visited.sees('Enter your code');
		const effects = await visited.page.evaluate(() => [
			'added' in window,
			getComputedStyle(document.body).opacity,
		]);
		expect(effects).toEqual([false, '1']);
		expect(visited.faults).toHaveLength(2);
		expect(visited.faults.join()).toMatch(/script-src.*style-src/s);
		(visited.faults as string[]).length = 0;
	});

	test('a kind of request that it does not know is an error', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url, {
			before: (context) =>
				context.route('**/v1/connect/*', async (route) => {
					const reply = await route.fetch();
					const info = (await reply.json()) as object;
					await route.fulfill({ response: reply, json: { ...info, template_type: 'other' } });
				}),
		});
		await visited.sees('This did not work');
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
