import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * The exports of TypeScript sources, for scripts that need what the program has.
 * @param {string} contents a module that re-exports them, such as `export * from './config/settings'`
 * @param {string} directory that its imports are seen from
 */
export async function loadTypeScript(contents, directory) {
	const folder = await mkdtemp(path.join(tmpdir(), 'linkauth-module-'));
	const outfile = path.join(folder, 'module.mjs');
	await build({
		stdin: { contents, resolveDir: directory, loader: 'ts' },
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		logLevel: 'warning',
	});
	return import(pathToFileURL(outfile)).finally(() => rm(folder, { recursive: true }));
}
