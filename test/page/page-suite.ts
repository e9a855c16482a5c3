import type { Browser } from 'playwright-core';
import { startBroker, type RunningBroker } from '../support/broker';
import { describeInChromium, launchChromium } from '../support/chromium';
import { visit, type Visit, type VisitOptions } from './visit';

/** What the tests of the page share: a broker of their own, and browsers on it. */
export interface PageSuite {
	/** Where the broker is, without a trailing slash. */
	readonly url: string;
	/** Opens a path, or a whole address, in a browser of its own. It is closed after the test. */
	open(address: string, options?: VisitOptions): Promise<Visit>;
}

/**
 * A suite against a real broker in a real Chromium. After each test every browser that it opened must have been
 * without a fault: no error, no violation of the content security policy, no request to anybody else.
 */
export function describeOnThePage(
	name: string,
	tests: (suite: PageSuite) => void,
	environment: Readonly<Record<string, string>> = {},
): void {
	describeInChromium(name, () => {
		let broker: RunningBroker | undefined;
		let browser: Browser | undefined;
		let visits: Visit[] = [];

		beforeAll(async () => {
			[broker, browser] = await Promise.all([startBroker(environment), launchChromium()]);
		});
		afterAll(async () => {
			await Promise.all([broker?.stop(), browser?.close()]);
		});
		afterEach(async () => {
			const faults = visits.flatMap((each) => each.faults);
			await Promise.all(visits.map((each) => each.close()));
			visits = [];
			expect(faults).toEqual([]);
		});

		tests({
			get url() {
				return broker?.url ?? '';
			},
			open: async (address, options) => {
				if (browser === undefined) throw new Error('the browser has not started');
				const opened = await visit(browser, new URL(address, broker?.url).href, options);
				visits.push(opened);
				return opened;
			},
		});
	});
}
