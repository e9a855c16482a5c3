import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cachedPackages } from './cached-packages.mjs';
import { contentFaults, packedPackage } from './packed-package.mjs';

/*
 * n8n's own verification scan, as n8n runs it on a community package that asks to be verified: over the sources, and
 * over everything in the packed tarball. Then what else we promise of the tarball.
 */

const VERSION = '0.32.0';
const root = path.resolve(import.meta.dirname, '..');
const packed = packedPackage(root, 'n8n-nodes-linkauth');
const faults = [];

try {
	const { analyzePackage, SOURCE_FILE_PATTERNS } = await scanner();
	await scan('the sources', analyzePackage, root, SOURCE_FILE_PATTERNS);
	await scan('the tarball', analyzePackage, packed.unpacked);
	console.log(`tarball: ${String(packed.files.length)} files, ${String(packed.size)} bytes`);
	faults.push(...contentFaults(packed));
	if (packed.manifest.dependencies !== undefined) faults.push('the package has dependencies');
} finally {
	packed.remove();
}
if (faults.length > 0) {
	console.error(faults.join('\n'));
	process.exit(1);
}

async function scanner() {
	const folder = cachedPackages(`scan-community-package-${VERSION}`, {
		'@n8n/scan-community-package': VERSION,
	});
	const file = path.join(folder, 'node_modules/@n8n/scan-community-package/scanner/scanner.mjs');
	return import(pathToFileURL(file).href);
}

async function scan(what, analyzePackage, directory, patterns) {
	const result = await analyzePackage(directory, patterns);
	if (result.passed) console.log(`verification scan of ${what}: passed`);
	else faults.push(`verification scan of ${what}: ${result.message}\n${result.details ?? ''}`);
}
