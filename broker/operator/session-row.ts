import type { Pseudonymizer } from '../monitoring/pseudonymize';
import { endOf } from '../sessions/session';
import { NO_TEMPLATE } from '../sessions/session-events';
import type { KeyCount, OpenState, SessionRow } from './operator';
import type { OpenSession } from './each-session';

/** What is shown is made of: of 50,000 sessions some megabytes, instead of some hundred. Too little to end one. */
export interface Summary {
	readonly id: string;
	readonly asked: Pick<OpenSession['asked'], 'createdAt' | 'expiresAt' | 'owner' | 'template'>;
	readonly state: OpenSession['state'];
}

/** What is kept of a session to show it. */
export function summaryOf({ id, asked, state }: OpenSession): Summary {
	const { createdAt, expiresAt, owner, template } = asked;
	const named = { ...(owner !== undefined && { owner }), ...(template !== undefined && { template }) };
	return { id, asked: { createdAt, expiresAt, ...named }, state };
}

/** What operators see of a session. @param now milliseconds since the epoch, by the store's clock */
export function rowOf(
	{ id, asked, state }: Summary,
	pseudonymize: Pseudonymizer | undefined,
	now: number,
): SessionRow {
	const end = endOf(asked, state);
	const confirmedAt = state.confirmed?.at;
	return {
		id: pseudonymize?.(id) ?? null,
		key: asked.owner ?? null,
		state: state.status,
		template: asked.template ?? NO_TEMPLATE,
		created_at: iso(asked.createdAt),
		...(state.openedAt !== undefined && { opened_at: iso(state.openedAt) }),
		...(confirmedAt !== undefined && { confirmed_at: iso(confirmedAt) }),
		expires_at: iso(end),
		age: seconds(now - asked.createdAt),
		expires_in: seconds(end - now),
		callback: state.callback ?? false,
	};
}

/** Sessions counted by key and state, the key with most of them first. @param now as in {@link rowOf} */
export function countByKey(sessions: readonly Summary[], now: number): KeyCount[] {
	return [...Map.groupBy(sessions, ({ asked }) => asked.owner ?? null)]
		.map(([key, own]) => {
			const count = (status: OpenState) => own.filter(({ state }) => state.status === status).length;
			const first = own.reduce((earliest, { asked }) => Math.min(earliest, asked.createdAt), now);
			return {
				key,
				pending: count('pending'),
				confirmed: count('confirmed'),
				ready: count('ready'),
				oldest: seconds(now - first),
			};
		})
		.toSorted((one, other) => openOf(other) - openOf(one));
}

/** How many sessions a key has open. */
export function openOf({ pending, confirmed, ready }: KeyCount): number {
	return pending + confirmed + ready;
}

function iso(milliseconds: number): string {
	return new Date(milliseconds).toISOString();
}

function seconds(milliseconds: number): number {
	return Math.max(0, Math.round(milliseconds / 1_000));
}
