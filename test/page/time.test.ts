import {
	clockTime,
	dueAnnouncement,
	formatDuration,
	formatMoment,
	inSeconds,
	secondsUntil,
	timeAgo,
	timeLeft,
} from '../../broker/page/time';

test.each([
	[0, '0:00'],
	[9, '0:09'],
	[60, '1:00'],
	[599, '9:59'],
	[600, '10:00'],
])('%d seconds are %s on a clock', (seconds, expected) => {
	expect(clockTime(seconds)).toBe(expected);
});

test.each([
	[30, 'en', '30 seconds'],
	[59, 'en', '59 seconds'],
	[60, 'en', '1 minute'],
	[300, 'en', '5 minutes'],
	[120, 'pl', '2 minuty'],
	[120, 'ja', '2 分'],
	[119, 'en', '1 minute'],
	[7_200, 'en', '2 hours'],
	[172_799, 'en', '48 hours'],
	[604_790, 'en', '7 days'],
	[600_000, 'en', '6 days'],
	[604_800, 'pl', '7 dni'],
	[172_800, 'ar', 'يومان'],
])('%d seconds in %s are %s', (seconds, language, expected) => {
	expect(formatDuration(seconds, language)).toBe(expected);
});

test.each([
	[1, 'en', 'in 1 second'],
	[5, 'en', 'in 5 seconds'],
	[5, 'de', 'in 5 Sekunden'],
])('in %d seconds, in %s', (seconds, language, expected) => {
	expect(inSeconds(seconds, language)).toBe(expected);
});

test.each([
	[0, '0:00'],
	[599, '9:59'],
	[3_599, '59:59'],
	[3_600, '1 hour'],
	[604_790, '7 days'],
])('of %d seconds left it is said %s', (seconds, expected) => {
	expect(timeLeft(seconds, 'en')).toBe(expected);
});

test('how long ago a moment was, and never in the future', () => {
	const now = Date.now();
	jest.useFakeTimers({ now });
	try {
		expect(timeAgo(now - 180_000, 'en')).toBe('3 minutes ago');
		expect(timeAgo(now - 2 * 86_400_000, 'de')).toBe('vorgestern');
		expect(timeAgo(now + 60_000, 'en')).toBe('now');
	} finally {
		jest.useRealTimers();
	}
});

test('a moment of today is a time of day; any other has its date', () => {
	const now = new Date(2026, 10, 29, 14, 5).getTime();
	expect(formatMoment(now, 'de', now + 60_000)).toBe('14:05');
	expect(formatMoment(now, 'de', now + 86_400_000)).toBe('29. November 2026 um 14:05');
	expect(formatMoment(now, 'en', now)).toMatch(/^2:05\sPM$/);
});

test('seconds until a moment are rounded up, and never negative', () => {
	jest.useFakeTimers({ now: 1_000_000 });
	try {
		expect(secondsUntil(1_000_000)).toBe(0);
		expect(secondsUntil(1_000_001)).toBe(1);
		expect(secondsUntil(1_001_000)).toBe(1);
		expect(secondsUntil(1_001_001)).toBe(2);
		expect(secondsUntil(0)).toBe(0);
	} finally {
		jest.useRealTimers();
	}
});

test('each time is announced once, when it is reached', () => {
	const announced: number[] = [];
	for (let seconds = 600; seconds >= 0; seconds -= 1) {
		const due = dueAnnouncement(seconds + 1, seconds);
		if (due !== undefined) announced.push(due);
	}
	expect(announced).toEqual([300, 120, 60, 30, 10]);
});

test('a time that passes between two updates is announced late', () => {
	expect(dueAnnouncement(125, 117)).toBe(120);
	expect(dueAnnouncement(120, 119)).toBeUndefined();
	expect(dueAnnouncement(121, 120)).toBe(120);
});

test('nothing is announced at the first update', () => {
	expect(dueAnnouncement(Infinity, 90)).toBeUndefined();
	expect(dueAnnouncement(Infinity, 10)).toBeUndefined();
});
