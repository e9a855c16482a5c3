import { dueAnnouncement } from '../../broker/page/parts/time-left';

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
