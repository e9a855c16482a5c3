import { buildNodes } from './build-nodes.mjs';

/*
 * Builds what ships, from the sources, in about a second: the nodes into dist/, the broker with its pages and its
 * OpenAPI document into broker/dist/. Tests run `node scripts/build.mjs tests` first, which also builds the programs that
 * only they use, so that they never see old code.
 */

await Promise.all([
	buildNodes(),
	import('../broker/build.mjs'),
	import('../broker/page/build.mjs'),
	import('../broker/openapi/build.mjs'),
	import('../broker/operator/build.mjs'),
	...(process.argv[2] === 'tests' ? [import('./build-test-programs.mjs')] : []),
]);
