import type { Page } from 'playwright-core';
import { makeKeyPair } from '../../protocol/envelope';
import type { SessionInfo } from '../../protocol/messages';
import { describeOnThePage } from './page-suite';
import { ask, confirmCode, pinned } from './visit';

describeOnThePage('the key in the link', (on) => {
	test('equal: the page says that it was verified, on the check and on the form', async () => {
		const session = await ask(on.url);
		const visited = await on.open(await pinned(on.url, session));
		await visited.reads('Key verified');
		await confirmCode(visited);
		await visited.reads('Key verified');
	});

	test('absent: it works, and says so quietly', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await visited.reads('Key not compared');
		await confirmCode(visited);
	});

	test('a broker that serves another key is found out before there is anything to press', async () => {
		const session = await ask(on.url);
		const { publicKey } = await makeKeyPair();
		const visited = await on.open(await pinned(on.url, session), {
			before: (context) =>
				context.route('**/v1/connect/*', async (route) => {
					const reply = await route.fetch();
					const info = (await reply.json()) as SessionInfo;
					await route.fulfill({ response: reply, json: { ...info, public_key: publicKey } });
				}),
		});
		await visited.sees('Stop: the key is not the right one');
		await expectNoWayOn(visited.page);
		expect((await session.poll()).body.status).toBe('pending');
	});

	test('the key is held against the link again after a reload', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await confirmCode(visited);
		await visited.page.goto(`${session.reply.url}#k=${'A'.repeat(43)}`);
		await visited.sees('Stop: the key is not the right one');
		await expectNoWayOn(visited.page);
	});

	test.each([
		['cut off', '#k=AAAA'],
		['empty', '#k='],
		['given twice', `#k=${'A'.repeat(43)}&k=${'A'.repeat(43)}`],
		['of strange letters', `#k=${'A'.repeat(42)}!`],
	])('a key that is %s stops the page before it asks the broker anything', async (_name, fragment) => {
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

	test('a damaged key stops the entry of a code as well', async () => {
		const visited = await on.open('/connect#k=AAAA');
		await visited.sees('Stop: the link is damaged');
		await expectNoWayOn(visited.page);
	});
});

/** There is nothing to press but the switch between languages. */
async function expectNoWayOn(page: Page): Promise<void> {
	const controls = page.locator('button, input, a, select, textarea, summary').filter({ visible: true });
	expect(await controls.evaluateAll((all) => all.map(({ id }) => id))).toEqual(['language-choice']);
}
