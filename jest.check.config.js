const { globSync } = require('node:fs');
const base = require('./jest.config.js');
const { testsThatUse } = require('./test/support/needs.js');

/**
 * The tests of `npm run check`: all that need neither a browser nor n8n's engine, which are found by what they import.
 */
module.exports = async () => {
	const tests = globSync('test/**/*.test.ts', { cwd: __dirname }).filter(
		(file) => !file.startsWith('test/n8n/'),
	);
	const slow = await testsThatUse(
		tests,
		/^(?:test\/support\/(?:chromium|firefox|webkit|engine)\.ts|n8n-engine\/)/,
	);
	// Starts a program that uses both.
	slow.push('test/demo/demo.test.ts');
	return {
		...base,
		rootDir: __dirname,
		testPathIgnorePatterns: [...base.testPathIgnorePatterns, ...slow.map((file) => `<rootDir>/${file}$`)],
	};
};
