import { clockTime, dueAnnouncement, formatDuration, inSeconds, secondsUntil } from '../../broker/page/time';

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
