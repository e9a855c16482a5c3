import { until } from '../support/until';
import { DAY, timedSessions } from '../support/timed-sessions';

const KEY = 'attempt-0123456789';
const code = (expected: string) => ({ code: expected });

/** Two clocks: the link lives for days, and from confirming to answering there are minutes. */
describe('a session whose link lives for three days', () => {
	test('is answered within 900 seconds of being confirmed, on whichever day', async () => {
		const { create, confirm, complete, pass } = timedSessions();
		const asked = await create();
		expect(asked.reply.answer_seconds).toBe(900);
		pass(2 * DAY);
		const { connect_token, expires_in } = await confirm(asked.end);
		expect(expires_in).toBe(900);
		pass(899);
		await expect(complete(asked.end, connect_token)).resolves.toBeUndefined();
	});

	test('is over after that: expired, at that moment', async () => {
		const { create, lookUp, confirm, complete, poll, pass, now } = timedSessions();
		const asked = await create();
		pass(DAY);
		await lookUp(asked.end);
		const opened = now();
		pass(60);
		const { connect_token } = await confirm(asked.end);
		const confirmed = now();
		pass(899);
		expect(await poll(asked)).toMatchObject({ status: 'confirmed', expires_at: asked.reply.expires_at });
		pass(1);
		await expect(complete(asked.end, connect_token)).rejects.toThrow('not found');
		await expect(poll(asked)).rejects.toMatchObject({
			code: 'session_ended',
			extras: {
				ended: {
					state: 'expired',
					at: new Date(confirmed + 900_000).toISOString(),
					opened_at: new Date(opened).toISOString(),
					confirmed_at: new Date(confirmed).toISOString(),
				},
			},
		});
	});

	test.each([
		['answered', 'ready'],
		['declined', 'denied'],
	])('lives to its own end once it is %s, at the last moment', async (what, status) => {
		const { create, confirm, complete, deny, poll, pass } = timedSessions();
		const asked = await create();
		const { connect_token } = await confirm(asked.end);
		pass(899);
		if (what === 'answered') await complete(asked.end, connect_token);
		else await deny(asked.end, { connect_token });
		pass(3 * DAY - 900);
		expect((await poll(asked)).status).toBe(status);
		pass(1);
		await expect(poll(asked)).rejects.toMatchObject(code('session_ended'));
	});

	test('has no more time for confirming again', async () => {
		const { create, confirm, poll, pass } = timedSessions();
		const asked = await create();
		await confirm(asked.end, KEY);
		pass(800);
		expect((await confirm(asked.end, KEY)).expires_in).toBe(100);
		pass(100);
		await expect(poll(asked)).rejects.toMatchObject(code('session_ended'));
	});

	test('has no more time than its own end leaves', async () => {
		const { create, confirm, complete, pass } = timedSessions();
		const asked = await create();
		pass(3 * DAY - 300);
		const { connect_token, expires_in } = await confirm(asked.end);
		expect(expires_in).toBe(300);
		pass(299);
		await complete(asked.end, connect_token);
	});

	test('counts as open no longer once the time to answer is over, though nobody is told of ends', async () => {
		const { create, confirm, pass, watch, left, outcomes } = timedSessions();
		const asked = await create(3 * DAY, {}, 'Robot');
		await confirm(asked.end);
		// At its end, by the clock of the store: what the worker sleeps does not pass.
		watch(() => Promise.resolve());
		pass(898);
		await until(() => outcomes.includes('expired'));
		expect(left).toEqual([asked.reply.session_id]);
	});

	test('is not ended at that moment where it has been answered', async () => {
		const { create, confirm, complete, poll, pass, watch, outcomes } = timedSessions();
		const asked = await create();
		const { connect_token } = await confirm(asked.end);
		pass(898);
		let answered: Promise<void> | undefined;
		watch(() => (answered ??= complete(asked.end, connect_token)));
		await until(() => answered !== undefined);
		await new Promise((resolve) => setTimeout(resolve, 30));
		expect((await poll(asked)).status).toBe('ready');
		expect(outcomes).not.toContain('expired');
	});

	test('has its callback planned for the end of that time', async () => {
		const { create, confirm, planned } = timedSessions();
		const asked = await create(3 * DAY, { callback_url: 'https://agent.example' });
		expect(planned).toEqual([['created', 3 * DAY * 1_000]]);
		await confirm(asked.end);
		expect(planned.slice(1)).toEqual([['confirming', 900_000]]);
	});
});

test('the operator says how long there is to answer', async () => {
	const { create, confirm, poll, lookUp, pass } = timedSessions({ answerTime: 120 });
	const asked = await create(600);
	expect(asked.reply.answer_seconds).toBe(120);
	expect((await lookUp(asked.end)).answer_seconds).toBe(120);
	expect((await confirm(asked.end)).expires_in).toBe(120);
	pass(120);
	await expect(poll(asked)).rejects.toMatchObject(code('session_ended'));
});

test('a session of minutes is what it was: it has until its end', async () => {
	const { create, confirm, complete, pass, planned } = timedSessions();
	const asked = await create(900, { callback_url: 'https://agent.example' });
	pass(1);
	const { connect_token, expires_in } = await confirm(asked.end);
	expect(expires_in).toBe(899);
	pass(898);
	await complete(asked.end, connect_token);
	expect(planned.map(([what]) => what)).toEqual(['created', 'now']);
});
