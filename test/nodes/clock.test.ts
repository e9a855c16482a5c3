import { SYSTEM_CLOCK } from '../../nodes/shared/clock';

const clock = SYSTEM_CLOCK;

it('waits for as long as it is told', async () => {
	const startedAt = clock.now();
	await clock.sleep(60, new AbortController().signal);
	expect(clock.now() - startedAt).toBeGreaterThanOrEqual(58);
});

it('an abort ends the wait at once, with its reason', async () => {
	const stopping = new AbortController();
	const startedAt = clock.now();
	const waiting = clock.sleep(60_000, stopping.signal);
	setTimeout(() => {
		stopping.abort(new Error('stopped'));
	}, 20);
	await expect(waiting).rejects.toThrow('stopped');
	expect(clock.now() - startedAt).toBeLessThan(1_000);
});

it.each([0, -5, 60_000])(
	'where it was aborted before, it does not wait %d milliseconds',
	async (duration) => {
		await expect(clock.sleep(duration, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
	},
);

it.each([0, -5])('%d milliseconds are none', async (duration) => {
	await expect(clock.sleep(duration, new AbortController().signal)).resolves.toBeUndefined();
});
