import {
	awaitSession,
	type SessionOutcome,
	type WaitOptions,
} from '../../nodes/AwaitCredential/await-session';
import { BrokerClient } from '../../nodes/shared/broker-client';
import type { Clock } from '../../nodes/shared/clock';
import type { Session } from '../../nodes/shared/sealed-session';
import { makeKeyPair, sealEnvelope, type SessionKeyPair } from '../../protocol/envelope';
import { answered, nodeContext } from '../support/n8n-context';

const BROKER = 'https://broker.example';
const START = Date.UTC(2026, 10, 24);
const LIFETIME = 600;
let keys: SessionKeyPair;
beforeAll(async () => {
	keys = await makeKeyPair();
});

const pending = (more: object = {}) => answered(200, { status: 'pending', interval: 5, ...more });
/** A poll that the broker holds back for so many seconds. */
const held = (seconds: number, status = 'pending') => ({
	seconds,
	answer: answered(200, { status, interval: 5 }, { 'preference-applied': `wait=${String(seconds)}` }),
});
const unavailable = (status: number, headers: object = {}) =>
	answered(status, { title: 'Not now', detail: 'Later.' }, headers);
const denied = answered(200, { status: 'denied', reason: 'not mine' });

type Step = object | { readonly seconds: number; readonly answer: object } | Error;

interface Wait {
	/** What the wait came to, or the error's message. */
	readonly outcome: SessionOutcome | string;
	/** Seconds since the start at which each poll was made. */
	readonly polls: number[];
	/** What each poll asked the broker to hold it back. */
	readonly prefer: unknown[];
	readonly idempotencyKeys: Set<unknown>;
}

/** Waits by a clock that moves only when it is waited for; the last step is repeated for ever. */
async function wait(steps: readonly Step[], options: Partial<WaitOptions> = {}): Promise<Wait> {
	let now = START;
	const clock: Clock = {
		now: () => now,
		sleep: (duration, signal) => {
			signal.throwIfAborted();
			now += duration;
			return Promise.resolve();
		},
	};
	const polls: number[] = [];
	const { context, requests } = nodeContext({
		answer: () => {
			const step = steps[Math.min(polls.length, steps.length - 1)];
			polls.push((now - START) / 1000);
			if (polls.length > 1_000) throw new Error('the wait does not end');
			if (step instanceof Error) throw step;
			if (step !== undefined && 'seconds' in step) {
				now += step.seconds * 1000;
				return step.answer;
			}
			return step;
		},
	});
	const session: Session = {
		id: 'a'.repeat(64),
		code: 'ABCD-1234',
		broker: BROKER,
		pollToken: 'pt_1',
		privateKey: keys.privateKey,
		use: [],
		allowedHosts: [],
		expiresAt: new Date(START + LIFETIME * 1000).toISOString(),
	};
	const all = { once: false, until: Infinity, signal: new AbortController().signal, ...options };
	const outcome = await awaitSession(new BrokerClient(context, BROKER), session, all, clock).catch(
		(error: unknown) => (error as Error).message,
	);
	const headers = requests.map((request) => request.headers ?? {});
	return {
		outcome,
		polls,
		prefer: headers.map(({ prefer }) => prefer),
		idempotencyKeys: new Set(headers.map((each) => each['idempotency-key'])),
	};
}

/** Seconds between one poll and the next. */
const gaps = ({ polls }: Wait): number[] => polls.slice(1).map((at, index) => at - (polls[index] ?? 0));

describe('how the wait ends', () => {
	it('the credential arrives, decrypted', async () => {
		const ciphertext = await sealEnvelope(keys.publicKey, { api_key: 'sk-1' });
		const { outcome } = await wait([held(20), answered(200, { status: 'ready', ciphertext })]);
		expect(outcome).toEqual({ kind: 'received', fields: { api_key: 'sk-1' } });
	});

	it('the person declines, with and without a reason', async () => {
		expect((await wait([denied])).outcome).toEqual({ kind: 'declined', reported: false, reason: 'not mine' });
		expect((await wait([answered(200, { status: 'denied' })])).outcome).toEqual({
			kind: 'declined',
			reported: false,
		});
	});

	it.each([
		['runs out or is cancelled', answered(404, { code: 'session_not_found', title: 'x' })],
		['runs out at a broker that says so', answered(410)],
		['is told as expired', answered(200, { status: 'expired' })],
	])('the request %s', async (_, answer) => {
		expect((await wait([held(50), answer])).outcome).toEqual({ kind: 'expired' });
	});

	const OPENED = { opened_at: '2026-11-24T00:01:00Z' };
	const CONFIRMED = { ...OPENED, confirmed_at: '2026-11-24T00:02:00Z' };
	const openedAt = '2026-11-24T00:01:00.000Z';
	const confirmedAt = '2026-11-24T00:02:00.000Z';
	const endedAt = '2026-11-24T00:10:00.000Z';
	const over = (state: string, times: object = {}) =>
		answered(404, { code: 'session_ended', title: 'x', ended: { state, at: endedAt, ...times } });

	it.each([
		['nobody opened it', over('expired'), { reason: 'unopened', endedAt }],
		['nobody confirmed it', over('expired', OPENED), { reason: 'opened', openedAt, endedAt }],
		[
			'nobody entered anything in time',
			over('expired', CONFIRMED),
			{ reason: 'unanswered', openedAt, confirmedAt, endedAt },
		],
		['it was cancelled', over('cancelled', OPENED), { reason: 'cancelled', openedAt, endedAt }],
	])('the request is over, and the broker says why: %s', async (_, answer, facts) => {
		expect((await wait([held(50), answer])).outcome).toEqual({ kind: 'expired', ...facts });
	});

	it('the person declined or reported it, which is found out after the end', async () => {
		const declined = { kind: 'declined', reported: false, openedAt, endedAt };
		expect((await wait([over('declined', OPENED)])).outcome).toEqual(declined);
		expect((await wait([over('reported')])).outcome).toEqual({ kind: 'declined', reported: true, endedAt });
	});

	it('it was collected, which is found out after the end: never Expired', async () => {
		expect((await wait([over('collected', CONFIRMED)])).outcome).toContain('has been collected before');
	});

	it('what was known of it before is told with every end', async () => {
		const seen = pending({ status: 'confirmed', ...CONFIRMED });
		const limited = await wait([seen], { until: START + 12_000 });
		expect(limited.outcome).toEqual({ kind: 'timeout', openedAt, confirmedAt });
		expect((await wait([seen, answered(404)])).outcome).toEqual({ kind: 'expired', openedAt, confirmedAt });
	});

	it('checking once tells that the request ends sooner than was known', async () => {
		const sooner = new Date(START + 1_000).toISOString();
		const later = new Date(START + LIFETIME * 1000 + 60_000).toISOString();
		const once = { once: true };
		expect((await wait([pending({ expires_at: sooner })], once)).outcome).toHaveProperty('expiresAt', sooner);
		expect((await wait([pending({ expires_at: later })], once)).outcome).not.toHaveProperty('expiresAt');
	});

	it('somebody else has collected it, or it cannot be decrypted', async () => {
		expect((await wait([answered(200, { status: 'consumed' })])).outcome).toContain(
			'has been collected before',
		);
		const ciphertext = await sealEnvelope((await makeKeyPair()).publicKey, {});
		const { outcome } = await wait([answered(200, { status: 'ready', ciphertext })]);
		expect(outcome).toBe('What arrived could not be decrypted.');
	});

	it('a limit ends it to the second, also within a long poll', async () => {
		const limited = await wait([pending()], { until: START + 12_000 });
		expect(limited.outcome).toEqual({ kind: 'timeout' });
		expect(limited.polls).toEqual([0, 5, 10, 12]);
		expect((await wait([held(12)], { until: START + 12_000 })).prefer).toEqual(['wait=12']);
	});

	it('not while the broker still waits for the person, whatever this machine’s clock says', async () => {
		const { outcome, polls } = await wait([held(LIFETIME + 60), held(50), denied]);
		expect(outcome).toMatchObject({ kind: 'declined' });
		expect(polls).toHaveLength(3);
	});

	it('stopping the execution ends it with the signal’s reason', async () => {
		const { outcome } = await wait([pending()], { signal: AbortSignal.abort(new Error('stopped')) });
		expect(outcome).toBe('stopped');
	});

	it.each([
		['pending', pending(), { kind: 'pending', status: 'pending' }],
		['confirmed', pending({ status: 'confirmed' }), { kind: 'pending', status: 'confirmed' }],
		[
			'unavailable',
			unavailable(503),
			{ kind: 'pending', status: 'pending', detail: 'The broker cannot do this at the moment (503).' },
		],
		['denied', denied, { kind: 'declined', reported: false, reason: 'not mine' }],
	])('checking once polls once, without waiting: %s', async (_, answer, outcome) => {
		const once = await wait([answer], { once: true });
		expect(once).toMatchObject({ outcome, polls: [0], prefer: [undefined] });
	});
});

describe('how fast it polls', () => {
	it('a broker that holds polls back is asked again at once, for up to 50 seconds each', async () => {
		const { polls, prefer, idempotencyKeys } = await wait([held(50), held(20, 'confirmed'), denied]);
		expect(polls).toEqual([0, 50, 70]);
		expect(prefer).toEqual(['wait=50', 'wait=50', 'wait=50']);
		expect(idempotencyKeys.size).toBe(1);
	});

	it('also where nothing has changed meanwhile', async () => {
		expect((await wait([held(50), held(50), held(2), denied])).polls).toEqual([0, 50, 100, 102]);
	});

	it('one that only says that it does is asked at its interval', async () => {
		expect((await wait([held(0), held(0), held(0), denied])).polls).toEqual([0, 0, 5, 10]);
	});

	it('a change of status may come at once', async () => {
		expect((await wait([held(0), held(0, 'confirmed'), denied])).polls).toEqual([0, 0, 0]);
	});

	it('one that knows LinkAuth 0.2 alone, and says no interval, every five seconds', async () => {
		const plain = answered(200, { status: 'pending' });
		expect((await wait([plain, plain, plain, denied])).polls).toEqual([0, 5, 10, 15]);
	});

	it('at the interval that the broker names', async () => {
		const slow = pending({ interval: 11 });
		expect((await wait([slow, slow, denied])).polls).toEqual([0, 11, 22]);
	});
});

describe('a broker that gives no answer', () => {
	const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });

	it.each([
		['refuses the connection', refused],
		['answers 500', unavailable(500)],
		['answers 502 without a problem document', answered(502, 'Bad Gateway')],
		['answers 503', unavailable(503)],
		['answers 408', unavailable(408)],
		['answers 429', unavailable(429)],
	])('%s: is asked again, and the answer is not lost', async (_, step) => {
		const { outcome, polls } = await wait([step, step, denied]);
		expect(outcome).toEqual({ kind: 'declined', reported: false, reason: 'not mine' });
		expect(polls).toHaveLength(3);
	});

	it('is asked ever more rarely, up to every 15 seconds and a quarter more', async () => {
		const between = gaps(await wait([...Array<Step>(8).fill(unavailable(500)), denied]));
		for (const [index, least] of [0.5, 1, 2, 4, 8, 15, 15, 15].entries()) {
			expect(between[index]).toBeGreaterThanOrEqual(least);
			expect(between[index]).toBeLessThanOrEqual(least * 1.25);
		}
	});

	it('begins anew once it has answered', async () => {
		const [, , , again] = gaps(await wait([refused, refused, pending(), refused, denied]));
		expect(again).toBeLessThanOrEqual(0.625);
	});

	it.each([429, 503])('is left alone for as long as Retry-After says: %i', async (status) => {
		const told = unavailable(status, { 'retry-after': '40' });
		const between = gaps(await wait([told, told, denied]));
		expect(between).toEqual([40, 40]);
	});

	it('Retry-After does not lengthen a limited wait', async () => {
		const told = unavailable(429, { 'retry-after': '40' });
		expect((await wait([told], { until: START + 10_000 })).polls).toEqual([0, 10]);
	});

	it('is given up five seconds after the request’s end, and not before: clocks differ', async () => {
		const { outcome, polls } = await wait([unavailable(500)]);
		expect(outcome).toEqual({
			kind: 'expired',
			detail: 'The last polls failed. The broker cannot do this at the moment (500).',
		});
		expect(polls.at(-1)).toBeGreaterThan(LIFETIME + 5);
		// The one before came within the grace, or the longest pause ahead of the end.
		expect(polls.at(-2)).toBeLessThanOrEqual(LIFETIME + 5);
	});

	it.each([
		[0, 'pending'],
		[4.9, 'pending'],
		[5.1, 'expired'],
	])('%d seconds after the request’s end, checking once says %s', async (seconds, kind) => {
		const late = { seconds: LIFETIME + seconds, answer: unavailable(500) };
		expect((await wait([late], { once: true })).outcome).toMatchObject({ kind });
	});

	it.each([
		['401', answered(401, { title: 'x', code: 'api_key_required' }), 'refused the API key (401)'],
		['403', answered(403, { title: 'x', code: 'api_key_invalid' }), 'refused the API key (403)'],
		['another server', answered(200, '<html>'), 'is not a LinkAuth broker'],
		['a redirect', answered(302, ''), 'There is no LinkAuth broker'],
	])('but an answer that will not change ends the wait: %s', async (_, answer, message) => {
		const { outcome, polls } = await wait([answer]);
		expect(outcome).toContain(message);
		expect(polls).toEqual([0]);
	});
});
