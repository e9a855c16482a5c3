import type { Page, Route } from 'playwright-core';
import { makeKeyPair } from '../../protocol/envelope';
import type { SessionInfo } from '../../protocol/messages';
import { describeOnThePage } from './page-suite';
import { ask, confirmCode, pinned } from './visit';

/** The fingerprint of no key that anybody has. */
const OTHER_KEY = `#k=${'A'.repeat(43)}`;

describeOnThePage('the key fingerprint in the link', (on) => {
	test('equal to the key: nothing is said of keys, unless somebody asks', async () => {
		const session = await ask(on.url);
		const visited = await on.open(await pinned(on.url, session));
		const main = visited.page.getByRole('main');
		const tells = async () => {
			expect(await main.innerText()).not.toContain('key that');
			await main.getByText('Encrypted in this browser', { exact: true }).click();
			await visited.reads('The key that it is encrypted with is the one that your link names.');
			expect(await main.innerText()).not.toContain('Key not compared');
		};
		await visited.seesCheck();
		await tells();
		await confirmCode(visited);
		await tells();
	});

	test('absent: the page works, and says that the key was not compared', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await visited.reads('Key not compared');
		await confirmCode(visited);
		await visited.reads('Key not compared');
		await visited.page.getByText('Encrypted in this browser', { exact: true }).click();
		expect(await visited.page.getByRole('main').innerText()).not.toContain('your link names');
	});

	test('another key from the broker is an error before there is anything to press', async () => {
		const session = await ask(on.url);
		const { publicKey } = await makeKeyPair();
		const visited = await on.open(await pinned(on.url, session), {
			before: (context) => context.route('**/v1/connect/*', (route) => withKey(route, publicKey)),
		});
		await visited.sees('Stop: this request may have been tampered with');
		await visited.reads('Contact the sender some other way than the link reached you');
		await expectNoWayOn(visited.page);
		expect((await session.poll()).body.status).toBe('pending');
	});

	test('is compared again after a reload', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await confirmCode(visited);
		await visited.page.goto(session.reply.url + OTHER_KEY);
		await visited.sees('Stop: this request may have been tampered with');
		await expectNoWayOn(visited.page);
	});

	test.each([
		['cut off', '#k=AAAA'],
		['empty', '#k='],
		['given twice', `#k=${'A'.repeat(43)}&k=${'A'.repeat(43)}`],
		['of other characters', `#k=${'A'.repeat(42)}!`],
	])('that is %s stops the page before it calls the broker', async (_name, fragment) => {
		const session = await ask(on.url);
		const calls: string[] = [];
		const visited = await on.open(session.reply.url + fragment, {
			before: (context) =>
				context.route('**/v1/**', (route) => {
					calls.push(route.request().url());
					return route.continue();
				}),
		});
		await visited.sees('Stop: the link is damaged');
		await expectNoWayOn(visited.page);
		expect(calls).toEqual([]);
	});

	test('that is malformed stops the code entry as well', async () => {
		const visited = await on.open('/connect#k=AAAA');
		await visited.sees('Stop: the link is damaged');
		await expectNoWayOn(visited.page);
	});

	test('that is malformed in a pasted link is an error too, before there is anything to press', async () => {
		const session = await ask(on.url);
		const visited = await on.open('/connect');
		await visited.page.getByLabel('Code').fill(`${session.reply.url}#k=AAAA`);
		await visited.press('Continue');
		await visited.sees('Stop: the link is damaged');
		await expectNoWayOn(visited.page);
		expect((await session.poll()).body.status).toBe('pending');
	});

	test('that has become malformed by the time that the broker answers is an error too', async () => {
		const session = await ask(on.url);
		const visited = await on.open(await pinned(on.url, session), {
			before: (context) =>
				context.route('**/v1/connect/*', async (route) => {
					const [page] = context.pages();
					await page?.evaluate(() => {
						history.replaceState(null, '', '#k=AAAA');
					});
					await route.continue();
				}),
		});
		await visited.sees('Stop: the link is damaged');
		await expectNoWayOn(visited.page);
	});

	test('is an error where the key of the broker cannot be read', async () => {
		const session = await ask(on.url);
		const visited = await on.open(await pinned(on.url, session), {
			before: (context) => context.route('**/v1/connect/*', (route) => withKey(route, 'no key')),
		});
		await visited.sees('Stop: this request may have been tampered with');
		await expectNoWayOn(visited.page);
	});

	test('is compared again where the reply to the confirmation was lost', async () => {
		const session = await ask(on.url);
		const visited = await on.open(await pinned(on.url, session));
		await visited.context.route('**/confirm', async (route) => {
			await route.fetch();
			await route.abort();
		});
		await visited.press('Yes, it matches');
		await visited.reads('No connection');
		await visited.page.goto('about:blank');
		const calls: string[] = [];
		visited.page.on('request', (request) => calls.push(new URL(request.url()).pathname));
		await visited.page.goto(`${on.url}/connect/${session.reply.user_code}${OTHER_KEY}`);
		await visited.sees('Stop: this request may have been tampered with');
		await expectNoWayOn(visited.page);
		expect(calls.filter((path) => path.endsWith('/confirm'))).toEqual([]);
	});
});

/** There is nothing to press but the switch between languages. */
async function expectNoWayOn(page: Page): Promise<void> {
	const controls = page.locator('button, input, a, select, textarea, summary').filter({ visible: true });
	expect(await controls.evaluateAll((all) => all.map(({ id }) => id))).toEqual(['language-choice']);
}

/** Answers a look-up with another key. */
async function withKey(route: Route, publicKey: string): Promise<void> {
	const response = await route.fetch();
	const info = (await response.json()) as SessionInfo;
	await route.fulfill({ response, json: { ...info, public_key: publicKey } });
}
