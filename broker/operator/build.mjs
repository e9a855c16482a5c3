/**
 * Builds the operator's page into broker/dist/operator: one document, one style, one script, and the mark. Run as
 * `node broker/operator/build.mjs`.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { writeOutputs } from '../write-outputs.mjs';

const SOURCE = path.join(import.meta.dirname, 'page');
const OUTPUT = path.join(import.meta.dirname, '../dist/operator');

const { outputFiles } = await build({
	absWorkingDir: SOURCE,
	entryPoints: { operator: 'main.ts', style: 'operator.css' },
	outdir: OUTPUT,
	bundle: true,
	minify: true,
	write: false,
	format: 'esm',
	target: ['chrome116', 'firefox116', 'safari17.4'],
	legalComments: 'none',
	logLevel: 'warning',
});
const built = (name) => outputFiles.find(({ path: file }) => path.basename(file) === name).contents;
await writeOutputs(
	OUTPUT,
	new Map([
		['operator.html', await readFile(path.join(SOURCE, 'operator.html'))],
		['operator.css', built('style.css')],
		['operator.js', built('operator.js')],
		['mark.svg', await readFile(path.join(SOURCE, '../../page/mark.svg'))],
	]),
);
