import { pauseOf, retryAfterOf } from '../../protocol/retry-after';

const NOW = Date.UTC(2026, 10, 24, 12);

test.each([
	[5, 5],
	[1.5, 1.5],
	[0, 1],
	[-0, 1],
	[-5, 1],
	[1e-9, 1],
	[61, 60],
	[1e300, 60],
	[Infinity, 60],
	[-Infinity, 1],
	[NaN, undefined],
	['5', undefined],
	[null, undefined],
	[undefined, undefined],
	[[5], undefined],
])('a peer that asks for a pause of %p seconds gets one of %p', (asked, seconds) => {
	expect(pauseOf(asked)).toBe(seconds);
});

test.each([
	['30', 30],
	['0', 1],
	['3600', 60],
	['9'.repeat(400), 60],
	[30, 30],
	['Tue, 24 Nov 2026 12:00:20 GMT', 20],
	['Tue, 24 Nov 2026 11:59:59 GMT', 1],
	['Tue, 24 Nov 2099 12:00:00 GMT', 60],
	['Tue, 99 Nov 2026 12:00:00 GMT', undefined],
	['-5', undefined],
	['NaN', undefined],
	['Infinity', undefined],
	['1e3', undefined],
	['2026-11-24', undefined],
	['', undefined],
	[null, undefined],
	[['5', '6'], undefined],
])('Retry-After: %s is a pause of %p seconds', (header, seconds) => {
	expect(retryAfterOf(header, NOW)).toBe(seconds);
});

test('a date is reckoned from the time here', () => {
	const header = new Date(Date.now() + 3_600_000).toUTCString();
	expect(retryAfterOf(header)).toBe(60);
});
