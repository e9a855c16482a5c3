import { spawn } from 'node:child_process';

/*
 * `npm run check`: types, lint, and all tests that need neither Chromium nor n8n's engine, side by side. What each says is
 * shown as it ends; what has not changed since the last run is not checked again. Random cases are tried at half of the
 * number that `npm test` has. Arguments go to jest.
 */

const SIZES = {
	LINKAUTH_FUZZ_CASES: '6000',
	LINKAUTH_FUZZ_SEED: '1',
	LINKAUTH_RACE_ROUNDS: '20',
	LINKAUTH_HISTORIES: '2400',
};
const CHECKS = {
	types: 'npm run -s typecheck',
	lint: 'npm run -s lint:cached',
	tests: ['npx jest -c jest.check.config.js', ...process.argv.slice(2)].join(' '),
};

const started = performance.now();
const seconds = () => `${((performance.now() - started) / 1_000).toFixed(1)} s`;

const results = await Promise.all(Object.entries(CHECKS).map(([name, command]) => check(name, command)));
console.log(`\n${results.every(({ passed }) => passed) ? 'All holds' : 'Not all holds'} (${seconds()}):`);
for (const { name, passed } of results) console.log(`  ${passed ? 'passed' : 'FAILED'}  ${name}`);
if (results.some(({ passed }) => !passed)) process.exitCode = 1;

async function check(name, command) {
	const child = spawn(command, {
		shell: true,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...SIZES, ...process.env },
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk) => {
			output += chunk;
			// The tests are what takes long: each file is told as it passes.
			if (name === 'tests') process.stdout.write(chunk);
		});
	}
	const status = await new Promise((resolve) => child.once('close', resolve));
	console.log(`${status === 0 ? 'passed' : 'FAILED'}  ${name} (${seconds()})`);
	if (status !== 0 && name !== 'tests') console.log(output);
	return { name, passed: status === 0 };
}
