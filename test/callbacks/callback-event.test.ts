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

const ROWS: readonly (readonly [string, Standing | undefined, CallbackRecord, NextStep | typeof READY])[] = [
	['pending', { status: 'pending' }, CALLBACK, { waitsUntil: 1_000_000 }],
	['confirmed', { status: 'confirmed' }, CALLBACK, { waitsUntil: 1_000_000 }],
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
