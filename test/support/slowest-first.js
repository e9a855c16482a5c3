const { default: Sequencer } = require('@jest/test-sequencer');

/** Suites that take longest. Begun last, each would be all that the others wait for. */
const SLOWEST = [
	'n8n/suspend-without-broker',
	'n8n/suspend',
	'n8n/suspend-trouble',
	'page/states-from-form.browser',
	'page/states-before-form.browser',
	'page/injection.browser',
	'page/injection-states.browser',
	'sessions/races',
	'fuzz/lives',
	'page/language.browser',
	'callbacks/open-callbacks',
	'fuzz/secrets',
	'storage/linearizability',
].map((name) => `/test/${name}.test.ts`);

/** Begins with the slowest suites; a checkout that has never run them does not know which they are. */
module.exports = class SlowestFirst extends Sequencer {
	sort(tests) {
		const rank = ({ path }) => {
			const at = SLOWEST.findIndex((name) => path.endsWith(name));
			return at < 0 ? SLOWEST.length : at;
		};
		return super.sort(tests).toSorted((one, other) => rank(one) - rank(other));
	}
};
