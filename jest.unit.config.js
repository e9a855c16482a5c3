const { globSync } = require('node:fs');
const base = require('./jest.config.js');
const { testsThatUse } = require('./test/support/needs.js');

/** Code that these run as a process, in a browser or in n8n's engine, or read as a file. */
const OUTSIDE =
	/^(?:test\/support\/(?:broker|chromium|firefox|webkit|redis|prometheus|engine)\.ts|n8n-engine\/)/;

/** The tests whose code runs in their own process, where StrykerJS can see it: no build, no broker, no browser. */
module.exports = async () => {
	const tests = globSync('test/{protocol,nodes,page}/**/*.test.ts', { cwd: __dirname });
	const outside = await testsThatUse(tests, OUTSIDE);
	return {
		...base,
		globalSetup: null,
		reporters: ['default'],
		rootDir: __dirname,
		testMatch: tests.filter((file) => !outside.includes(file)).map((file) => `<rootDir>/${file}`),
	};
};
