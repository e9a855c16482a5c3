import { duration } from './duration';
import type { Ended, KeyList, KeyRow, SessionList, SessionRow } from './operator';

/** What stands where there is nothing to say. */
const NOTHING = '-';
/** The sessions as a table, and how many there are. */
export function sessionTable({ sessions, total }: SessionList): string {
	if (total === 0) return 'No request is open.\n';
	const heading = ['ID', 'KEY', 'STATE', 'TEMPLATE', 'AGE', 'LEFT', 'OPENED', 'CALLBACK'];
	const rows = sessions.map((row) => [
		row.id ?? NOTHING,
		row.key ?? NOTHING,
		row.state,
		row.template,
		duration(row.age),
		duration(row.expires_in),
		row.opened_at === undefined ? 'no' : 'yes',
		row.callback ? 'yes' : 'no',
	]);
	const open = `${String(total)} open`;
	const shown =
		sessions.length < total ? `${String(sessions.length)} of ${open}, the oldest; --limit shows more` : open;
	return `${sessions.length > 0 ? table([heading, ...rows]) : ''}${shown}\n`;
}

/** One session, a line for each thing. */
export function sessionLines(row: SessionRow): string {
	const opened = row.opened_at ?? 'not yet';
	return table([
		['id', row.id ?? NOTHING],
		['key', row.key ?? NOTHING],
		['state', row.state],
		['template', row.template],
		['created', `${row.created_at} (${duration(row.age)} ago)`],
		['opened', opened],
		['confirmed', row.confirmed_at ?? 'not yet'],
		['ends', `${row.expires_at} (in ${duration(row.expires_in)})`],
		['callback', row.callback ? 'yes' : 'no'],
	]);
}

/** What has ended. */
export function endedLine({ ended, gone, left }: Ended): string {
	const parts = [
		`${String(ended)} ended`,
		...(gone > 0 ? [`${String(gone)} had ended by themselves`] : []),
		...(left > 0
			? [
					`${String(left)} still open: no broker of this store has taken them yet. Is one running, and of this version? They stay on the list, and end when it does`,
				]
			: []),
	];
	return `${parts.join(', ')}.\n`;
}

/** The keys as a table. */
export function keyTable({ keys }: KeyList): string {
	if (keys.length === 0) return 'No API key is configured: anybody can create sessions.\n';
	const heading = ['KEY', 'VALUES', 'OPEN', 'AT MOST', 'A MINUTE', 'MAX TTL', 'TEMPLATES', 'CALLBACK HOSTS'];
	return table([heading, ...keys.map(keyCells)]);
}

function keyCells(key: KeyRow): string[] {
	const number = (value: number | null) => (value === null ? NOTHING : String(value));
	return [
		key.name === null && key.configured ? `${key.id} (no name)` : key.id,
		key.configured ? String(key.values) : 'removed',
		String(key.open),
		number(key.open_sessions),
		number(key.create_limit),
		key.max_ttl === null ? NOTHING : duration(key.max_ttl),
		key.templates?.join(', ') ?? 'all',
		key.callback_hosts?.join(', ') ?? 'all',
	];
}

/** Columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string {
	const [first = []] = rows;
	const widths = first.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
	return rows
		.map(
			(row) =>
				`${row
					.map((cell, at) => cell.padEnd(widths[at] ?? 0))
					.join('  ')
					.trimEnd()}\n`,
		)
		.join('');
}
