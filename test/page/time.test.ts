import { describeOnThePage } from './page-suite';
import { ask, confirmCode, sendKey } from './visit';

const TTL = 300;

describeOnThePage('time runs out', (on) => {
	test('the check counts down, tells it at few moments, and ends', async () => {
		const session = await ask(on.url, { ttl: TTL });
		const visited = await on.open(session.reply.url, { clock: true });
		const { page } = visited;
		await visited.sees('Did you expect this?');
		const timer = page.getByRole('timer');
		const spoken = page.getByRole('status');
		expect(await timer.innerText()).toMatch(/^(5:00|4:5\d) left$/);
		expect(await spoken.innerText()).toBe('');
		await page.clock.runFor(170_000);
		expect(await timer.innerText()).toMatch(/^2:(10|0\d) left$/);
		await page.clock.runFor(12_000);
		expect(await spoken.innerText()).toBe('2 minutes left.');
		await page.clock.runFor(120_000);
		await visited.sees('This request has ended');
		expect(await timer.isVisible()).toBe(false);
		await page.reload();
		await visited.sees('This request has ended');
	});

	test('the form ends, and what was typed is gone', async () => {
		const session = await ask(on.url, { ttl: TTL });
		const visited = await on.open(session.reply.url, { clock: true });
		await confirmCode(visited);
		await visited.page.getByLabel('API key', { exact: true }).fill('sk-too-late');
		const field = await visited.page.waitForSelector('input');
		await visited.page.clock.runFor(TTL * 1_000 + 1_000);
		await visited.sees('This request has ended');
		expect(await field.inputValue()).toBe('');
		expect(await visited.page.content()).not.toContain('sk-too-late');
	});

	test('the clock goes on across a reload', async () => {
		const session = await ask(on.url, { ttl: TTL });
		const visited = await on.open(session.reply.url, { clock: true });
		await confirmCode(visited);
		await visited.page.clock.runFor(240_000);
		await visited.page.reload();
		await visited.sees('Enter the credential');
		expect(await visited.page.getByRole('timer').innerText()).toMatch(/^(1:00|0:5\d) left$/);
	});

	test('a wrong date on the device does no harm', async () => {
		const session = await ask(on.url, { ttl: TTL });
		const visited = await on.open('/connect', { clock: true });
		await visited.page.clock.setFixedTime(new Date('1999-12-31T23:59:59Z'));
		await visited.page.getByLabel('Code').fill(session.reply.user_code);
		await visited.press('Continue');
		await visited.sees('Did you expect this?');
		expect(await visited.page.getByRole('timer').innerText()).toMatch(/^(5:00|4:5\d) left$/);
	});

	test('an envelope whose reply never came is not called unsent', async () => {
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
});
