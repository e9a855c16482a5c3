import { person } from '../support/person';
import { describeOnThePage } from './page-suite';
import { ask, confirmCode, declineForSure, rememberInput, sendKey } from './visit';

describeOnThePage('a person declines, or somebody else was first', (on) => {
	test('a request that was not expected is declined without confirming it', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await visited.press('I did not expect this');
		await visited.sees('Decline this request?');
		await visited.reads('It cannot be undone. Nothing has been sent yet.');
		expect((await session.poll()).body.status).toBe('pending');
		await visited.press('Decline it');
		await visited.sees('Declined');
		expect((await session.poll()).body).toMatchObject({ status: 'denied', reason: 'not_expected' });
		await visited.page.reload();
		await visited.sees('Declined');
	});

	test('the form can still be declined: nothing is sent, and the input is cleared', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await confirmCode(visited);
		await visited.page.getByLabel('API key', { exact: true }).fill('sk-second-thoughts');
		const expectCleared = await rememberInput(visited);
		await visited.press('Decline');
		await declineForSure(visited);
		await visited.sees('Declined');
		expect((await session.poll()).body).toMatchObject({ status: 'denied' });
		await expectCleared();
		await visited.page.reload();
		await visited.sees('Declined');
	});

	test('both answers to the check look the same', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url, { width: 360 });
		const styles = await Promise.all(
			['Yes, it matches', 'I did not expect this'].map((name) =>
				visited.page.getByRole('button', { name, exact: true }).evaluate((button) => {
					const { width, height, top } = button.getBoundingClientRect();
					const { backgroundColor, color, borderColor, fontWeight, fontSize } = getComputedStyle(button);
					return { width, height, top, backgroundColor, color, borderColor, fontWeight, fontSize };
				}),
			),
		);
		expect(styles[0]).toEqual(styles[1]);
	});

	test('a request that somebody else has confirmed meanwhile is opened elsewhere, and there is nothing to press', async () => {
		for (const answer of ['Yes, it matches', 'I did not expect this']) {
			const session = await ask(on.url);
			const visited = await on.open(session.reply.url);
			await visited.seesCheck();
			await person.confirm(on.url, session.reply.user_code);
			await visited.press(answer);
			if (answer !== 'Yes, it matches') await declineForSure(visited);
			await visited.sees('This link was already opened somewhere else');
			expect(await visited.page.getByRole('button').count()).toBe(0);
		}
	});

	test('nothing is sent by the question, by going back from it, or by closing the tab while it is open', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		const calls: string[] = [];
		visited.page.on('request', (request) => calls.push(request.method()));
		await visited.press('I did not expect this');
		await visited.sees('Decline this request?');
		await visited.press('Go back');
		await visited.seesCheck();
		await visited.press('I did not expect this');
		await visited.sees('Decline this request?');
		expect(calls.filter((method) => method === 'POST')).toEqual([]);
		await visited.page.goto('about:blank');
		expect((await session.poll()).body.status).toBe('pending');
		await visited.page.goto(session.reply.url);
		await confirmCode(visited);
		const field = visited.page.getByLabel('API key', { exact: true });
		await field.fill('sk-after-all');
		await visited.press('Decline');
		await visited.press('Go back');
		expect(await field.inputValue()).toBe('sk-after-all');
	});

	test('whoever was about to decline can report instead', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await visited.press('I did not expect this');
		await visited.press('Report it instead');
		await visited.press('Report and end it');
		await visited.sees('Reported');
		expect((await session.poll()).body).toMatchObject({ status: 'denied', reason: 'reported' });
	});

	test('a second browser without the whole link finds it not open', async () => {
		const session = await ask(on.url);
		const first = await on.open(session.reply.url);
		await confirmCode(first);
		const second = await on.open(session.reply.url);
		await second.sees('This link is not open');
		await first.page.reload();
		await first.sees('Enter the credential');
	});

	test('a duplicated tab cannot answer twice', async () => {
		const session = await ask(on.url);
		const first = await on.open(session.reply.url);
		await confirmCode(first);
		const stored = await first.page.evaluate(() => JSON.stringify(sessionStorage));
		const duplicate = await on.open(session.reply.url, {
			before: (context) =>
				context.addInitScript((text) => {
					Object.assign(sessionStorage, JSON.parse(text) as object);
				}, stored),
		});
		await duplicate.sees('Enter the credential');
		await sendKey(first, 'sk-first');
		await first.sees('Sent');
		await sendKey(duplicate, 'sk-second');
		await duplicate.sees('This request was already answered');
		expect(await session.open((await session.poll()).body)).toEqual({ api_key: 'sk-first' });
	});

	test('a request that the agent has cancelled has ended', async () => {
		const session = await ask(on.url);
		const visited = await on.open(session.reply.url);
		await confirmCode(visited);
		await session.cancel();
		await sendKey(visited);
		await visited.sees('This request has ended');
		await visited.page.reload();
		await visited.sees('This request has ended');
	});
});
