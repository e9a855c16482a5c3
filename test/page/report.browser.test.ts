import { person } from '../support/person';
import { describeOnThePage } from './page-suite';
import { ask, confirmCode, rememberInput, sendKey } from './visit';

describeOnThePage('a person reports a request', (on) => {
	test('before confirming it: the agent receives the reason, and the link no longer works', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await visited.press('Report this request');
		await visited.sees('Report this request?');
		await visited.reads('The sender is told that the request was reported.');
		expect((await session.poll()).body.status).toBe('pending');
		await visited.press('Report and end it');
		await visited.sees('Reported');
		expect((await session.poll()).body).toMatchObject({ status: 'denied', reason: 'reported' });
		await visited.page.reload();
		await visited.sees('Reported');
		const other = await on.open(session.reply.url);
		await other.sees('This link is not open');
	});

	test('from the form, with its connect token: what was typed is not sent, and the input is cleared', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await confirmCode(visited);
		await visited.page.getByLabel('API key', { exact: true }).fill('sk-nearly-given-away');
		const expectCleared = await rememberInput(visited);
		const requests: string[] = [];
		visited.page.on('request', (request) => requests.push(`${request.url()} ${request.postData() ?? ''}`));
		await visited.press('Report this request');
		await visited.press('Report and end it');
		await visited.sees('Reported');
		expect((await session.poll()).body).toMatchObject({ status: 'denied', reason: 'reported' });
		expect(requests).toHaveLength(1);
		expect(requests[0]).toMatch(/\/deny \{"reason":"reported","connect_token":"ct_/);
		await expectCleared();
	});

	test('going back restores the view with everything that was typed', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await visited.press('Report this request');
		await visited.press('Go back');
		await visited.seesCheck();
		await confirmCode(visited);
		const field = visited.page.getByLabel('API key', { exact: true });
		await field.fill('sk-after-all');
		await visited.press('Report this request');
		await visited.sees('Report this request?');
		await visited.press('Go back');
		await visited.sees('Enter the credential');
		expect(await field.inputValue()).toBe('sk-after-all');
		await visited.press('Encrypt and send');
		await visited.sees('Sent');
		expect(await session.open((await session.poll()).body)).toEqual({ api_key: 'sk-after-all' });
	});

	test('a report is repeated where the connection fails', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await visited.context.route('**/deny', (route) => route.abort());
		await visited.press('Report this request');
		await visited.press('Report and end it');
		await visited.reads('No connection');
		expect((await session.poll()).body.status).toBe('pending');
		await visited.context.unrouteAll();
		await visited.press('Try again now');
		await visited.sees('Reported');
		expect((await session.poll()).body).toMatchObject({ status: 'denied', reason: 'reported' });
	});

	test('a request that is confirmed or answered elsewhere meanwhile is not reported, and the page explains it', async () => {
		const opened = await ask(on.url);
		const visited = await on.open(opened.reply.url);
		await visited.press('Report this request');
		await person.confirm(on.url, opened.reply.user_code);
		await visited.press('Report and end it');
		await visited.sees('This link was already opened somewhere else');

		const answered = await ask(on.url);
		const first = await on.open(answered.reply.url);
		await confirmCode(first);
		const stored = await first.page.evaluate(() => JSON.stringify(sessionStorage));
		const duplicate = await on.open(answered.reply.url, {
			before: (context) =>
				context.addInitScript((text) => {
					Object.assign(sessionStorage, JSON.parse(text) as object);
				}, stored),
		});
		await duplicate.press('Report this request');
		await sendKey(first);
		await first.sees('Sent');
		await duplicate.press('Report and end it');
		await duplicate.sees('This request was already answered');
	});

	test('the request expires while the question is open', async () => {
		const session = await ask(on.url, { ttl: 60 });
		const visited = await on.open(session.reply.url, { clock: true });
		await visited.press('Report this request');
		await visited.sees('Report this request?');
		await visited.page.clock.runFor(61_000);
		await visited.sees('This request has ended');
	});
});
