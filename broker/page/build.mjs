/**
 * Builds the connect page into broker/dist/page: connect.html, and assets/ whose names carry a hash of their
 * content, so that browsers may keep them for ever. Run as `node broker/page/build.mjs`.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const SOURCE = import.meta.dirname;
const OUTPUT = join(SOURCE, '..', 'dist', 'page');
const ASSETS = join(OUTPUT, 'assets');
/** Browsers from 2023 on: the first with the `v` flag of regular expressions in all of them. */
const TARGET = ['chrome116', 'firefox116', 'safari17.4'];

const [script, style] = await Promise.all([bundle('main.ts'), bundle('style.css')]);
const mark = await readFile(join(SOURCE, 'mark.svg'));
await rm(OUTPUT, { recursive: true, force: true });
await mkdir(ASSETS, { recursive: true });

const names = {
	'%SCRIPT%': await writeAsset(script, 'js'),
	'%STYLE%': await writeAsset(style, 'css'),
	'%MARK%': await writeAsset(mark, 'svg'),
};
const markup = await readFile(join(SOURCE, 'connect.html'), 'utf8');
const page = Object.entries(names).reduce((html, [name, path]) => html.replaceAll(name, path), markup);
await writeFile(join(OUTPUT, 'connect.html'), page.replace(/\n\t+/g, '\n'));

/** Bundles one entry file, minified, without anything from outside this repository. */
async function bundle(entry) {
	const result = await build({
		entryPoints: [join(SOURCE, entry)],
		bundle: true,
		minify: true,
		write: false,
		format: 'esm',
		target: TARGET,
		legalComments: 'none',
		charset: 'utf8',
	});
	return result.outputFiles[0].contents;
}

/** Writes an asset under a name that changes with its content, and gives its path on the broker. */
async function writeAsset(content, extension) {
	const hash = createHash('sha256')
		.update(content)
		.digest('base64url')
		.replace(/[^A-Za-z0-9]/g, '');
	const name = `connect-${hash.slice(0, 12)}.${extension}`;
	await writeFile(join(ASSETS, name), content);
	return `/assets/${name}`;
}
