import type { Pseudonymizer } from '../monitoring/pseudonymize';
import { endOf } from '../sessions/session';
import { NO_TEMPLATE } from '../sessions/session-events';
import type { KeyCount, SessionRow } from './operator';
import type { OpenSession } from './each-session';

/** What operators see of a session. @param now milliseconds since the epoch, by the store's clock */
export function rowOf(
	{ id, asked, state }: OpenSession,
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

/** Sessions counted by key and state, the key with most of them first. */
export function countByKey(rows: readonly SessionRow[]): KeyCount[] {
	return [...Map.groupBy(rows, ({ key }) => key)]
		.map(([key, own]) => {
			const count = (state: SessionRow['state']) => own.filter((row) => row.state === state).length;
			return {
				key,
				pending: count('pending'),
				confirmed: count('confirmed'),
				ready: count('ready'),
				oldest: own.reduce((most, { age }) => Math.max(most, age), 0),
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
