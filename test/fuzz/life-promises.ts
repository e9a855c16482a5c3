import type { Action, Done } from './life-actions';

/** What was done at the same time, in the order of the rounds. */
export type Rounds = readonly (readonly Done[])[];

/** The promises of protocol.md that hold in whatever order, and however many at once, a session is called. */
export function brokenPromises(rounds: Rounds): string[] {
	const all = rounds.flat();
	const collected = all.filter(({ body }) => body['status'] === 'ready');
	const taken = succeeded(all, 'complete').map(({ envelope }) => envelope);
	const denied = succeeded(all, 'deny');
	const cancelled = succeeded(all, 'cancel');
	const known = taken.length > 0 || cancelled.length > 0;
	return [
		...when(!byOneAttempt(collected), 'the credential was handed over twice'),
		...when(!byOneAttempt(succeeded(all, 'confirm')), 'two browsers were let on'),
		...when(!byOneAttempt(succeeded(all, 'complete')), 'two envelopes were taken'),
		...when(!byOneAttempt(denied), 'it was declined twice'),
		...when(taken.length > 0 && denied.length > 0, 'it was answered and declined'),
		...when(cancelled.length > 1, 'it was cancelled twice'),
		...when(collected.length > 0 && denied.length > 0, 'it was declined and handed over'),
		...when(collected.length > 0 && !known, 'something was handed over that nobody gave'),
		...when(
			taken.length > 0 && collected.some(({ body }) => !taken.includes(String(body['ciphertext']))),
			'another envelope was handed over',
		),
		...when(all.some(isStranger), 'somebody was let in without the secret'),
		...backwards(rounds),
	];
}

function succeeded(all: readonly Done[], verb: Action['verb']): Done[] {
	return all.filter((each) => each.verb === verb && each.status < 300);
}

/** Once, or several times with one Idempotency-Key. */
function byOneAttempt(done: readonly Done[]): boolean {
	const [first] = done;
	return done.length <= 1 || (first?.key !== undefined && done.every(({ key }) => key === first.key));
}

function isStranger({ verb, shown, status }: Done): boolean {
	return status < 300 && shown !== 'right' && ['poll', 'cancel', 'complete'].includes(verb);
}

const ORDER = ['pending', 'confirmed', 'ready', 'consumed', 'denied'];

/** From one round to the next, a session only goes on; and what is gone stays gone. */
function backwards(rounds: Rounds): string[] {
	let furthest = 0;
	let gone = false;
	const faults: string[] = [];
	for (const round of rounds) {
		const states = round.flatMap(({ verb, body }) =>
			verb === 'poll' ? [ORDER.indexOf(String(body['status']))] : [],
		);
		const told = states.filter((state) => state >= 0 && state !== ORDER.indexOf('ready'));
		if (told.some((state) => state < furthest)) faults.push('it went back to an earlier state');
		if (gone && round.some(({ status }) => status < 300)) faults.push('it was there again after it was gone');
		furthest = Math.max(furthest, ...told);
		gone ||= succeeded(round, 'cancel').length > 0;
	}
	return faults;
}

function when(broken: boolean, promise: string): string[] {
	return broken ? [promise] : [];
}
