import { nextStep, type NextStep } from '../../broker/callbacks/callback-event';
import type { CallbackRecord, CallbackStatus } from '../../broker/callbacks/callback-record';
import type { Standing } from '../../broker/sessions/session';

const CALLBACK: CallbackRecord = {
	url: 'https://agent.example/',
	acknowledges: false,
	secret: 'cs_',
	expiresAt: 1_000_000,
	attempts: 0,
};
const COMPLETED = { by: 'attempt', algorithm: 'RSA', size: 344 };
const READY = { status: 'ready', algorithm: 'RSA', size: 344 };

const told = (status: CallbackStatus): CallbackRecord => ({ ...CALLBACK, attempts: 1, told: status });

/** Milliseconds since the epoch. */
const AT = Date.UTC(2026, 10, 22, 12);
const OPENED: NextStep = { status: 'opened', opened_at: '2026-11-22T12:00:00.000Z' };
const ALL: CallbackRecord = { ...CALLBACK, events: ['opened', 'ready', 'denied', 'expired'] };
const only = (...events: NonNullable<CallbackRecord['events']>): CallbackRecord => ({ ...CALLBACK, events });

const ROWS: readonly (readonly [string, Standing | undefined, CallbackRecord, NextStep | typeof READY])[] = [
	['pending', { status: 'pending' }, CALLBACK, { waitsUntil: 1_000_000 }],
	['confirmed', { status: 'confirmed' }, CALLBACK, { waitsUntil: 1_000_000 }],
	['confirmed, with a time to answer', { status: 'confirmed', answerBy: 900 }, CALLBACK, { waitsUntil: 900 }],
	[
		'opened, which nobody wants to be told',
		{ status: 'pending', openedAt: AT },
		CALLBACK,
		{ waitsUntil: 1_000_000 },
	],
	['opened', { status: 'pending', openedAt: AT }, ALL, OPENED],
	['opened, and confirmed meanwhile', { status: 'confirmed', openedAt: AT, answerBy: 900 }, ALL, OPENED],
	[
		'opened, which was tried to be told',
		{ status: 'pending', openedAt: AT },
		{ ...ALL, opened: { attempts: 1, done: false } },
		OPENED,
	],
	[
		'opened, which was told',
		{ status: 'confirmed', openedAt: AT, answerBy: 900 },
		{ ...ALL, opened: { attempts: 1, done: true } },
		{ waitsUntil: 900 },
	],
	[
		'opened, and decided before that was told',
		{ status: 'denied', openedAt: AT, denied: { by: 'attempt' } },
		ALL,
		{ status: 'denied' },
	],
	[
		'over, after it was told that it was opened',
		undefined,
		{ ...ALL, opened: { attempts: 1, done: true } },
		{ status: 'expired' },
	],
	[
		'ready, which nobody wants to be told',
		{ status: 'ready', completed: COMPLETED },
		only('denied'),
		'nothing',
	],
	[
		'declined, which nobody wants to be told',
		{ status: 'denied', denied: { by: 'a' } },
		only('opened', 'ready'),
		'nothing',
	],
	['over, which nobody wants to be told', undefined, only('ready', 'denied'), 'nothing'],
	['ready', { status: 'ready', completed: COMPLETED }, CALLBACK, READY],
	['ready, tried before', { status: 'ready', completed: COMPLETED }, told('ready'), READY],
	['collected', { status: 'consumed', completed: COMPLETED }, CALLBACK, 'nothing'],
	['declined', { status: 'denied', denied: { by: 'attempt' } }, CALLBACK, { status: 'denied' }],
	[
		'declined, with a reason',
		{ status: 'denied', denied: { by: 'attempt', reason: 'no' } },
		told('denied'),
		{ status: 'denied', reason: 'no' },
	],
	['over', undefined, CALLBACK, { status: 'expired' }],
	['over, and that was tried to be told before', undefined, told('expired'), { status: 'expired' }],
	['over, after it was tried to tell that it was declined', undefined, told('denied'), 'nothing'],
	['over, after it was tried to tell that it was ready', undefined, told('ready'), 'nothing'],
];

test.each(ROWS)('a session that is %s', (_, state, callback, step) => {
	expect(nextStep(state && { version: '1', value: state }, callback)).toEqual(step);
});
