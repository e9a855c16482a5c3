import { chmodSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

/*
 * Bundles the broker into one file. What nobody calls of the libraries is left out, which starts faster and holds less
 * memory; Redis' client and Prometheus' stay packages of their own, because they are only loaded where they are used.
 */

const folder = import.meta.dirname;
const outfile = path.join(folder, 'dist/main.js');

for (const stale of ['broker', 'protocol'])
	rmSync(path.join(folder, 'dist', stale), { recursive: true, force: true });
await build({
	entryPoints: [path.join(folder, 'main.ts')],
	outfile,
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
});
chmodSync(outfile, 0o755);
