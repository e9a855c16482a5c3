import { createSession } from '../support/agent';
import { person } from '../support/person';
import { describeOnThePage } from './page-suite';
import { ask, confirmCode, declineForSure, pinned, sendKey } from './visit';

const OPENED = /^Opened in another browser at \d{1,2}:\d\d\s[AP]M, (?:now|\d+ seconds? ago)\.$/;

describeOnThePage('a link that was used already', (on) => {
	test('opened in another browser: whoever has the whole link is told when', async () => {
		const session = await ask(on.url);
		const link = await pinned(on.url, session);
		const first = await on.open(link, { locale: 'en-US' });
		await confirmCode(first);
		const second = await on.open(link, { locale: 'en-US' });
		await second.sees('This link was already opened somewhere else');
		expect(await second.page.locator('.moment').innerText()).toMatch(OPENED);
		expect(await second.page.getByRole('button').count()).toBe(0);
		// The first goes on, after a reload too.
		await first.page.reload();
		await first.sees('Enter the credential');
	});

	test('without the fingerprint, or with another one, nobody is told anything', async () => {
		const session = await ask(on.url);
		await person.confirm(on.url, session.reply.user_code);
		for (const fragment of ['', `#k=${'A'.repeat(43)}`]) {
			const visited = await on.open(session.reply.url + fragment);
			await visited.sees('This link is not open');
			expect(await visited.page.locator('.moment').count()).toBe(0);
		}
	});

	test('answered, declined, taken back: each is called by its name', async () => {
		const answered = await ask(on.url);
		const first = await on.open(await pinned(on.url, answered));
		await confirmCode(first);
		await sendKey(first);
		await first.sees('Sent');
		const declined = await ask(on.url);
		const other = await on.open(await pinned(on.url, declined));
		await other.press('I did not expect this');
		await declineForSure(other);
		await other.sees('Declined');
		const cancelled = await ask(on.url);
		await cancelled.cancel();
		for (const [session, heading, moment] of [
			[answered, 'This request was already answered', /^Answered at /],
			[declined, 'This request was declined', /^Declined at /],
			[cancelled, 'The sender took this request back', /^Taken back at /],
		] as const) {
			const second = await on.open(await pinned(on.url, session), { locale: 'en-US' });
			await second.sees(heading);
			expect(await second.page.locator('.moment').innerText()).toMatch(moment);
		}
	});

	test('confirmed elsewhere while it was open here: who presses is told when', async () => {
		const session = await ask(on.url);
		const visited = await on.open(await pinned(on.url, session), { locale: 'en-US' });
		await visited.seesCheck();
		await person.confirm(on.url, session.reply.user_code);
		await visited.press('Yes, it matches');
		await visited.sees('This link was already opened somewhere else');
		expect(await visited.page.locator('.moment').innerText()).toMatch(OPENED);
	});

	test('a reply to the confirmation that was lost locks nobody out of their own link', async () => {
		const session = await ask(on.url);
		const visited = await on.open(await pinned(on.url, session));
		await visited.context.route('**/confirm', async (route) => {
			await route.fetch();
			await route.abort();
		});
		await visited.press('Yes, it matches');
		await visited.reads('No connection');
		await visited.context.unrouteAll();
		await visited.page.reload();
		await visited.sees('Enter the credential');
	});
});

describeOnThePage('a link that lives for days', (on) => {
	test('says so, and once it is confirmed the time to answer counts down', async () => {
		const session = await ask(on.url, { ttl: 604_800 });
		expect(new URL(session.reply.url).pathname).toMatch(/^\/connect\/[\w-]{28}$/);
		const visited = await on.open(session.reply.url);
		await visited.seesCheck();
		const timer = visited.page.getByRole('timer');
		expect(await timer.innerText()).toBe('7 days left to answer');
		await visited.reads('Then you have 15 minutes to answer.');
		expect(await visited.page.locator('.letters').innerText()).toBe(session.reply.user_code);
		await confirmCode(visited);
		expect(await timer.innerText()).toMatch(/^1[45]:\d\d left to answer$/);
		await visited.page.reload();
		await visited.sees('Enter the credential');
		expect(await timer.innerText()).toMatch(/^1[45]:\d\d left to answer$/);
		await sendKey(visited, 'sk-days-later');
		await visited.sees('Sent');
		expect(await session.open((await session.poll()).body)).toEqual({ api_key: 'sk-days-later' });
	});

	test('tells a second visitor when it was opened, without a fingerprint too: nobody guesses the link', async () => {
		const session = await ask(on.url, { ttl: 86_400 });
		const first = await on.open(session.reply.url);
		await confirmCode(first);
		const second = await on.open(session.reply.url, { locale: 'en-US' });
		await second.sees('This link was already opened somewhere else');
		expect(await second.page.locator('.moment').innerText()).toMatch(OPENED);
	});

	test('is opened where it is pasted instead of a code', async () => {
		const session = await ask(on.url, { ttl: 86_400 });
		const visited = await on.open('/connect');
		await visited.page.getByLabel('Code').fill(`Please open ${session.reply.url} today`);
		await visited.press('Continue');
		await visited.seesCheck();
		expect(new URL(visited.page.url()).pathname).toBe(new URL(session.reply.url).pathname);
	});

	test('a link of a few minutes says nothing of two times', async () => {
		const session = await createSession(on.url, { template: 'openai', ttl: 600 });
		const visited = await on.open(session.reply.url);
		await visited.seesCheck();
		expect(await visited.page.getByRole('main').innerText()).not.toContain('to answer.');
	});
});
