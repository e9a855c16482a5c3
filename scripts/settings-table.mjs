import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { markdownTable } from './markdown-table.mjs';

/*
 * Writes the tables of docs/settings.md from the broker's own settings in broker/config/settings.ts. A comment
 * `<!-- settings: NAME NAME … -->` says which settings a table has; every setting belongs to one table. With --check
 * it writes nothing, and fails where the page is not up to date.
 */

const root = path.resolve(import.meta.dirname, '..');
const page = path.join(root, 'docs/settings.md');
const TABLE = /(<!-- settings: ([A-Z_ ]+) -->\n)[^]*?(<!-- end -->)/g;

const settings = await readSettings();
const text = await readFile(page, 'utf8');
const placed = [...text.matchAll(TABLE)].flatMap(([, , names]) => names.split(' '));
const unknown = placed.filter((name) => !settings.some(({ names }) => names[0] === name));
const elsewhere = settings.map(({ names }) => names[0]).filter((name) => count(placed, name) !== 1);
if (unknown.length > 0) fail(`docs/settings.md names settings that do not exist: ${unknown.join(', ')}.`);
if (elsewhere.length > 0)
	fail(`docs/settings.md must have these in one table each: ${elsewhere.join(', ')}.`);

const current = text.replaceAll(TABLE, (_, begin, names, end) => {
	const rows = names.split(' ').map((name) => settings.find((each) => each.names[0] === name));
	return `${begin}\n${table(rows)}\n${end}`;
});
if (current === text) process.exit(0);
if (process.argv.includes('--check')) fail('docs/settings.md is not up to date: run npm run docs.');
await writeFile(page, current);

/** The settings as the broker itself has them. */
async function readSettings() {
	const outfile = path.join(root, '.cache/settings.cjs');
	await mkdir(path.dirname(outfile), { recursive: true });
	await build({
		entryPoints: [path.join(root, 'broker/config/settings.ts')],
		bundle: true,
		platform: 'node',
		outfile,
	});
	const module = await import(pathToFileURL(outfile));
	return Object.values((module.default ?? module).SETTINGS);
}

/** The table of these settings, without empty columns. */
function table(settings) {
	const heading = ['setting', 'default', 'allowed', 'what it does'];
	const all = settings.map(({ names, fallback, meaning, schema }) => [
		names.map((name) => `\`${name}\``).join(', '),
		fallback === '' ? '' : `\`${fallback}\``,
		allowed(schema),
		meaning.replaceAll(/docs\/([a-z0-9-]+\.md)/g, '[docs/$1]($1)'),
	]);
	const filled = heading.map((_, column) => all.some((cells) => cells[column] !== ''));
	return markdownTable([heading, ...all].map((cells) => cells.filter((_, column) => filled[column])));
}

/** What a number or a word may be, as the setting itself says it where it refuses one. */
function allowed(schema) {
	const [{ message } = { message: '' }] = schema.safeParse('?').error?.issues ?? [];
	const number = /^a whole number from (\d+) to (\d+)$/.exec(message);
	if (number) return `${grouped(number[1])} to ${grouped(number[2])}`;
	const words = /^one of (.+)$/.exec(message);
	return words ? words[1].replaceAll(/\w+/g, '`$&`') : '';
}

function grouped(digits) {
	return Number(digits).toLocaleString('en');
}

function count(all, one) {
	return all.filter((each) => each === one).length;
}

function fail(message) {
	console.error(message);
	process.exit(1);
}
