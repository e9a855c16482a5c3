const { writeFileSync } = require('node:fs');
const path = require('node:path');
const PARTS = require('../../scripts/parts.json');

/** The parts for want of which a test was skipped; test/support/requirements.ts names them at the end of a title. */
const NEEDS = /\(needs ([^()]+)\)$/;

/**
 * Ends a run with one plain line that any tool can read, and says what was skipped, for want of what, and the command
 * that brings it. Where LINKAUTH_FAILED_TESTS is set, that file gets the paths of the test files that failed, a line each.
 */
module.exports = class ClosingLine {
	onRunComplete(_contexts, results) {
		const list = process.env.LINKAUTH_FAILED_TESTS;
		if (list) writeFileSync(list, failedFiles(results).join('\n'));
		const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests } = results;
		const failed = Math.max(numFailedTests, numFailedTestSuites);
		const skipped = numPendingTests > 0 ? `, ${String(numPendingTests)} skipped` : '';
		console.log(`${String(numPassedTests)} passed, ${String(failed)} failed${skipped}`);
		for (const [part, count] of skippedByPart(results)) {
			const bring = PARTS[part] && `, which this brings: ${PARTS[part].bring ?? 'npm run parts'}`;
			console.log(`  ${String(count)} skipped for want of ${part}${bring ?? ''}`);
		}
	}
};

function failedFiles({ testResults }) {
	return testResults
		.filter(({ numFailingTests, testExecError }) => numFailingTests > 0 || testExecError)
		.map(({ testFilePath }) => path.relative(process.cwd(), testFilePath));
}

function skippedByPart({ testResults }) {
	const counts = new Map();
	for (const { status, ancestorTitles, title } of testResults.flatMap((file) => file.testResults)) {
		if (status !== 'pending') continue;
		const needs = [...ancestorTitles, title].flatMap((text) => NEEDS.exec(text)?.[1].split(' and ') ?? []);
		for (const part of needs.length > 0 ? new Set(needs) : ['what its title says'])
			counts.set(part, (counts.get(part) ?? 0) + 1);
	}
	return counts;
}
