import { build } from 'esbuild';
import { writeOutput } from './write-outputs.mjs';

/**
 * Bundles a program of the broker into one file. What nobody calls of the libraries is left out, which starts faster
 * and holds less memory; Redis' client, Prometheus' and what makes a log readable stay packages of their own, because they
 * are only loaded where they are used.
 * @param {string} entry the program's source
 * @param {string} outfile somewhere below broker/, where the packages are found
 * @returns {Promise<string[]>} the files that went into it
 */
export async function bundleBroker(entry, outfile) {
	const { metafile, outputFiles } = await build({
		entryPoints: [entry],
		outfile,
		write: false,
		bundle: true,
		platform: 'node',
		target: 'node24',
		format: 'cjs',
		external: ['@keyv/redis', 'pino-pretty', 'prom-client'],
		conditions: ['import', 'module'],
		mainFields: ['module', 'main'],
		// Where what tests run is counted, by line of the source.
		sourcemap: process.env['LINKAUTH_COVERAGE'] === undefined ? false : 'inline',
		minifySyntax: true,
		legalComments: 'none',
		logLevel: 'warning',
		metafile: true,
	});
	await writeOutput(outfile, outputFiles[0].contents, 0o755);
	return Object.keys(metafile.inputs);
}
