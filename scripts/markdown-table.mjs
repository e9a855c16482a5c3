/**
 * A Markdown table, its columns aligned as Prettier aligns them.
 * @param {readonly (readonly string[])[]} rows the heading first
 */
export function markdownTable(rows) {
	const widths = rows[0].map((_, column) => Math.max(3, ...rows.map((row) => row[column].length)));
	const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |\n`;
	const rule = widths.map((width) => '-'.repeat(width));
	return [line(rows[0]), line(rule), ...rows.slice(1).map(line)].join('');
}
