import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/*
 * Writes the table of the broker's settings into the README, from the one in broker/config/settings.ts. With --check
 * it writes nothing, and fails where the README is behind.
 */

const root = path.resolve(import.meta.dirname, '..');
const readme = path.join(root, 'README.md');
const [begin, end] = ['<!-- settings:begin -->', '<!-- settings:end -->'];

const text = await readFile(readme, 'utf8');
const [before, rest = ''] = text.split(begin);
const [, after] = rest.split(end);
if (after === undefined) fail(`README.md has no ${begin} … ${end}.`);

const current = [before, begin, '\n\n', table(await readSettings()), '\n', end, after].join('');
if (current === text) process.exit(0);
if (process.argv.includes('--check')) fail('The settings table in README.md is behind: run npm run docs.');
await writeFile(readme, current);

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

/** A Markdown table, its columns aligned as Prettier aligns them. */
function table(settings) {
	const rows = [
		['setting', 'default', 'what it does'],
		...settings.map(({ names, fallback, meaning }) => [
			names.map((name) => `\`${name}\``).join(', '),
			fallback === '' ? '' : `\`${fallback}\``,
			meaning,
		]),
	];
	const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |\n`;
	const rule = widths.map((width) => '-'.repeat(width));
	return [line(rows[0]), line(rule), ...rows.slice(1).map(line)].join('');
}

function fail(message) {
	console.error(message);
	process.exit(1);
}
