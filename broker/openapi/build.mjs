/**
 * Writes the OpenAPI document and the page to read it into broker/dist/openapi: openapi.json, docs.html, and assets/
 * whose names carry a hash of their content; all of it compressed as well. Made here rather than by the broker, whose memory is for sessions. Run as
 * `node broker/openapi/build.mjs`.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { withCompressed } from '../compress-outputs.mjs';
import { writeOutputs } from '../write-outputs.mjs';

const SOURCE = import.meta.dirname;
const OUTPUT = path.join(SOURCE, '../dist/openapi');
const ASSETS = path.join(OUTPUT, 'assets');
const COMMON = { absWorkingDir: SOURCE, bundle: true, write: false, logLevel: 'warning' };

const { version } = JSON.parse(await readFile(path.join(SOURCE, '../package.json'), 'utf8'));
const [style, mark, { buildDocument, renderPage }] = await Promise.all([
	build({ ...COMMON, entryPoints: ['page/docs.css'], minify: true }),
	readFile(path.join(SOURCE, '../page/mark.svg')),
	load(`export * from './build-document'; export * from './page/render-page';`),
]);
const assets = new Map();
const addresses = { style: addAsset(style.outputFiles[0].contents, 'css'), mark: addAsset(mark, 'svg') };
const document = buildDocument(version);

await writeOutputs(ASSETS, await withCompressed(assets));
await writeOutputs(
	OUTPUT,
	await withCompressed(
		new Map([
			['openapi.json', JSON.stringify(document)],
			['docs.html', renderPage(document, addresses)],
		]),
	),
);

/** The exports of a module in TypeScript. */
async function load(contents) {
	const folder = await mkdtemp(path.join(tmpdir(), 'openapi-'));
	const outfile = path.join(folder, 'module.cjs');
	await build({
		...COMMON,
		write: true,
		outfile,
		stdin: { contents, resolveDir: SOURCE, loader: 'ts' },
		format: 'cjs',
		platform: 'node',
		external: ['@keyv/redis', 'prom-client'],
	});
	const loading = import(pathToFileURL(outfile)).then((module) => module.default);
	return loading.finally(() => rm(folder, { recursive: true }));
}

/** Adds an asset under a name that changes with its content, and gives its path on the broker. */
function addAsset(content, extension) {
	const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
	const name = `docs-${hash}.${extension}`;
	assets.set(name, content);
	return `/docs/${name}`;
}
