const base = require('./jest.config.js');

/** The suites that need a real n8n, both the newest and the oldest supported: `npm run test:n8n`. */
module.exports = {
	...base,
	testMatch: ['<rootDir>/test/n8n/**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/'],
	globalSetup: '<rootDir>/test/n8n/support/n8n-global-setup.ts',
	globalTeardown: '<rootDir>/test/n8n/support/n8n-global-teardown.ts',
	forceExit: true,
	testTimeout: 120_000,
};
