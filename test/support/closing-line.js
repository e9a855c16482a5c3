/** Ends a run with one plain line that any tool can read. */
module.exports = class ClosingLine {
	onRunComplete(_contexts, results) {
		const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests } = results;
		const failed = Math.max(numFailedTests, numFailedTestSuites);
		const skipped = numPendingTests > 0 ? `, ${String(numPendingTests)} skipped` : '';
		console.log(`${String(numPassedTests)} passed, ${String(failed)} failed${skipped}`);
	}
};
