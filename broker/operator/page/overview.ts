import { element, type Child } from '../../page/dom';
import { duration } from '../duration';
import type { EndingCount, EndingList, KeyCount, SessionList, SessionRow } from '../operator';
import { table, type Column } from './table';

/** What is shown. */
export interface Overview {
	/** Of all keys, or of the chosen one. */
	readonly list: SessionList;
	readonly endings: EndingList;
	/** The API key whose requests alone are listed. */
	readonly chosen: string | undefined;
}

/** What the buttons do. */
export interface Actions {
	choose(key: string | undefined): void;
	endOne(row: SessionRow): void;
	endKey(count: KeyCount): void;
	endAll(count: number): void;
}

const NO_KEY = 'without a key';

/** How many requests of a key are open. */
export function openOf({ pending, confirmed, ready }: KeyCount): number {
	return pending + confirmed + ready;
}

/** The page once the token was right. */
export function overview({ list, endings, chosen }: Overview, actions: Actions): Child[] {
	return [
		section(
			chosen === undefined ? 'By API key' : `API key ${chosen}`,
			chosen === undefined
				? undefined
				: button('Show all keys', () => {
						actions.choose(undefined);
					}),
			list.by_key.length === 0 ? calm('Nothing is open.') : keyTable(list.by_key, chosen, actions),
		),
		section(
			'Requests',
			chosen === undefined && list.total > 0
				? button(
						`End all ${String(list.total)}`,
						() => {
							actions.endAll(list.total);
						},
						'danger',
					)
				: undefined,
			list.total === 0 ? calm('Nobody is being asked for anything just now.') : sessionTable(list, actions),
			list.sessions.length < list.total
				? calm(
						`The ${String(list.sessions.length)} oldest of ${String(list.total)}. Choose a key, or use linkauth-broker sessions list --limit N.`,
					)
				: undefined,
		),
		section(
			'Ended in the last hour',
			undefined,
			endings.by_key.length === 0 ? calm('Nothing has ended.') : endingTable(endings),
			calm(
				`Counted by this broker alone since ${timeOf(endings.since)}. With several brokers each counts what it ended itself; the metric linkauth_sessions_total has them all.`,
			),
		),
	];
}

function keyTable(counts: readonly KeyCount[], chosen: string | undefined, actions: Actions): HTMLElement {
	const columns: Column<KeyCount>[] = [
		{
			heading: 'API key',
			cell: ({ key }) =>
				key === null || chosen !== undefined
					? (key ?? NO_KEY)
					: button(
							key,
							() => {
								actions.choose(key);
							},
							'link',
						),
		},
		{ heading: 'Waiting', cell: ({ pending }) => String(pending), number: true },
		{ heading: 'Confirmed', cell: ({ confirmed }) => String(confirmed), number: true },
		{ heading: 'Answered', cell: ({ ready }) => String(ready), number: true },
		{ heading: 'Oldest', cell: ({ oldest }) => duration(oldest), number: true },
		{
			heading: '',
			cell: (count) =>
				count.key === null
					? undefined
					: button(
							`End all ${String(openOf(count))}`,
							() => {
								actions.endKey(count);
							},
							'danger',
							`End all ${String(openOf(count))} of ${count.key}`,
						),
		},
	];
	return table('Open requests by API key', columns, counts);
}

const STATES: Readonly<Record<string, string>> = {
	pending: 'waiting',
	confirmed: 'confirmed',
	ready: 'answered',
};

function sessionTable({ sessions }: SessionList, actions: Actions): HTMLElement {
	const columns: Column<SessionRow>[] = [
		{ heading: 'ID in the log', cell: ({ id }) => element('code', {}, id ?? '') },
		{ heading: 'API key', cell: ({ key }) => key ?? NO_KEY },
		{ heading: 'Template', cell: ({ template }) => template },
		{
			heading: 'State',
			cell: ({ state }) => element('span', { class: `state ${state}` }, STATES[state] ?? state),
		},
		{ heading: 'Opened', cell: ({ opened_at }) => (opened_at === undefined ? 'no' : timeOf(opened_at)) },
		{ heading: 'Age', cell: ({ age }) => duration(age), number: true },
		{ heading: 'Left', cell: ({ expires_in }) => duration(expires_in), number: true },
		{ heading: 'Callback', cell: ({ callback }) => (callback ? 'yes' : 'no') },
		{
			heading: '',
			cell: (row) =>
				button(
					'End',
					() => {
						actions.endOne(row);
					},
					'danger',
					`End ${row.id ?? 'it'}`,
				),
		},
	];
	return table('Open requests, the oldest first', columns, sessions);
}

function endingTable({ by_key: counts }: EndingList): HTMLElement {
	const columns: Column<EndingCount>[] = [
		{ heading: 'API key', cell: ({ key }) => key ?? NO_KEY },
		{ heading: 'Collected', cell: ({ collected }) => String(collected), number: true },
		{ heading: 'Declined', cell: ({ denied }) => String(denied), number: true },
		{ heading: 'Reported', cell: ({ reported }) => alarming(reported), number: true },
		{ heading: 'Cancelled', cell: ({ cancelled }) => String(cancelled), number: true },
		{ heading: 'Expired', cell: ({ expired }) => String(expired), number: true },
	];
	return table('Ended in the last hour by API key', columns, counts);
}

/** A number that somebody should look into where it is not 0. */
function alarming(count: number): Child {
	return count === 0 ? '0' : element('strong', { class: 'alarm' }, String(count));
}

function section(title: string, action: Child, ...children: readonly Child[]): HTMLElement {
	return element(
		'section',
		{},
		element('div', { class: 'head' }, element('h2', {}, title), action),
		...children,
	);
}

function calm(text: string): HTMLElement {
	return element('p', { class: 'calm' }, text);
}

function timeOf(iso: string): string {
	const date = new Date(iso);
	const today = date.toDateString() === new Date().toDateString();
	return date.toLocaleString(undefined, {
		...(!today && { day: 'numeric', month: 'short' }),
		hour: '2-digit',
		minute: '2-digit',
	});
}

/** A button. @param label for screen readers, where its text alone does not say what it is for */
export function button(text: string, press: () => void, kind = '', label?: string): HTMLButtonElement {
	const made = element('button', { type: 'button', class: kind, 'aria-label': label }, text);
	made.addEventListener('click', press);
	return made;
}
