import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import libCoverage from 'istanbul-lib-coverage';
import libReport from 'istanbul-lib-report';
import reports from 'istanbul-reports';

/*
 * `npm run coverage` runs the tests and says which lines they ran, into coverage/ (index.html, lcov.info) and on the screen.
 * What runs in the test's own process or in n8n's engine is counted by jest; brokers run as processes, and V8 counts for
 * them. The page in Chromium is not counted: only its logic that has tests of its own is. Arguments go to jest.
 */

const root = path.resolve(import.meta.dirname, '..');
const scratch = path.join(root, '.cache/coverage');
const ofBrokers = path.join(scratch, 'v8');
const counted = '{nodes,credentials,protocol,broker}/**/*.ts';

rmSync(scratch, { recursive: true, force: true });
const tests = run('jest/bin/jest.js', [
	'--coverage',
	'--coverageProvider=v8',
	`--collectCoverageFrom=${counted}`,
	// The build, as n8n's engine has it; its source maps lead back to the sources.
	'--collectCoverageFrom=n8n-engine/node_modules/.n8n-nodes-linkauth/**/*.js',
	'--coveragePathIgnorePatterns=/node_modules/(?!\\.n8n-nodes-linkauth/)',
	'--collectCoverageFrom=!**/*.d.ts',
	'--collectCoverageFrom=!broker/{dist,.cache,node_modules}/**',
	// What is released is measured there, and is not what is counted here: that has source maps.
	'--testPathIgnorePatterns=/node_modules/|/test/n8n/|/test/shipping/release',
	'--coverageReporters=json',
	`--coverageDirectory=${path.join(scratch, 'jest')}`,
	...process.argv.slice(2),
]);
run('c8/bin/c8.js', [
	'report',
	`--temp-directory=${ofBrokers}`,
	'--exclude-after-remap',
	'--include=broker/**/*.ts',
	'--include=protocol/**/*.ts',
	'--reporter=json',
	`--report-dir=${path.join(scratch, 'broker')}`,
]);

const map = libCoverage.createCoverageMap({});
for (const part of ['jest', 'broker']) {
	const file = path.join(scratch, part, 'coverage-final.json');
	map.merge(JSON.parse(readFileSync(file, 'utf8')));
}
map.filter((file) => /^(?:nodes|credentials|protocol|broker)\//.test(path.relative(root, file)));
const context = libReport.createContext({ dir: path.join(root, 'coverage'), coverageMap: map });
for (const kind of ['html', 'lcovonly', 'text-summary']) reports.create(kind).execute(context);
process.exitCode = tests;

function run(program, args) {
	const { status } = spawnSync(process.execPath, [path.join(root, 'node_modules', program), ...args], {
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, LINKAUTH_COVERAGE: ofBrokers },
	});
	return status ?? 1;
}
