import { randomBytes } from 'node:crypto';
import { makeLink, readLink } from '../../protocol/long-link';
import { DAY, timedSessions } from '../support/timed-sessions';

const notFound = { code: 'session_not_found' };
const used = (state: string, at: number) => ({
	code: 'link_used',
	extras: { link: { state, at: new Date(at).toISOString() } },
});
/** The right code, and other random bits. */
const withOtherBits = (end: string) => makeLink(readLink(end)?.code ?? '', randomBytes(16));

describe('a session that lives for more than 900 seconds', () => {
	test('has a link of 28 characters with its code, and is told how long the code alone opens it', async () => {
		const { create } = timedSessions();
		const { reply, end } = await create(901);
		expect(reply.verification_uri_complete).toBe(reply.url);
		expect(reply.url).toBe(`https://broker.example/connect/${end}`);
		expect(end).toHaveLength(28);
		expect(readLink(end)?.code).toBe(reply.code.replace('-', ''));
		expect([reply.expires_in, reply.code_expires_in]).toEqual([901, 900]);
	});

	test('is found by its link to its end, and by its code for 900 seconds', async () => {
		const { create, lookUp, pass } = timedSessions();
		const { reply, end } = await create(2 * DAY);
		expect(await lookUp(reply.code)).toMatchObject({ code: reply.code, expires_in: 900 });
		expect(await lookUp(end)).toMatchObject({
			code: reply.code,
			expires_in: 2 * DAY,
			expires_at: reply.expires_at,
		});
		pass(899);
		expect((await lookUp(reply.code)).expires_in).toBe(1);
		pass(1);
		await expect(lookUp(reply.code)).rejects.toMatchObject(notFound);
		pass(2 * DAY - 901);
		expect((await lookUp(end)).expires_in).toBe(1);
		pass(1);
		await expect(lookUp(end)).rejects.toMatchObject(used('expired', Date.parse(reply.expires_at)));
	});

	test('is not found by other random bits with the right code, not even while the code opens it', async () => {
		const { create, lookUp, confirm } = timedSessions();
		const { end } = await create();
		await expect(lookUp(withOtherBits(end))).rejects.toMatchObject(notFound);
		await expect(confirm(withOtherBits(end))).rejects.toThrow('not found');
		expect((await lookUp(end)).status).toBe('pending');
	});

	test('its code does not confirm or decline after that time; its link does', async () => {
		const { create, confirm, deny, pass } = timedSessions();
		const [first, second] = [await create(), await create()];
		pass(900);
		await expect(confirm(first.reply.code)).rejects.toThrow('not found');
		await expect(deny(second.reply.code)).rejects.toThrow('not found');
		expect((await confirm(first.end)).connect_token).toMatch(/^ct_/);
		expect(await deny(second.end)).toBe('denied');
	});
});

test.each([600, 900])(
	'a session of %i seconds has a link with its code, and no other opens it',
	async (ttl) => {
		const { create, lookUp } = timedSessions();
		const { reply, end } = await create(ttl);
		expect(end).toBe(reply.code);
		expect(reply).not.toHaveProperty('code_expires_in');
		expect((await lookUp(reply.code)).expires_in).toBe(ttl);
		await expect(lookUp(makeLink(reply.code))).rejects.toMatchObject(notFound);
	},
);

test('where codes are typed, links carry nothing, and a session lives for 900 seconds at most', async () => {
	const { create, lookUp } = timedSessions({ verificationMode: 'manual_code_entry' });
	const { reply } = await create(2 * DAY);
	expect([reply.expires_in, reply.url]).toEqual([900, 'https://broker.example/connect']);
	expect((await lookUp(reply.code)).expires_in).toBe(900);
});

/** A second visitor is told what became of the request, if they have the whole link. */
describe.each([
	['the code and the fingerprint that the link pins', 600],
	['a long link', 3 * DAY],
])('whoever has %s', (_, ttl) => {
	const prepared = async () => {
		const sessions = timedSessions();
		const asked = await sessions.create(ttl);
		const again = () => sessions.lookUp(asked.end, ttl === 600 ? asked.fingerprint : undefined);
		sessions.pass(100);
		return { ...sessions, asked, again };
	};

	test('is told that another browser has confirmed, and when', async () => {
		const { asked, confirm, again, now, pass } = await prepared();
		await confirm(asked.end);
		const at = now();
		pass(10);
		await expect(again()).rejects.toMatchObject(used('confirmed', at));
	});

	test('is told that it was answered, also once the answer is collected and the session deleted', async () => {
		const { asked, confirm, complete, again, now, pass, poll, cancel } = await prepared();
		const { connect_token } = await confirm(asked.end);
		pass(10);
		await complete(asked.end, connect_token);
		const at = now();
		for (const step of [() => Promise.resolve(), () => poll(asked), () => cancel(asked)]) {
			await step();
			pass(10);
			await expect(again()).rejects.toMatchObject(used('answered', at));
		}
	});

	test.each([undefined, 'reported'])('is told that it was declined (%s)', async (reason) => {
		const { asked, deny, again, now, pass } = await prepared();
		await deny(asked.end, { ...(reason !== undefined && { reason }) });
		const at = now();
		await expect(again()).rejects.toMatchObject(used('declined', at));
		pass(ttl);
		await expect(again()).rejects.toMatchObject(used('declined', at));
	});

	test('is told that it was cancelled', async () => {
		const { asked, cancel, again, now, pass } = await prepared();
		await cancel(asked);
		const at = now();
		pass(10);
		await expect(again()).rejects.toMatchObject(used('cancelled', at));
	});

	test('is told that it has expired, for a day', async () => {
		const { asked, again, pass } = await prepared();
		const at = Date.parse(asked.reply.expires_at);
		pass(ttl - 100);
		await expect(again()).rejects.toMatchObject(used('expired', at));
		pass(DAY);
		await expect(again()).rejects.toMatchObject(notFound);
	});

	test('is told that it has expired where it was confirmed and not answered', async () => {
		const { asked, confirm, again, now, pass } = await prepared();
		await confirm(asked.end);
		const end = Math.min(now() + 900_000, Date.parse(asked.reply.expires_at));
		pass((end - now()) / 1_000);
		await expect(again()).rejects.toMatchObject(used('expired', end));
	});
});

describe('everybody else gets the answer of a session that does not exist', () => {
	test.each([
		['the code alone', ({ reply }: { reply: { code: string } }) => [reply.code]],
		[
			'the code with another fingerprint',
			({ reply }: { reply: { code: string } }) => [reply.code, 'A'.repeat(43)],
		],
		['the right code with other random bits', ({ end }: { end: string }) => [withOtherBits(end)]],
	])('whoever has %s', async (_, shown) => {
		const { create, confirm, cancel, lookUp, pass } = timedSessions();
		const asked = await create();
		const [text = '', fingerprint] = shown(asked);
		await confirm(asked.end);
		await expect(lookUp(text, fingerprint)).rejects.toMatchObject(notFound);
		pass(1_000);
		await expect(lookUp(text, fingerprint)).rejects.toMatchObject(notFound);
		const other = await create();
		await cancel(other);
		await expect(lookUp(...(shown(other) as [string]))).rejects.toMatchObject(notFound);
	});

	test('whoever shows code and fingerprint of a request that is open still, but not by its code', async () => {
		const { create, lookUp, pass } = timedSessions();
		const { reply, fingerprint } = await create();
		pass(900);
		await expect(lookUp(reply.code, fingerprint)).rejects.toMatchObject(notFound);
	});
});

describe('a store that fills up', () => {
	/** Creates sessions of a quarter of an hour until a share of a small store is used. */
	async function filled(share: number) {
		const sessions = timedSessions({}, 1024 ** 2);
		const used = () => sessions.store.room().used ?? 0;
		while (used() < share) await sessions.create(900, { agent_state: 'x'.repeat(4_000) });
		return sessions;
	}

	test('takes sessions with long links up to 65 %, and leaves the rest to those of minutes', async () => {
		const { create } = await filled(0.6);
		expect((await create(901)).end).toHaveLength(28);
		const fuller = await filled(0.65);
		await expect(fuller.create(901)).rejects.toMatchObject({ name: 'StoreFull' });
		expect((await fuller.create(900)).reply.expires_in).toBe(900);
	});

	test('keeps how sessions end up to 40 %; beyond it they are told of as long as they live', async () => {
		const { create, lookUp, confirm, poll, cancel, pass } = await filled(0.4);
		const asked = await create(900);
		await confirm(asked.end);
		await expect(lookUp(asked.end, asked.fingerprint)).rejects.toMatchObject({ code: 'link_used' });
		await cancel(asked);
		await expect(poll(asked)).rejects.toMatchObject(notFound);
		const other = await create(900);
		pass(900);
		await expect(poll(other)).rejects.toMatchObject(notFound);
	});
});
