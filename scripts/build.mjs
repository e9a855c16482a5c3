import { buildNodes } from './build-nodes.mjs';

/*
 * Builds what ships, from the sources, in about a second: the nodes into dist/, the broker with its page and its
 * OpenAPI document into broker/dist/. `node scripts/build.mjs nodes` or `… broker` builds one of the two. Tests call it
 * before they run, so that they never see old code.
 */

const [only] = process.argv.slice(2);

await Promise.all([
	...(only === 'broker' ? [] : [buildNodes()]),
	...(only === 'nodes'
		? []
		: [
				import('../broker/build.mjs'),
				import('../broker/page/build.mjs'),
				import('../broker/openapi/build.mjs'),
			]),
]);
