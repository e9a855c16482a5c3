import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import { writeOutput } from '../broker/write-outputs.mjs';

/*
 * Makes one file of the demo and of what it uses of this repository, and runs it: so the demo is written in
 * TypeScript like everything else, and starts in a second.
 */

const root = path.resolve(import.meta.dirname, '..');
const bundle = path.join(root, '.cache/demo/main.cjs');

const { outputFiles } = await build({
	entryPoints: [path.join(root, 'demo/main.ts')],
	outfile: bundle,
	write: false,
	bundle: true,
	platform: 'node',
	target: 'node24',
	sourcemap: 'inline',
	logLevel: 'warning',
	plugins: [{ name: 'stay-in-place', setup: stayInPlace }],
});
// Whole at once: another demo may be starting.
await writeOutput(bundle, outputFiles[0].contents);

const demo = spawn(process.execPath, ['--enable-source-maps', bundle, ...process.argv.slice(2)], {
	stdio: 'inherit',
});
// Ctrl-C reaches the demo as well as this process, and it is the demo that ends in its own good time.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => demo.kill('SIGTERM'));
demo.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));

/**
 * Lets each file find what it finds where it is written: packages, of which the broker has other versions than the
 * root, and the folder it is in.
 */
function stayInPlace(builder) {
	builder.onResolve({ filter: /^[^./]/ }, ({ path: name, importer, kind }) =>
		kind === 'entry-point'
			? undefined
			: { path: isBuiltin(name) ? name : createRequire(importer).resolve(name), external: true },
	);
	builder.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => ({
		contents: `const __dirname = ${JSON.stringify(path.dirname(file))};\n${await readFile(file, 'utf8')}`,
		loader: 'ts',
	}));
}
