import { Appointments } from '../../broker/callbacks/appointments';

test('what waits for the same is tried again one after the other, what waits for something else is not put off by it', () => {
	const appointments = new Appointments(10_000);
	const times = Array.from({ length: 10 }, () => appointments.next({ key: 'one', interval: 100 }));
	// Hardly any time passes in between.
	times.forEach((time, index) => {
		expect(time).toBeGreaterThan(100 * index);
		expect(time).toBeLessThanOrEqual(100 * (index + 1));
	});
	expect(appointments.next({ key: 'other', interval: 100 })).toBe(100);
});

test('nothing is put off for longer than the longest delay', () => {
	const appointments = new Appointments(500);
	const times = Array.from({ length: 100 }, () => appointments.next({ key: 'one', interval: 100 }));
	expect(Math.max(...times)).toBe(500);
	expect(appointments.next({ key: 'two', interval: 60_000 })).toBe(500);
});

test('obstacles that are over are forgotten', async () => {
	const appointments = new Appointments(1);
	for (let index = 0; index < 5_000; index += 1) {
		appointments.next({ key: `obstacle ${String(index)}`, interval: 1 });
		if (index % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
	}
	expect(appointments.size).toBeLessThan(2_000);
});
