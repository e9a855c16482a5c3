import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { loadTypeScript } from '../broker/load-typescript.mjs';
import { markdownTable } from './markdown-table.mjs';

/*
 * Writes the tables of docs/settings.md from the broker's own settings in broker/config/settings.ts. A comment
 * `<!-- settings: NAME NAME … -->` says which settings a table has; every setting belongs to one table. The table at
 * `<!-- limits -->` is that of broker/limits/limit-table.ts. The names of the settings also go into the schema of the Helm
 * chart's values. With --check it writes nothing, and fails where one of them is not up to date.
 */

const root = path.resolve(import.meta.dirname, '..');
const page = path.join(root, 'docs/settings.md');
/** Allows the settings of the Helm chart by their names. */
const chartSchema = path.join(root, 'ops/helm/linkauth-broker/values.schema.json');
/** Settings that are secrets, and belong into a Secret. */
const SECRETS = /_(?:API_KEYS|LOG_KEY|TOKEN)$/;
const LIMITS = /(<!-- limits -->\n)[^]*?(<!-- end -->)/;
const TABLE = /(<!-- settings: ([A-Z_ ]+) -->\n)[^]*?(<!-- end -->)/g;

const { LIMIT_TABLE, SETTINGS } = await loadTypeScript(
	"export * from './config/settings'; export * from './limits/limit-table'",
	path.join(root, 'broker'),
);
const settings = Object.values(SETTINGS);
const text = await readFile(page, 'utf8');
const placed = [...text.matchAll(TABLE)].flatMap(([, , names]) => names.split(' '));
const unknown = placed.filter((name) => !settings.some(({ names }) => names[0] === name));
const elsewhere = settings.map(({ names }) => names[0]).filter((name) => count(placed, name) !== 1);
if (unknown.length > 0) fail(`docs/settings.md names settings that do not exist: ${unknown.join(', ')}.`);
if (elsewhere.length > 0)
	fail(`docs/settings.md must have these in one table each: ${elsewhere.join(', ')}.`);

if (!LIMITS.test(text)) fail('docs/settings.md must have a place for the limits: <!-- limits -->.');
const current = text
	.replaceAll(TABLE, (_, begin, names, end) => {
		const rows = names.split(' ').map((name) => settings.find((each) => each.names[0] === name));
		return `${begin}\n${table(rows)}\n${end}`;
	})
	.replace(LIMITS, (_, begin, end) => `${begin}\n${limitTable()}\n${end}`);
await update(page, text, current);
const schema = await readFile(chartSchema, 'utf8');
await update(chartSchema, schema, await withNames(JSON.parse(schema)));

/** Writes what has changed, or fails where nothing may. */
async function update(file, before, after) {
	if (after === before) return;
	if (process.argv.includes('--check'))
		fail(`${path.relative(root, file)} is not up to date: run npm run docs.`);
	await writeFile(file, after);
}

/** The schema with the names of the settings that belong into a ConfigMap. */
async function withNames(schema) {
	schema.properties.settings.propertyNames.enum = settings
		.map(({ names }) => names[0])
		.filter((name) => !SECRETS.test(name));
	return format(JSON.stringify(schema), { ...(await resolveConfig(chartSchema)), filepath: chartSchema });
}

/** The table of all limits. */
function limitTable() {
	const heading = ['limit', 'what is counted', 'how many', 'IPv6 /56 and /48', 'counted by', 'why'];
	const rows = Object.entries(LIMIT_TABLE).map(([name, { counts, limit, ipv6 = '', together, why }]) => [
		`\`${name}\``,
		counts,
		limit,
		ipv6,
		together ? 'all brokers' : 'each broker',
		why,
	]);
	return markdownTable([heading, ...rows]);
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
