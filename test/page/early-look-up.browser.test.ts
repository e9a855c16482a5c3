import type { BrowserContext } from 'playwright-core';
import { keyFingerprint } from '../../protocol/key-fingerprint';
import { describeOnThePage } from './page-suite';
import { ask, confirmCode, pinned } from './visit';

/** Each look-up of a request that the browser makes, with the fingerprint that it shows. */
function watchLookUps(context: BrowserContext, found: (string | undefined)[]): Promise<void> {
	context.on('request', (request) => {
		if (request.method() === 'GET' && request.url().includes('/v1/connect/')) {
			found.push(request.headers()['x-key-fingerprint']);
		}
	});
	return Promise.resolve();
}

describeOnThePage('the look-up in the head of the document', (on) => {
	test('is the only one, begins before the page’s script runs, and shows the fingerprint', async () => {
		const session = await ask(on.url);
		const lookUps: (string | undefined)[] = [];
		const visited = await on.open(await pinned(on.url, session), {
			before: async (context) => {
				await watchLookUps(context, lookUps);
				// Without the page's own script, which stands last.
				await context.route('**/connect/*', async (route) => {
					const answer = await route.fetch();
					const body = (await answer.text()).replace(/<script type="module">[^]*?<\/script>/, '');
					await route.fulfill({ response: answer, body });
				});
			},
		});
		expect(await visited.page.evaluate(() => window.earlyLookUp?.answer.then(({ status }) => status))).toBe(
			200,
		);
		expect(lookUps).toEqual([await keyFingerprint(session.keys.publicKey)]);
		await visited.context.unrouteAll();
		await visited.page.reload();
		await visited.reads('Is this the code in your message?');
		expect(lookUps).toHaveLength(2);
	});

	test('is not made where the page would ask for nothing', async () => {
		const lookUps: (string | undefined)[] = [];
		const before = (context: BrowserContext) => watchLookUps(context, lookUps);
		const { reply } = await ask(on.url);
		for (const [address, heading] of [
			[`/connect/${reply.user_code}#k=short`, 'Stop: the link is damaged'],
			['/connect/what%zz', 'This link is not open'],
			['/connect', 'Enter your code'],
		] as const) {
			await (await on.open(address, { before })).sees(heading);
		}
		expect(lookUps).toEqual([]);
	});

	test('is not made again in a tab that has confirmed: to the broker it would be a guess', async () => {
		const lookUps: (string | undefined)[] = [];
		const session = await ask(on.url);
		const visited = await on.open(await pinned(on.url, session), {
			before: (context) => watchLookUps(context, lookUps),
		});
		await confirmCode(visited);
		await visited.page.reload();
		await visited.sees('Enter the credential');
		expect(lookUps).toHaveLength(1);
	});

	test('may fail: the page asks again', async () => {
		const session = await ask(on.url);
		let calls = 0;
		const visited = await on.open(await pinned(on.url, session), {
			before: (context) =>
				context.route('**/v1/connect/*', (route) => {
					calls += 1;
					return calls === 1 ? route.abort() : route.continue();
				}),
		});
		await visited.sees('No connection');
		await visited.press('Try again now');
		await visited.reads('Is this the code in your message?');
		expect(calls).toBe(2);
	});
});
