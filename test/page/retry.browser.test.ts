import type { BrowserContext, Route } from 'playwright-core';
import { startBroker } from '../support/broker';
import { describeInChromium, launchChromium } from '../support/chromium';
import { startRedis } from '../support/redis';
import { describeRedis } from '../support/stores';
import { describeOnThePage } from './page-suite';
import { ask, confirmCode, pinned, sendKey, visit, declineForSure } from './visit';

describeOnThePage('the connection to the broker fails', (on) => {
	test('the reply to the confirmation is lost: it is repeated with the same idempotency key', async () => {
		const session = await ask(on.url);
		const keys: string[] = [];
		const visited = await on.open(await pinned(on.url, session), {
			before: (context) => loseFirstReply(context, '**/confirm', keys),
		});
		await visited.press('Yes, it matches');
		await visited.reads('No connection');
		expect((await session.poll()).body.status).toBe('confirmed');
		await visited.press('Try again now');
		await visited.sees('Enter the credential');
		expect(keys).toHaveLength(2);
		expect(new Set(keys).size).toBe(1);
		await sendKey(visited, 'sk-still-here');
		await visited.sees('Sent');
		expect(await session.open((await session.poll()).body)).toEqual({ api_key: 'sk-still-here' });
	});

	test('a reload before the reply to the confirmation: it is repeated with the same idempotency key', async () => {
		const session = await ask(on.url);
		const keys: string[] = [];
		const visited = await on.open(session.reply.url, {
			before: (context) => loseFirstReply(context, '**/confirm', keys),
		});
		await visited.press('Yes, it matches');
		await visited.reads('No connection');
		await visited.page.reload();
		await visited.sees('Enter the credential');
		expect(new Set(keys).size).toBe(1);
	});

	test('the reply to the envelope is lost: it is repeated, and sent once', async () => {
		const session = await ask(on.url);
		const keys: string[] = [];
		const visited = await on.open(session.reply.url, {
			before: (context) => loseFirstReply(context, '**/complete', keys),
		});
		await confirmCode(visited);
		await sendKey(visited, 'sk-once');
		await visited.reads('No connection');
		await visited.press('Try again now');
		await visited.sees('Sent');
		expect(keys).toHaveLength(2);
		expect(new Set(keys).size).toBe(1);
		expect(await session.open((await session.poll()).body)).toEqual({ api_key: 'sk-once' });
	});

	test('the reply to declining is lost: it is repeated', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url, {
			before: (context) => loseFirstReply(context, '**/deny', []),
		});
		await visited.press('I did not expect this');
		await declineForSure(visited);
		await visited.reads('No connection');
		await visited.press('Try again now');
		await visited.sees('Declined');
	});

	test('the first call fails: the page goes on when the connection is back', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url, {
			before: (context) => context.route('**/v1/**', (route) => route.abort()),
		});
		await visited.sees('No connection');
		await visited.reads(/Trying again/);
		await visited.context.unrouteAll();
		await visited.press('Try again now');
		await visited.seesCheck();
	});

	test('the browser is offline when the form is sent: it is sent when the browser is online again', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await confirmCode(visited);
		await visited.context.setOffline(true);
		await sendKey(visited, 'sk-from-the-tunnel');
		await visited.reads('No connection');
		expect((await session.poll()).body.status).toBe('confirmed');
		await visited.context.setOffline(false);
		await visited.sees('Sent');
		expect(await session.open((await session.poll()).body)).toEqual({ api_key: 'sk-from-the-tunnel' });
	});

	test('the tab is reloaded before the envelope is sent: the envelope is still sent', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await confirmCode(visited);
		await visited.context.route('**/complete', (route) => route.abort());
		await sendKey(visited, 'sk-reloaded');
		await visited.reads('No connection');
		const stored = await visited.page.evaluate(() => JSON.stringify(sessionStorage));
		expect(stored).not.toContain('sk-reloaded');
		await visited.context.unrouteAll();
		await visited.page.reload();
		await visited.sees('Sent');
		expect(await session.open((await session.poll()).body)).toEqual({ api_key: 'sk-reloaded' });
	});

	test('a captive portal is not taken for the broker', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await confirmCode(visited);
		await visited.context.route('**/complete', (route) =>
			route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>Hotel sign-in</h1>' }),
		);
		await sendKey(visited, 'sk-not-in-the-hotel');
		await visited.reads('The service is briefly unavailable');
		await visited.context.unrouteAll();
		await visited.press('Try again now');
		await visited.sees('Sent');
	});

	test.each([
		[403, 'text/html', '<h1>Blocked by the company</h1>'],
		[404, 'application/json', '{"message":"not here"}'],
		[413, 'text/html', ''],
	])(
		'%d without a problem document comes from a proxy, and is not final',
		async (status, contentType, body) => {
			const session = await ask(on.url);
			const visited = await on.open(session.reply.url);
			await confirmCode(visited);
			await visited.context.route('**/complete', (route) => route.fulfill({ status, contentType, body }));
			await sendKey(visited, 'sk-past-the-proxy');
			await visited.reads('The service is briefly unavailable');
			await visited.context.unrouteAll();
			await visited.press('Try again now');
			await visited.sees('Sent');
			expect(await session.open((await session.poll()).body)).toEqual({ api_key: 'sk-past-the-proxy' });
		},
	);

	test('the session is gone after a lost reply: the envelope may have arrived, and the page says so', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url, {
			before: (context) => loseFirstReply(context, '**/complete', []),
		});
		await confirmCode(visited);
		await sendKey(visited, 'sk-collected-already');
		await visited.reads('No connection');
		expect(await session.open((await session.poll()).body)).toEqual({ api_key: 'sk-collected-already' });
		await session.cancel();
		await visited.press('Try again now');
		await visited.sees('The time is up');
		await visited.reads('it may or may not have arrived');
	});

	test.each([
		[413, 'too_large', 'all together it is too large'],
		[422, 'invalid_envelope', 'Please send it once more'],
	])(
		'an envelope refused with %d leads back to the form, which has kept everything',
		async (status, code, said) => {
			const session = await ask(on.url);
			const visited = await on.open(session.reply.url);
			await confirmCode(visited);
			await visited.context.route('**/complete', (route) => refuse(route, status, code));
			await sendKey(visited, 'sk-kept');
			await visited.reads(said);
			const field = visited.page.getByLabel('API key', { exact: true });
			expect(await field.inputValue()).toBe('sk-kept');
			await visited.context.unrouteAll();
			await visited.press('Encrypt and send');
			await visited.sees('Sent');
		},
	);

	test('a connect token that the broker does not know is final', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await confirmCode(visited);
		await visited.context.route('**/complete', async (route) => {
			const headers = { ...route.request().headers(), 'x-connect-token': `ct_${'A'.repeat(43)}` };
			await route.continue({ headers });
		});
		await sendKey(visited);
		await visited.sees('This did not work');
		await visited.reads('403 connect_token_invalid');
	});
});

describeOnThePage(
	'the broker answers 429',
	(on) => {
		test('the page waits for as long as Retry-After says, and then goes on', async () => {
			const session = await ask(on.url);
			for (let call = 0; call < 10; call += 1) {
				await fetch(`${on.url}/v1/connect/${session.reply.user_code}`);
			}
			const visited = await on.open(session.reply.url, { clock: true });
			await visited.sees('Too many attempts for now');
			await visited.reads(/^Trying again in \d+ seconds\.$/);
			expect(await visited.page.getByRole('button').count()).toBe(0);
			const calls: string[] = [];
			visited.page.on('request', (request) => calls.push(request.url()));
			await visited.page.clock.runFor(20_000);
			expect(calls).toEqual([]);
			await visited.page.clock.runFor(50_000);
			expect(calls).toHaveLength(1);
		});
	},
	{ LINKAUTH_RATE_LIMITS: 'on' },
);

describeRedis('the store of the broker is away', () => {
	describeInChromium('while a person is on the page', () => {
		test('the page says that the service is unavailable, and goes on when it is back', async () => {
			const redis = await startRedis();
			const [broker, browser] = await Promise.all([
				startBroker({ LINKAUTH_STORE: redis.url }),
				launchChromium(),
			]);
			const session = await ask(broker.url);
			const visited = await visit(browser, session.reply.url);
			await visited.seesCheck();
			redis.freeze();
			await visited.press('Yes, it matches');
			await visited.reads('The service is briefly unavailable');
			redis.thaw();
			await visited.press('Try again now');
			await visited.sees('Enter the credential');
			expect(visited.faults).toEqual([]);
		});
	});
});

/** Lets the first call through to the broker and loses its reply. Collects the keys of all. */
async function loseFirstReply(context: BrowserContext, path: string, keys: string[]): Promise<void> {
	await context.route(path, async (route) => {
		keys.push(route.request().headers()['idempotency-key'] ?? '');
		if (keys.length > 1) return route.continue();
		await route.fetch();
		return route.abort();
	});
}

async function refuse(route: Route, status: number, code: string): Promise<void> {
	const problem = { type: 'about:blank', title: code, status, detail: code, code };
	await route.fulfill({ status, contentType: 'application/problem+json', json: problem });
}
