import { readPoll } from '../../nodes/shared/poll-outcome';

const BROKER = 'https://broker.example';
const read = (statusCode: number, body: unknown = {}, headers: Record<string, unknown> = {}) =>
	readPoll({ statusCode, body, headers }, BROKER);

it.each([
	[
		{ status: 'pending', interval: 7, expires_at: '2026-11-24T00:00:00Z' },
		{ kind: 'waiting', status: 'pending', interval: 7, held: false, expiresAt: '2026-11-24T00:00:00.000Z' },
	],
	[{ status: 'confirmed' }, { kind: 'waiting', status: 'confirmed', interval: 5, held: false }],
	[
		{ status: 'pending', interval: '7' },
		{ kind: 'waiting', status: 'pending', interval: 5, held: false },
	],
	[
		{ status: 'pending', interval: 0 },
		{ kind: 'waiting', status: 'pending', interval: 1, held: false },
	],
	[
		{ status: 'pending', interval: 1e9 },
		{ kind: 'waiting', status: 'pending', interval: 60, held: false },
	],
	[
		{ status: 'ready', ciphertext: 'abc' },
		{ kind: 'ready', ciphertext: 'abc' },
	],
	[
		{ status: 'denied', reason: 'no' },
		{ kind: 'denied', reported: false, reason: 'no' },
	],
	[
		{ status: 'denied', reason: 1 },
		{ kind: 'denied', reported: false },
	],
	[
		{ status: 'denied', reason: 'reported', opened_at: '2026-11-24T00:00:00Z' },
		{ kind: 'denied', reported: true, reason: 'reported', openedAt: '2026-11-24T00:00:00.000Z' },
	],
	[{ status: 'consumed' }, { kind: 'consumed' }],
	[{ status: 'expired' }, { kind: 'gone' }],
])('%j is read', (body, outcome) => {
	expect(read(200, body)).toEqual(outcome);
});

it('tells a poll that was held back by the header Preference-Applied', () => {
	expect(read(200, { status: 'pending' }, { 'preference-applied': 'wait=50' })).toMatchObject({ held: true });
});

it.each([404, 410])('%i: the session is gone', (status) => {
	expect(read(status, { code: 'session_not_found', title: 'x' })).toEqual({ kind: 'gone' });
});

const OPENED = { opened_at: '2026-11-24T00:01:00Z' };
const CONFIRMED = { ...OPENED, confirmed_at: '2026-11-24T00:02:00Z' };
const TIMES = { openedAt: '2026-11-24T00:01:00.000Z', confirmedAt: '2026-11-24T00:02:00.000Z' };

it('tells when the request was opened and confirmed, where the broker says so in dates', () => {
	expect(read(200, { status: 'confirmed', ...CONFIRMED })).toMatchObject(TIMES);
	expect(read(200, { status: 'ready', ciphertext: 'abc', ...CONFIRMED })).toMatchObject(TIMES);
	const strange = read(200, { status: 'confirmed', opened_at: 'yesterday', confirmed_at: 5 });
	expect(Object.keys(strange).sort()).toEqual(['held', 'interval', 'kind', 'status']);
});

it.each([
	[{ state: 'expired' }, { kind: 'gone', end: 'expired' }],
	[
		{ state: 'cancelled', ...OPENED },
		{ kind: 'gone', end: 'cancelled', openedAt: TIMES.openedAt },
	],
	[
		{ state: 'declined', ...CONFIRMED },
		{ kind: 'denied', reported: false, ...TIMES },
	],
	[{ state: 'reported' }, { kind: 'denied', reported: true }],
	[
		{ state: 'collected', ...CONFIRMED },
		{ kind: 'consumed', ...TIMES },
	],
	[{ state: 'something new' }, { kind: 'gone' }],
])('the last word %j is read', (ended, outcome) => {
	const at = '2026-11-24T00:10:00Z';
	const body = { code: 'session_ended', title: 'x', ended: { ...ended, at } };
	expect(read(404, body)).toEqual({ ...outcome, endedAt: '2026-11-24T00:10:00.000Z' });
});

it.each([null, 'text', { ended: 'expired' }, { ended: null }])('%j is no last word', (body) => {
	expect(read(404, body)).toEqual({ kind: 'gone' });
});

it.each([408, 425, 429, 500, 502, 503, 504])('%i: later there may be an answer', (status) => {
	expect(read(status)).toMatchObject({ kind: 'unavailable', error: { status } });
});

it.each([400, 401, 403, 301, 302])('%i: asking again cannot help', (status) => {
	expect(() => read(status, { title: 'x', code: 'invalid_request' })).toThrow(
		expect.objectContaining({ name: 'BrokerRefusal', status }) as Error,
	);
});

it.each([
	undefined,
	null,
	'text',
	[],
	{},
	{ status: 'other' },
	{ status: 'ready' },
	{ status: 'ready', ciphertext: 1 },
])('%j is no answer of a LinkAuth broker', (body) => {
	expect(() => read(200, body)).toThrow(`What answers at ${BROKER} is not a LinkAuth broker.`);
});
