import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadTypeScript } from '../broker/load-typescript.mjs';
import { markdownTable } from './markdown-table.mjs';

/*
 * Writes the tables of error codes into docs/protocol.md and docs/errors.md, from the one in protocol/error-codes.ts.
 * With --check it writes nothing, and fails where a document is behind.
 */

const root = path.resolve(import.meta.dirname, '..');
const [begin, end] = ['<!-- errors:begin -->', '<!-- errors:end -->'];
const check = process.argv.includes('--check');

const codes = Object.entries(await readCodes());
await update(
	'docs/protocol.md',
	['code', 'status', 'title', 'when, and what to do'],
	([code, { status, title, meaning }]) => [`\`${code}\``, String(status), title, meaning],
);
await update(
	'docs/errors.md',
	['code', 'status', 'what it tells the operator', 'what to do'],
	([code, { status, cause, remedy }]) => [`\`${code}\``, String(status), cause, remedy],
);

/** Puts the table between the marks of a document. */
async function update(name, head, cells) {
	const file = path.join(root, name);
	const text = await readFile(file, 'utf8');
	const [before, rest = ''] = text.split(begin);
	const [, after] = rest.split(end);
	if (after === undefined) fail(`${name} has no ${begin} … ${end}.`);
	const current = [before, begin, '\n\n', markdownTable([head, ...codes.map(cells)]), '\n', end, after].join(
		'',
	);
	if (current === text) return;
	if (check) fail(`The table of error codes in ${name} is behind: run npm run docs.`);
	await writeFile(file, current);
}

/** The codes as the broker itself has them. */
async function readCodes() {
	const { ERROR_CODES } = await loadTypeScript("export * from './protocol/error-codes'", root);
	return ERROR_CODES;
}

function fail(message) {
	console.error(message);
	process.exit(1);
}
