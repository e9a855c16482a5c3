import type { BrowserContext, Route } from 'playwright-core';
import { describeOnThePage } from './page-suite';
import { ask, confirmCode, pinned, sendKey, type Visit } from './visit';

const QUESTION = 'Is this the code in your message?';
const LATER = '**/assets/connect-later-*';

/** Answers attempts to load what comes after the first view, by their number from 1, until it lets one through. */
async function onLater(
	context: BrowserContext,
	answer: (route: Route, attempt: number) => Promise<void>,
	attempts: string[] = [],
): Promise<void> {
	await context.route(LATER, (route) => {
		if (route.request().method() === 'HEAD') return answer(route, attempts.length);
		attempts.push(route.request().url());
		return answer(route, attempts.length);
	});
}

async function giveKey(visited: Visit): Promise<void> {
	await sendKey(visited, 'sk-nothing-lost');
	await visited.sees('Sent');
}

describeOnThePage('what is loaded after the first view', (on) => {
	test('is there before anything is pressed, and without it the first view is whole', async () => {
		const session = await ask(on.url);
		const attempts: string[] = [];
		const visited = await on.open(await pinned(on.url, session), {
			before: (context) => onLater(context, (route) => route.continue(), attempts),
		});
		await visited.reads(QUESTION);
		await visited.page.waitForResponse(LATER).catch(() => undefined);
		expect(attempts).toHaveLength(1);
		await confirmCode(visited);
		await giveKey(visited);
		expect(attempts).toHaveLength(1);
	});

	test('does not load: the page says so, tries again by itself and on a press, and nothing is lost', async () => {
		const session = await ask(on.url);
		const attempts: string[] = [];
		const visited = await on.open(await pinned(on.url, session), {
			before: (context) => onLater(context, (route) => route.abort(), attempts),
		});
		await visited.reads(QUESTION);
		await visited.press('Yes, it matches');
		await visited.reads('No connection');
		await visited.reads(/Trying again/);
		// Nobody has confirmed anything that could not be answered.
		expect((await session.poll()).body.status).toBe('pending');
		await visited.context.unrouteAll();
		await visited.press('Try again now');
		await visited.sees('Enter the credential');
		await giveKey(visited);
		expect(await session.open((await session.poll()).body)).toEqual({ api_key: 'sk-nothing-lost' });
		// Some browsers remember what did not load: each attempt has an address of its own.
		expect(new Set(attempts).size).toBe(attempts.length);
	});

	test('is gone, because the broker was updated: the page is loaded anew, and goes on', async () => {
		const session = await ask(on.url);
		let documents = 0;
		const visited = await on.open(await pinned(on.url, session), {
			before: async (context) => {
				await onLater(context, (route) => {
					// The document of the new broker names a file that it has.
					return documents > 1 ? route.continue() : route.fulfill({ status: 404, body: '' });
				});
				context.on('request', (request) => {
					if (request.isNavigationRequest()) documents += 1;
				});
			},
		});
		await visited.reads(QUESTION);
		await Promise.all([visited.page.waitForEvent('load'), visited.press('Yes, it matches')]);
		await visited.reads(QUESTION);
		await confirmCode(visited);
		await giveKey(visited);
		expect(documents).toBe(2);
	});

	test('is gone for good: the page stops loading itself anew, and says that it does not get on', async () => {
		const session = await ask(on.url);
		let documents = 0;
		const visited = await on.open(session.reply.url, {
			before: async (context) => {
				await onLater(context, (route) => route.fulfill({ status: 404, body: '' }));
				context.on('request', (request) => {
					if (request.isNavigationRequest()) documents += 1;
				});
			},
		});
		for (let load = 1; load <= 4; load += 1) {
			await visited.reads(QUESTION);
			const loaded = load < 4 ? visited.page.waitForEvent('load') : undefined;
			await Promise.all([loaded, visited.press('Yes, it matches')]);
		}
		await visited.reads('The service is briefly unavailable');
		expect(documents).toBe(4);
		expect((await session.poll()).body.status).toBe('pending');
	});

	test('a tab that had confirmed waits for it, and then shows the form again', async () => {
		const session = await ask(on.url);
		const visited = await on.open(await pinned(on.url, session));
		await confirmCode(visited);
		await onLater(visited.context, (route) => route.abort());
		await visited.page.reload();
		await visited.sees('No connection');
		await visited.context.unrouteAll();
		await visited.press('Try again now');
		await visited.sees('Enter the credential');
		await giveKey(visited);
	});

	test('the language that was chosen once does not load: the page is shown in the document’s, and says so', async () => {
		const visited = await on.open(await pinned(on.url, await ask(on.url)));
		await visited.reads(QUESTION);
		await visited.page.evaluate(() => {
			localStorage.setItem('linkauth:language', 'de');
		});
		await visited.context.route('**/assets/connect-de-*', (route) => route.abort());
		await visited.page.reload();
		await visited.reads(QUESTION);
		await visited.page.getByText('This language could not be loaded.').waitFor();
		await visited.context.unrouteAll();
		await visited.page.reload();
		await visited.reads('Ist das der Code in Ihrer Nachricht?');
	});
});
