/** Libraries that are ES modules alone, which jest runs as the CommonJS that is made of them. */
const MODULES = '(?:puppeteer-core|@puppeteer/browsers|chromium-bidi|mitt|openid-client|oauth4webapi|jose)';
const compiled = (syntax) => [
	'@swc/jest',
	{ jsc: { target: 'es2023', parser: { syntax } }, module: { type: 'commonjs' } },
];

/** One suite, run against what the build makes: real processes, real Redis, real Chromium, n8n's real engine. */
module.exports = {
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	// These have a configuration and a command of their own.
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/n8n/'],
	globalSetup: '<rootDir>/test/support/global-setup.ts',
	setupFilesAfterEnv: ['<rootDir>/test/support/setup.ts'],
	transform: {
		'^.+\\.ts$': compiled('typescript'),
		[`/node_modules/${MODULES}/.+\\.js$`]: compiled('ecmascript'),
	},
	transformIgnorePatterns: [`/node_modules/(?!${MODULES}/)`],
	dependencyExtractor: '<rootDir>/test/support/source-of-test.js',
	// A dynamic import names the compiled file.
	moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
	modulePathIgnorePatterns: [
		'<rootDir>/dist',
		'<rootDir>/broker/dist',
		'<rootDir>/broker/.cache',
		'<rootDir>/.cache',
	],
	testSequencer: '<rootDir>/test/support/slowest-first.js',
	reporters: ['default', '<rootDir>/test/support/closing-line.js'],
	testEnvironment: 'node',
	testTimeout: 30_000,
	// One more than the processors of a small machine: much of each suite is waiting.
	maxWorkers: 3,
};
