import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { writeOutput } from './write-outputs.mjs';

/*
 * Bundles the broker into one file. What nobody calls of the libraries is left out, which starts faster and holds less
 * memory; Redis' client and Prometheus' stay packages of their own, because they are only loaded where they are used.
 */

const folder = import.meta.dirname;
const outfile = path.join(folder, 'dist/main.js');

const { metafile, outputFiles } = await build({
	entryPoints: [path.join(folder, 'main.ts')],
	outfile,
	write: false,
	bundle: true,
	platform: 'node',
	target: 'node24',
	format: 'cjs',
	external: ['@keyv/redis', 'prom-client'],
	conditions: ['import', 'module'],
	mainFields: ['module', 'main'],
	minifySyntax: true,
	legalComments: 'none',
	logLevel: 'warning',
	metafile: true,
});
await writeOutput(outfile, outputFiles[0].contents, 0o755);
await writeOutput(path.join(folder, 'dist/THIRD-PARTY-LICENSES.txt'), licences(Object.keys(metafile.inputs)));

/** The licence of every package of which something is in the bundle, as the licences ask. */
function licences(inputs) {
	const packages = inputs.flatMap(
		(input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path.resolve(input)) ?? [],
	);
	return [...new Set(packages)].sort().map(licence).join('\n\n');
}

function licence(directory) {
	const { name, version, license } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'));
	const file = readdirSync(directory).find((each) => /^licen[cs]e/i.test(each));
	const text = file === undefined ? '' : readFileSync(path.join(directory, file), 'utf8').trim();
	return `${name} ${version} (${license})\n${'-'.repeat(40)}\n${text}`;
}
