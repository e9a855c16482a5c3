import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What the packages are: what their tarballs may hold, and how large they may be, in bytes. */
export const PACKAGES = {
	'n8n-nodes-linkauth': {
		directory: '.',
		allowed: /^(?:dist\/(?:nodes|credentials|protocol)\/|package\.json$|README\.md$|LICENSE$)/,
		largest: 150_000,
	},
	'linkauth-broker': {
		directory: 'broker',
		allowed: /^(?:dist\/|package\.json$|README\.md$|LICENSE$)/,
		largest: 2_000_000,
	},
};

/**
 * Packs a package as npm would publish it, without its scripts, and unpacks it again.
 * @param {string} root of the repository
 * @param {keyof typeof PACKAGES} name
 * @returns what was packed; `remove` deletes it
 */
export function packedPackage(root, name) {
	const scratch = mkdtempSync(path.join(tmpdir(), 'linkauth-packed-'));
	const workspace = PACKAGES[name].directory === '.' ? [] : ['--workspace', name];
	const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch, ...workspace];
	run('npm', pack, root);
	const [filename = ''] = readdirSync(scratch);
	const tarball = path.join(scratch, filename);
	run('tar', ['-xzf', tarball, '-C', scratch]);
	const unpacked = path.join(scratch, 'package');
	const files = readdirSync(unpacked, { recursive: true })
		.map((file) => String(file).replaceAll(path.sep, '/'))
		.filter((file) => statSync(path.join(unpacked, file)).isFile());
	return {
		name,
		unpacked,
		files,
		size: statSync(tarball).size,
		manifest: JSON.parse(readFileSync(path.join(unpacked, 'package.json'), 'utf8')),
		remove: () => rmSync(scratch, { recursive: true, force: true }),
	};
}

/**
 * What is wrong with a tarball's contents and size.
 * @param {ReturnType<typeof packedPackage>} packed
 * @returns {string[]} one sentence for each fault
 */
export function contentFaults({ name, files, size, manifest }) {
	const { allowed, largest } = PACKAGES[name];
	const strangers = files.filter((file) => !allowed.test(file) || /\.(?:test\.|map$)/.test(file));
	const absent = ['package.json', 'README.md', 'LICENSE', ...namedIn(manifest)].filter(
		(file) => !files.includes(file),
	);
	return [
		...(size > largest ? [`${name}: the tarball is larger than ${String(largest)} bytes`] : []),
		...(strangers.length > 0
			? [`${name}: the tarball holds what it should not: ${strangers.join(', ')}`]
			: []),
		...(absent.length > 0 ? [`${name}: the tarball lacks ${absent.join(', ')}; was it built?`] : []),
	];
}

/** The files by which n8n, or npx, starts. */
function namedIn({ n8n = {}, bin = {} }) {
	const { nodes = [], credentials = [] } = n8n;
	return [...nodes, ...credentials, ...Object.values(bin)];
}

function run(command, args, cwd) {
	const result = spawnSync(command, args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
	if (result.status !== 0) throw new Error(`${command} failed:\n${result.stdout}${result.stderr}`);
}
