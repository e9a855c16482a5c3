import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedPackages } from './cached-packages.mjs';

/*
 * Real n8n, for `npm run test:n8n`: about 2.2 GB and five minutes for each version, once. Install scripts are left out,
 * because several of its dependencies download what nothing here uses; sqlite3 is the one that has to be built.
 */

/** What of n8n's dependencies is not to be had as n8n asks for it, or has since become too new for the rest. */
const OVERRIDES = {
	2: { linkedom: '0.18.12' },
	1: { linkedom: '0.18.12', xlsx: '0.18.5', '@langchain/langgraph-checkpoint': '1.0.0' },
};

/** Both ends of the supported range. */
export const VERSIONS = { newest: '2.41.1', oldest: '1.123.81' };

/**
 * Installs a version of n8n into the cache, unless it is there.
 * @param {string} version exact
 * @returns {string} the path of n8n's own program
 */
export function cachedN8n(version) {
	const folder = cachedPackages(
		`n8n-${version}`,
		{ n8n: version },
		{ overrides: OVERRIDES[version.split('.')[0]], flags: ['--legacy-peer-deps'], build: ['sqlite3'] },
	);
	return path.join(folder, 'node_modules/n8n/bin/n8n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	for (const version of Object.values(VERSIONS)) console.log(`n8n ${version}: ${cachedN8n(version)}`);
}
