import { element, type Child } from '../../page/dom';

/** A column: its heading (none: empty), what a row has there, and whether it is a number. */
export interface Column<Row> {
	readonly heading: string;
	readonly cell: (row: Row) => Child;
	readonly number?: true;
}

/** A table; on a narrow screen each row is a card, whose cells carry their headings. */
export function table<Row>(
	caption: string,
	columns: readonly Column<Row>[],
	rows: readonly Row[],
): HTMLElement {
	const head = columns.map(({ heading, number }) =>
		heading === '' ? element('td') : element('th', { scope: 'col', class: number && 'number' }, heading),
	);
	const body = rows.map((row) =>
		element(
			'tr',
			{},
			...columns.map(({ heading, cell, number }) =>
				element('td', { 'data-heading': heading, class: number && 'number' }, cell(row)),
			),
		),
	);
	return element(
		'table',
		{},
		element('caption', { class: 'visually-hidden' }, caption),
		element('thead', {}, element('tr', {}, ...head)),
		element('tbody', {}, ...body),
	);
}
