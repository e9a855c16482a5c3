import type { CallbackEvent as CallbackStatus } from '../../protocol/messages';
import { isWaiting } from '../../protocol/states';
import { timeOf } from '../sessions/ended';
import { endOf, type Standing } from '../sessions/session';
import type { StoredRecord } from '../storage/record-store';
import type { CallbackRecord } from './callback-record';

/** What happened to a session, as callbacks report it. */
export type CallbackEvent =
	| { readonly status: 'opened'; readonly opened_at: string }
	| { readonly status: 'ready'; readonly ciphertext: string; readonly algorithm: string }
	| { readonly status: 'denied'; readonly reason?: string }
	| { readonly status: 'expired' };

/** An event whose ciphertext has not been read yet. */
export type PendingEvent =
	| { readonly status: 'ready'; readonly algorithm: string; readonly size: number }
	| Exclude<CallbackEvent, { readonly status: 'ready' }>;

/** What is to be done about a callback that is due. */
export type NextStep =
	/** There is nothing to tell, and there will not be: nobody is to be called, or it has been done. */
	| 'nothing'
	/** The session waits for the person; until when, in milliseconds since the epoch, by the store's clock. */
	| { readonly waitsUntil: number }
	| PendingEvent;

/**
 * What the records of a session say about its callback. A session that is over after somebody was called for it, or was
 * tried to be called, has not expired: whoever it was may have heard how it ended.
 * @param state the session's record as it was read with the callback; undefined where the session is over
 */
export function nextStep(state: StoredRecord | undefined, callback: CallbackRecord): NextStep {
	const step = stepOf(state?.value as Standing | undefined, callback);
	return typeof step === 'object' && 'status' in step && !isWished(step.status, callback) ? 'nothing' : step;
}

function stepOf(state: Standing | undefined, callback: CallbackRecord): NextStep {
	if (!state)
		return callback.told === undefined || callback.told === 'expired' ? { status: 'expired' } : 'nothing';
	const { status, openedAt, completed, denied } = state;
	if (isWaiting(status)) {
		return openedAt !== undefined && callback.opened?.done !== true && isWished('opened', callback)
			? { status: 'opened', opened_at: timeOf(openedAt) }
			: { waitsUntil: endOf(callback, state) };
	}
	if (status === 'denied') {
		const { reason } = denied ?? {};
		return { status, ...(reason !== undefined && { reason }) };
	}
	return status === 'ready' && completed
		? { status, algorithm: completed.algorithm, size: completed.size }
		: 'nothing';
}

/** What agents are called for that do not say. */
const USUAL: readonly CallbackStatus[] = ['ready', 'denied', 'expired'];

function isWished(status: CallbackStatus, { events = USUAL }: CallbackRecord): boolean {
	return events.includes(status);
}
