import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cachedPackages } from './cached-packages.mjs';

/*
 * n8n's own verification scan, as n8n runs it on a community package that asks to be verified: over the sources, and
 * over everything in the packed tarball. Then what else we promise of the tarball.
 */

const VERSION = '0.32.0';
const LARGEST = 100_000;
const root = path.resolve(import.meta.dirname, '..');
const scratch = mkdtempSync(path.join(tmpdir(), 'linkauth-scan-'));
const faults = [];

try {
	const tarball = pack();
	const unpacked = path.join(scratch, 'package');
	run('tar', ['-xzf', tarball, '-C', scratch]);
	const { analyzePackage, SOURCE_FILE_PATTERNS } = await scanner();
	await scan('the sources', analyzePackage, root, SOURCE_FILE_PATTERNS);
	await scan('the tarball', analyzePackage, unpacked);
	checkContents(tarball, unpacked);
} finally {
	rmSync(scratch, { recursive: true, force: true });
}
if (faults.length > 0) {
	console.error(faults.join('\n'));
	process.exit(1);
}

function pack() {
	const packed = run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], root);
	const report = JSON.parse(packed.slice(packed.search(/[[{]/)));
	const [{ filename }] = Array.isArray(report) ? report : Object.values(report);
	return path.join(scratch, filename);
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

function checkContents(tarball, unpacked) {
	const files = readdirSync(unpacked, { recursive: true })
		.map(String)
		.filter((name) => statSync(path.join(unpacked, name)).isFile());
	const allowed = /^(?:dist\/(?:nodes|credentials|protocol)\/|package\.json$|README\.md$|LICENSE$)/;
	const strangers = files.filter((name) => !allowed.test(name) || /\.(?:test\.|map$)/.test(name));
	const { dependencies } = JSON.parse(readFileSync(path.join(unpacked, 'package.json'), 'utf8'));
	const { size } = statSync(tarball);
	console.log(`tarball: ${String(files.length)} files, ${String(size)} bytes`);
	if (size > LARGEST) faults.push(`the tarball is larger than ${String(LARGEST)} bytes`);
	if (dependencies !== undefined) faults.push('the package has dependencies');
	if (strangers.length > 0) faults.push(`the tarball holds what it should not: ${strangers.join(', ')}`);
}

function run(command, args, cwd = root) {
	const result = spawnSync(command, args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
	if (result.status !== 0) throw new Error(`${command} failed:\n${result.stdout}${result.stderr}`);
	return result.stdout;
}
