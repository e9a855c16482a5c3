import { person } from '../support/person';
import { describeOnThePage } from './page-suite';
import { ask, confirmCode, sendKey } from './visit';

describeOnThePage('a person reports a request', (on) => {
	test('before opening it: the agent learns that it was reported, and the link is dead', async () => {
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

	test('from the form, with its token; nothing of what was typed is sent or kept', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await confirmCode(visited);
		await visited.page.getByLabel('API key', { exact: true }).fill('sk-nearly-given-away');
		const requests: string[] = [];
		visited.page.on('request', (request) => requests.push(`${request.url()} ${request.postData() ?? ''}`));
		await visited.press('Report this request');
		await visited.press('Report and end it');
		await visited.sees('Reported');
		expect((await session.poll()).body).toMatchObject({ status: 'denied', reason: 'reported' });
		expect(requests).toHaveLength(1);
		expect(requests[0]).toMatch(/\/deny \{"reason":"reported","connect_token":"ct_/);
		expect(await visited.page.content()).not.toContain('sk-nearly-given-away');
	});

	test('who thinks better of it goes back, and finds everything as it was', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await visited.press('Report this request');
		await visited.press('Go back');
		await visited.sees('Did you expect this?');
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

	test('a report that is lost on its way is repeated', async () => {
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

	test('somebody else was faster: the page says what that may mean', async () => {
		const opened = await ask(on.url);
		const visited = await on.open(opened.reply.url);
		await visited.press('Report this request');
		await person.confirm(on.url, opened.reply.user_code);
		await visited.press('Report and end it');
		await visited.sees('This link was already opened somewhere else');

		const answered = await ask(on.url);
		const first = await on.open(answered.reply.url);
		await confirmCode(first);
		const remembered = await first.page.evaluate(() => JSON.stringify(sessionStorage));
		const double = await on.open(answered.reply.url, {
			before: (context) =>
				context.addInitScript((text) => {
					Object.assign(sessionStorage, JSON.parse(text) as object);
				}, remembered),
		});
		await double.press('Report this request');
		await sendKey(first);
		await first.sees('Sent');
		await double.press('Report and end it');
		await double.sees('This request was already answered');
	});

	test('the time runs on while they think, and ends the request', async () => {
		const session = await ask(on.url, { ttl: 60 });
		const visited = await on.open(session.reply.url, { clock: true });
		await visited.press('Report this request');
		await visited.sees('Report this request?');
		await visited.page.clock.runFor(61_000);
		await visited.sees('This request has ended');
	});
});
