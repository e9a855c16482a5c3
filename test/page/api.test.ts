import { errorAnswer } from '../../broker/page/api';
import { makeIdempotencyKey } from '../../broker/page/api-steps';

const answer = (status: number, body?: unknown, headers: Record<string, string> = {}) =>
	errorAnswer(new Response(null, { status, headers }), body);

test.each([400, 403, 404, 409, 413, 422])('%d with a problem document is final', (status) => {
	expect(answer(status, { code: 'x' })).toEqual({ kind: 'refused', status, code: 'x' });
});

test.each([
	['without a body', undefined],
	['with HTML', undefined],
	['with null', null],
	['with an array', []],
	['with JSON of another kind', { message: 'x' }],
	['with a code that is a number', { code: 7 }],
])('403 %s is a failure', (_, body) => {
	expect(answer(403, body)).toEqual({ kind: 'failed', failure: 'unavailable' });
});

test.each([500, 502, 503, 599])('%d is a failure, with a problem document too', (status) => {
	expect(answer(status, { code: 'x' })).toEqual({ kind: 'failed', failure: 'unavailable' });
});

test('429 is a failure of its own', () => {
	expect(answer(429, { code: 'x' })).toEqual({ kind: 'failed', failure: 'rate-limited' });
});

test.each([
	['20', 20],
	['0', 1],
	['1000000000', 60],
	['-1', undefined],
	['Fri, 24 Nov 2000 17:00:00 GMT', 1],
])('Retry-After: %s', (value, seconds) => {
	const retryAfter = seconds === undefined ? {} : { retryAfter: seconds };
	for (const status of [429, 503])
		expect(answer(status, {}, { 'retry-after': value })).toMatchObject({ kind: 'failed', ...retryAfter });
	expect('retryAfter' in answer(503, {}, { 'retry-after': value })).toBe(seconds !== undefined);
});

test('why a link does not open is read from the answer, and how long ago from the clock that wrote it', () => {
	const link = { state: 'confirmed', at: '2026-11-29T14:05:00Z' };
	// A device whose date is years off.
	jest.useFakeTimers({ now: new Date('1999-12-31T23:59:59Z') });
	try {
		const answered = answer(409, { code: 'link_used', link }, { date: 'Sun, 29 Nov 2026 14:08:00 GMT' });
		const at = Date.parse(link.at);
		const used = { state: 'confirmed', at, since: Date.now() - 180_000 };
		expect(answered).toEqual({ kind: 'refused', status: 409, code: 'link_used', used });
	} finally {
		jest.useRealTimers();
	}
});

test.each([
	undefined,
	null,
	'confirmed',
	{},
	{ state: 'confirmed' },
	{ state: 'confirmed', at: 'yesterday' },
	{ state: 'constructor', at: '2026-11-29T14:05:00Z' },
	{ state: 7, at: '2026-11-29T14:05:00Z' },
])('of %j it is not said why a link does not open', (link) => {
	expect(answer(409, { code: 'link_used', link })).toEqual({
		kind: 'refused',
		status: 409,
		code: 'link_used',
	});
});

test('an idempotency key is 32 characters, and never the same', () => {
	const keys = Array.from({ length: 100 }, makeIdempotencyKey);
	for (const key of keys) expect(key).toMatch(/^[\w-]{32}$/);
	expect(new Set(keys).size).toBe(100);
});
