import { spawn, spawnSync } from 'node:child_process';
import {
	cpSync,
	existsSync,
	globSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/*
 * `npm run mutants -- PATH …` plants faults in the code below these paths, one at a time, and runs the tests that should
 * notice. Where code runs in the test's own process (protocol/, nodes/, the page's logic), StrykerJS makes the faults and
 * finds the tests. What tests see as a process, in a browser or in n8n's engine has a list of faults: test/mutants/*.json.
 * Without a path it does all of it, which takes hours; `planted` and `stryker` as the first word do one of the two.
 * Ends with 1 where a planted fault goes unnoticed.
 */

const root = path.resolve(import.meta.dirname, '..');
/** What StrykerJS can see. */
const IN_PROCESS = readJson('stryker.config.json').mutate.filter((pattern) => !pattern.startsWith('!'));
const WORKERS = 2;
/** Milliseconds. A fault with which its tests never end is noticed, and does not keep the others waiting. */
const LONGEST_TEST = 300_000;

const [first, ...rest] = process.argv.slice(2);
const only = ['planted', 'stryker'].includes(first) ? first : undefined;
const paths = (only === undefined ? [first, ...rest] : rest).filter((each) => each !== undefined);

if (only !== 'stryker') await runPlanted();
if (only !== 'planted') runStryker();

async function runPlanted() {
	const faults = globSync('test/mutants/*.json', { cwd: root }).flatMap((list) => readJson(list));
	const chosen = faults.filter(({ file }) => paths.length === 0 || paths.some((each) => isBelow(file, each)));
	if (chosen.length === 0) return;
	console.log(`${String(chosen.length)} planted faults`);
	await requireGreen([...new Set(chosen.flatMap(({ tests }) => tests))]);
	const queue = [...chosen];
	const unnoticed = [];
	await Promise.all(
		Array.from({ length: Math.min(WORKERS, queue.length) }, async () => {
			const copy = copyOfCheckout();
			try {
				for (let fault = queue.shift(); fault !== undefined; fault = queue.shift()) {
					const verdict = await plant(copy, fault);
					console.log(`  ${verdict.padEnd(14)} ${fault.file}: ${fault.what}`);
					if (verdict !== 'noticed') unnoticed.push(fault);
				}
			} finally {
				rmSync(copy, { recursive: true, force: true });
			}
		}),
	);
	const noticed = chosen.length - unnoticed.length;
	console.log(`${String(noticed)} of ${String(chosen.length)} planted faults noticed`);
	if (unnoticed.length > 0) process.exitCode = 1;
}

/** A test that is red without a fault would notice every one. */
async function requireGreen(tests) {
	const copy = copyOfCheckout();
	try {
		const jest = path.join(copy, 'node_modules/jest/bin/jest.js');
		const status = await run(copy, [jest, '--silent', ...tests], { stdio: 'inherit' });
		if (status !== 0) throw new Error('These tests are to pass before faults are planted.');
	} finally {
		rmSync(copy, { recursive: true, force: true });
	}
}

/** Whether the tests that a fault names go red with it. */
async function plant(copy, { file, from, to, tests }) {
	const target = path.join(copy, file);
	const source = readFileSync(target, 'utf8');
	if (source.split(from).length !== 2) return 'not found';
	writeFileSync(
		target,
		source.replace(from, () => to),
	);
	try {
		if ((await run(copy, [path.join(copy, 'scripts/build.mjs'), 'tests'])) !== 0) return 'does not build';
		const jest = path.join(copy, 'node_modules/jest/bin/jest.js');
		const status = await run(copy, [jest, '--bail', '-w', '1', ...tests], { timeout: LONGEST_TEST });
		return status === 0 ? 'NOT NOTICED' : 'noticed';
	} finally {
		writeFileSync(target, source);
	}
}

/** @param timeout milliseconds after which it is ended and has failed; none where it is left out */
function run(cwd, args, { stdio = 'ignore', timeout } = {}) {
	const child = spawn(process.execPath, args, { cwd, stdio, timeout, killSignal: 'SIGKILL' });
	return new Promise((resolve) => child.once('exit', (status) => resolve(status ?? 1)));
}

/** The checkout as it stands, with its packages, to be broken. */
function copyOfCheckout() {
	const copy = mkdtempSync(path.join(tmpdir(), 'linkauth-mutants-'));
	const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
		cwd: root,
		encoding: 'utf8',
	});
	for (const file of listed.stdout
		.split('\0')
		.filter((each) => each !== '' && existsSync(path.join(root, each)))) {
		mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
		cpSync(path.join(root, file), path.join(copy, file), { force: true, recursive: false });
	}
	for (const packages of ['node_modules', 'broker/node_modules', 'n8n-engine/node_modules'])
		symlinkSync(path.join(root, packages), path.join(copy, packages));
	return copy;
}

function runStryker() {
	const chosen =
		paths.length === 0
			? []
			: paths.flatMap((each) =>
					IN_PROCESS.flatMap((pattern) => globSync(pattern, { cwd: root })).filter((file) =>
						isBelow(file, each),
					),
				);
	if (paths.length > 0 && chosen.length === 0) return;
	const mutate = chosen.length === 0 ? [] : ['--mutate', [...new Set(chosen)].join(',')];
	const stryker = path.join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js');
	const { status } = spawnSync(process.execPath, [stryker, 'run', ...mutate], {
		cwd: root,
		stdio: 'inherit',
	});
	if (status !== 0) process.exitCode = 1;
}

function isBelow(file, place) {
	const folder = path.relative(root, path.resolve(root, place)).replaceAll(path.sep, '/');
	return folder === '' || file === folder || file.startsWith(`${folder}/`);
}

function readJson(file) {
	return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}
