import { describeOnThePage } from './page-suite';
import { ask, confirmCode, rememberInput, sendKey } from './visit';

const TTL = 300;

describeOnThePage('the time of a request', (on) => {
	test('the check counts down, announces it a few times, and ends', async () => {
		const session = await ask(on.url, { ttl: TTL });
		const visited = await on.open(session.reply.url, { clock: true });
		const { page } = visited;
		await visited.seesCheck();
		const timer = page.getByRole('timer');
		const announced = page.getByRole('status');
		expect(await timer.innerText()).toMatch(/^(5:00|4:5\d) left to answer$/);
		expect(await announced.innerText()).toBe('');
		await page.clock.runFor(170_000);
		expect(await timer.innerText()).toMatch(/^2:(10|0\d) left to answer$/);
		await page.clock.runFor(12_000);
		expect(await announced.innerText()).toBe('2 minutes left to answer.');
		await page.clock.runFor(120_000);
		await visited.sees('This request has ended');
		expect(await timer.isVisible()).toBe(false);
		await page.reload();
		await visited.sees('This request has ended');
	});

	test('the form ends, and its input is cleared', async () => {
		const session = await ask(on.url, { ttl: TTL });
		const visited = await on.open(session.reply.url, { clock: true });
		await confirmCode(visited);
		await visited.page.getByLabel('API key', { exact: true }).fill('sk-too-late');
		const expectCleared = await rememberInput(visited);
		await visited.page.clock.runFor(TTL * 1_000 + 1_000);
		await visited.sees('This request has ended');
		await expectCleared();
	});

	test('the countdown goes on after a reload', async () => {
		const session = await ask(on.url, { ttl: TTL });
		const visited = await on.open(session.reply.url, { clock: true });
		await confirmCode(visited);
		await visited.page.clock.runFor(240_000);
		await visited.page.reload();
		await visited.sees('Enter the credential');
		expect(await visited.page.getByRole('timer').innerText()).toMatch(/^(1:00|0:5\d) left to answer$/);
	});

	test('a wrong date on the device does no harm', async () => {
		const session = await ask(on.url, { ttl: TTL });
		const visited = await on.open('/connect', { clock: true });
		await visited.page.clock.setFixedTime(new Date('1999-12-31T23:59:59Z'));
		await visited.page.getByLabel('Code').fill(session.reply.user_code);
		await visited.press('Continue');
		await visited.seesCheck();
		expect(await visited.page.getByRole('timer').innerText()).toMatch(/^(5:00|4:5\d) left to answer$/);
	});

	test('an envelope without a reply may have arrived, and the page says so', async () => {
		const session = await ask(on.url, { ttl: TTL });
		const visited = await on.open(session.reply.url, { clock: true });
		await confirmCode(visited);
		await visited.context.route('**/complete', (route) => route.abort());
		await sendKey(visited);
		await visited.reads('No connection');
		await visited.page.clock.runFor(TTL * 1_000 + 1_000);
		await visited.sees('The time is up');
		await visited.reads('it may or may not have arrived');
	});

	test('an envelope that is being sent when the time ends is not cut off: its reply decides', async () => {
		const session = await ask(on.url, { ttl: TTL });
		const visited = await on.open(session.reply.url, { clock: true });
		await confirmCode(visited);
		let arrived: () => void = () => undefined;
		const release = new Promise<void>((resolve) => (arrived = resolve));
		await visited.context.route('**/complete', async (route) => {
			await release;
			await route.continue();
		});
		await sendKey(visited, 'sk-in-time');
		await visited.sees('Sending');
		await visited.page.clock.setSystemTime(Date.now() + TTL * 1_000 + 5_000);
		await visited.page.clock.runFor(3_000);
		expect(await visited.heading()).toBe('Sending');
		arrived();
		await visited.sees('Sent');
		expect(await session.open((await session.poll()).body)).toEqual({ api_key: 'sk-in-time' });
	});
});
