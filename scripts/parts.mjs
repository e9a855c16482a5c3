import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * The parts that tests and demo need besides Node: `npm run parts` brings those that are missing, with apt (through sudo
 * where it is not run by root) or Homebrew; elsewhere it says what to install. Needs nothing but Node 20, so that it can
 * run first.
 */

const root = path.resolve(import.meta.dirname ?? path.dirname(fileURLToPath(import.meta.url)), '..');

/** Each part by its name: how it is found, and how it is installed. */
export const PARTS = JSON.parse(readFileSync(path.join(root, 'scripts/parts.json'), 'utf8'));

/** Names of the parts that are not here. */
export function missingParts() {
	return Object.keys(PARTS).filter((name) => !isHere(PARTS[name]));
}

function isHere({ variable, programs = [], places = [] }) {
	if (variable !== undefined && process.env[variable] !== undefined) return existsSync(process.env[variable]);
	if (places.some((place) => existsSync(path.resolve(root, place)))) return true;
	// Chromium has several names and needs one of them; the others need all that is named.
	const found = programs.map(onPath);
	return programs.length > 0 && (places.length > 0 ? found.some(Boolean) : found.every(Boolean));
}

function onPath(program) {
	return (process.env['PATH'] ?? '').split(path.delimiter).some((directory) => {
		try {
			accessSync(path.join(directory, program), constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
}

/** Installs what of the named parts is missing and a package manager has. Says on standard output what it does. */
function bring(names) {
	const manager = ['apt-get', 'brew'].find(onPath);
	const packages = names
		.map((name) => PARTS[name][manager === 'brew' ? 'brew' : 'apt'])
		.filter((each) => each.length > 0);
	if (manager === 'apt-get') {
		console.log(`Installing ${names.join(', ')} with apt …`);
		installWithApt(packages.flat());
	} else if (manager === 'brew') {
		console.log(`Installing ${names.join(', ')} with Homebrew …`);
		for (const each of packages) run('brew', ['install', ...each]);
	}
}

function installWithApt(packages) {
	const rights = process.getuid?.() === 0 ? [] : sudo();
	if (rights === undefined) return;
	run(...first([...rights, 'apt-get', 'update', '-qq']));
	const install = ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages];
	run(...first([...rights, 'env', 'DEBIAN_FRONTEND=noninteractive', ...install]));
}

/** `sudo`, which may ask for the password where there is somebody to ask; undefined where it cannot help. */
function sudo() {
	if (!onPath('sudo')) return undefined;
	const asks = process.stdin.isTTY === true && process.env['CI'] === undefined;
	if (asks) return ['sudo'];
	return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined;
}

function first([command, ...args]) {
	return [command, args];
}

/** A failure is no reason to stop: what is still missing is said at the end. */
function run(command, args) {
	const { status, error, stdout, stderr } = spawnSync(command, args, {
		encoding: 'utf8',
		stdio: ['inherit', 'pipe', 'pipe'],
	});
	if (status !== 0) console.log(`${command} ${args[0]} failed:\n${error?.message ?? stdout + stderr}`);
}

/** Says what is still missing, what is skipped without it, and how to install it by hand. */
function explain(names) {
	for (const name of names) {
		const { apt = [], brew = [], variable } = PARTS[name];
		const hint = variable === undefined ? '' : ` If it is installed elsewhere, name it in ${variable}.`;
		const homebrew = brew.length === 0 ? '' : `, on macOS: brew install ${brew.join(' ')}`;
		console.log(`${name} is missing (for ${PARTS[name].for}): what needs it is skipped.`);
		console.log(`  Debian, Ubuntu: sudo apt-get install ${apt.join(' ')}${homebrew}.${hint}`);
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	// What only the real n8n needs is brought where it is asked for: node scripts/parts.mjs n8n
	const wanted = (name) =>
		PARTS[name].bring === undefined && (name !== 'a compiler' || process.argv[2] === 'n8n');
	const missing = missingParts().filter(wanted);
	if (missing.length > 0) bring(missing);
	explain(missingParts().filter(wanted));
}
