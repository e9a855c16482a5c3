import { RECORD_NAMES } from '../../broker/storage/record-store';
import { makeToken } from '../../protocol/tokens';
import { DAY, timedSessions, type Asked } from '../support/timed-sessions';

type Sessions = ReturnType<typeof timedSessions>;

/** Everything that can become of a session, and what is told of it afterwards. */
const ENDS: readonly (readonly [
	what: string,
	lead: (sessions: Sessions, asked: Asked) => Promise<void>,
	state: string,
	times: readonly string[],
])[] = [
	['nobody looks', () => Promise.resolve(), 'expired', []],
	[
		'somebody looks',
		async ({ lookUp }, { end }) => {
			await lookUp(end);
		},
		'expired',
		['opened_at'],
	],
	[
		'somebody confirms',
		async ({ lookUp, confirm }, { end }) => {
			await lookUp(end);
			await confirm(end);
		},
		'expired',
		['opened_at', 'confirmed_at'],
	],
	[
		'the answer is not collected',
		async ({ confirm, complete }, { end }) => {
			await complete(end, (await confirm(end)).connect_token);
		},
		'expired',
		['confirmed_at'],
	],
	[
		'it is collected',
		async ({ confirm, complete, poll }, asked) => {
			await complete(asked.end, (await confirm(asked.end)).connect_token);
			await poll(asked);
		},
		'collected',
		['confirmed_at'],
	],
	[
		'it is collected, and deleted at once',
		async ({ confirm, complete, poll, cancel }, asked) => {
			await complete(asked.end, (await confirm(asked.end)).connect_token);
			await poll(asked);
			await cancel(asked);
		},
		'collected',
		['confirmed_at'],
	],
	[
		'it is declined',
		async ({ deny }, { end }) => {
			await deny(end, { reason: 'no thanks' });
		},
		'declined',
		[],
	],
	[
		'it is declined after it was confirmed, and deleted',
		async ({ confirm, deny, cancel }, asked) => {
			await deny(asked.end, await confirm(asked.end));
			await cancel(asked);
		},
		'declined',
		['confirmed_at'],
	],
	[
		'it is reported',
		async ({ deny }, { end }) => {
			await deny(end, { reason: 'reported' });
		},
		'reported',
		[],
	],
	[
		'the agent deletes it',
		async ({ lookUp, cancel }, asked) => {
			await lookUp(asked.end);
			await cancel(asked);
		},
		'cancelled',
		['opened_at'],
	],
	[
		'the agent deletes it, answered',
		async ({ confirm, complete, cancel }, asked) => {
			await complete(asked.end, (await confirm(asked.end)).connect_token);
			await cancel(asked);
		},
		'cancelled',
		['confirmed_at'],
	],
];

/** How a session ended, as whoever has its poll token is told; undefined where nobody is told. */
async function endOf({ poll }: Sessions, asked: Asked) {
	const error = await poll(asked).then(
		(reply) => reply,
		(thrown: unknown) => thrown,
	);
	const { code, extras } = error as { code?: string; extras?: { ended?: Record<string, string> } };
	if (code === 'session_not_found') return undefined;
	expect(code).toBe('session_ended');
	return extras?.ended;
}

/** A day after the time that it was made for, or after it was deleted. */
describe.each([
	['minutes', 600],
	['days', 3 * DAY],
])('the end of a session of %s is told for a day', (_, ttl) => {
	test.each(ENDS)('where %s', async (__, lead, state, times) => {
		const sessions = timedSessions();
		const asked = await sessions.create(ttl);
		sessions.pass(100);
		await lead(sessions, asked);
		const at = sessions.now();
		const deleted = (await sessions.store.read(asked.reply.session_id, ['state'])).state === undefined;
		// No broker does anything when its time is up.
		if (!deleted) sessions.pass(ttl - 100);
		const ended = await endOf(sessions, asked);
		expect(ended?.['state']).toBe(state);
		expect(Object.keys(ended ?? {}).sort()).toEqual([...times, 'at', 'state'].sort());
		const lateEnd = sessions.now();
		if (state !== 'expired') expect(ended?.['at']).toBe(new Date(at).toISOString());
		else expect(Date.parse(ended?.['at'] ?? '')).toBeLessThanOrEqual(lateEnd);

		// Another token is told nothing.
		const { session_id } = asked.reply;
		await expect(sessions.sessions.findByPollToken(session_id, makeToken('poll'))).rejects.toMatchObject({
			code: 'session_not_found',
		});
		sessions.pass(DAY - 1);
		expect(await endOf(sessions, asked)).toEqual(ended);
		sessions.pass(1);
		expect(await endOf(sessions, asked)).toBeUndefined();
	});
});

test('what is kept is hashes, a state and times: nothing that anybody wrote, and no name', async () => {
	const { create, deny, pass, store } = timedSessions();
	const words = {
		display_name: 'The vault',
		reason: 'To open it',
		requester: { name: 'Robot', detail: 'of finance' },
		allowed_hosts: ['api.example'],
		agent_state: 'opaque',
	};
	const asked = await create(3 * DAY, words, 'Finance');
	await deny(asked.end, { reason: 'I did not expect this' });
	pass(3 * DAY);
	const { ended, ...others } = await store.read(asked.reply.session_id, [
		'asked',
		'state',
		'envelope',
		'callback',
		'ended',
	]);
	expect(others).toEqual({});
	for (const [name, value] of Object.entries(ended?.value as object)) {
		if (name === 'state') expect(value).toBe('denied');
		else if (name.endsWith('Hash')) expect(value).toMatch(/^[0-9a-f]{64}$/);
		else expect(typeof value).toBe('number');
	}
	expect(JSON.stringify(ended)).not.toContain(asked.fingerprint);
});

test('a session that was deleted leaves nothing but how it ended, also where others decide it meanwhile', async () => {
	const { create, confirm, cancel, store, sessions } = timedSessions();
	const asked = await create();
	const found = await sessions.findByPollToken(asked.reply.session_id, asked.reply.poll_token);
	await confirm(asked.end);
	// As it stood before it was confirmed.
	await sessions.cancel(found, { network: '192.0.2.1' });
	expect(Object.keys(await store.read(asked.reply.session_id, ['asked', 'state', 'pace', 'ended']))).toEqual([
		'ended',
	]);
	await expect(cancel(asked)).rejects.toMatchObject({ code: 'session_ended' });
	await expect(sessions.cancel(found, { network: '192.0.2.1' })).rejects.toMatchObject({
		code: 'session_not_found',
	});
});

describe('while it lives', () => {
	test('polls say when somebody looked for the first time, and when the code was confirmed', async () => {
		const { create, lookUp, confirm, complete, poll, pass, now } = timedSessions();
		const asked = await create();
		expect(await poll(asked)).not.toHaveProperty('opened_at');
		const opened_at = new Date(now()).toISOString();
		await lookUp(asked.end);
		pass(60);
		await lookUp(asked.end);
		expect(await poll(asked)).toMatchObject({ status: 'pending', opened_at });
		const confirmed_at = new Date(now()).toISOString();
		const { connect_token } = await confirm(asked.end, 'attempt-0123456789');
		pass(5);
		await confirm(asked.end, 'attempt-0123456789');
		expect(await poll(asked)).toMatchObject({ status: 'confirmed', opened_at, confirmed_at });
		await complete(asked.end, connect_token);
		expect(await poll(asked)).toMatchObject({ status: 'ready', opened_at, confirmed_at });
		expect(await poll(asked)).toMatchObject({ status: 'consumed', opened_at, confirmed_at });
	});

	test('looking again writes nothing', async () => {
		const { create, lookUp, store } = timedSessions();
		const asked = await create();
		await lookUp(asked.end);
		const { state } = await store.read(asked.reply.session_id, ['state']);
		await lookUp(asked.end);
		expect((await store.read(asked.reply.session_id, ['state'])).state?.version).toBe(state?.version);
	});
});

/** A session as an earlier version wrote it. */
async function createEarlier({ create, store }: Sessions) {
	const asked = await create(600);
	const { session_id: id } = asked.reply;
	const { asked: was } = await store.read(id, ['asked']);
	const later = new Set(['answerTime', 'keyHash', 'keepsEnd']);
	const members = Object.entries(was?.value as object) as [string, unknown][];
	const earlier = Object.fromEntries(members.filter(([name]) => !later.has(name)));
	await store.remove(id);
	await store.create(id, {
		records: {
			asked: { value: earlier, lifetime: 600_000 },
			state: { value: { status: 'pending' }, lifetime: 600_000 },
		},
		largestEnvelope: 10_000,
	});
	return asked;
}

test('a session of an earlier version is deleted, once, and leaves nothing', async () => {
	const timed = timedSessions();
	const { session_id, poll_token } = (await createEarlier(timed)).reply;
	const found = await timed.sessions.findByPollToken(session_id, poll_token);
	await timed.sessions.cancel(found, { network: '192.0.2.1' });
	expect(await timed.store.read(session_id, RECORD_NAMES)).toEqual({});
	await expect(timed.sessions.cancel(found, { network: '192.0.2.1' })).rejects.toMatchObject({
		code: 'session_not_found',
	});
});

test('a session of an earlier version lives on and leaves nothing', async () => {
	const timed = timedSessions();
	const { lookUp, confirm, complete, poll, pass, now } = timed;
	const asked = await createEarlier(timed);
	expect(await lookUp(asked.reply.code)).not.toHaveProperty('answer_seconds');
	const { connect_token, expires_in } = await confirm(asked.end);
	expect(expires_in).toBe(600);
	pass(599);
	await complete(asked.end, connect_token);
	expect((await poll(asked)).status).toBe('ready');
	expect(now()).toBeGreaterThan(0);
	pass(1);
	await expect(poll(asked)).rejects.toMatchObject({ code: 'session_not_found' });
});
