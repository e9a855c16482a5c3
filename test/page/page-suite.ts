import type { Browser, BrowserContext } from 'playwright-core';
import { startBroker, type RunningBroker } from '../support/broker';
import { describeInChromium, launchChromium } from '../support/chromium';
import { ask, pinned, ReusedTab, visit, type Visit, type VisitOptions } from './visit';

/** What the tests of the page share: a broker, and browser contexts on it. */
export interface PageSuite {
	/** Where the broker is, without a trailing slash. */
	readonly url: string;
	/** Opens a path, or a whole address, in a browser context of its own, unless the suite reuses its tab. It is closed after the test. */
	open(address: string, options?: VisitOptions): Promise<Visit>;
}

type Environment = Readonly<Record<string, string>>;
/** Settings that are known once what they name has started. */
type LateEnvironment = () => Promise<Environment>;

/** How a suite uses its browser. */
export interface SuiteOptions {
	/** Uses one tab for all visits that come one after the other, instead of a context for each. */
	readonly reuseTab?: boolean;
	/** Done with each context, before a page is opened in it. */
	readonly before?: VisitOptions['before'];
}

let browser: Promise<Browser> | undefined;
const brokers = new Map<string, Promise<RunningBroker>>();
const lateBrokers = new Map<LateEnvironment, Promise<RunningBroker>>();

/** The browser of this file. */
function sharedBrowser(): Promise<Browser> {
	return (browser ??= launchChromium());
}

/** The broker of this file that has these settings. */
function sharedBroker(environment: Environment | LateEnvironment): Promise<RunningBroker> {
	if (typeof environment === 'function') {
		const late = lateBrokers.get(environment) ?? environment().then((settings) => startBroker(settings));
		lateBrokers.set(environment, late);
		return late;
	}
	const key = JSON.stringify(environment);
	const broker = brokers.get(key) ?? startBroker(environment);
	brokers.set(key, broker);
	return broker;
}

/**
 * A suite against a real broker in a real Chromium; suites of one file share both. After each test every context that
 * it opened must have been without a fault: no error, no violation of the content security policy, no request to
 * another origin.
 */
export function describeOnThePage(
	name: string,
	tests: (suite: PageSuite) => void,
	environment: Environment | LateEnvironment = {},
	{ reuseTab = false, before }: SuiteOptions = {},
): void {
	describeInChromium(name, () => {
		let url = '';
		let chromium: Browser | undefined;
		let tab: ReusedTab | undefined;
		let visits: Visit[] = [];
		const beforeBoth = async (context: BrowserContext, options: VisitOptions): Promise<void> => {
			await before?.(context);
			await options.before?.(context);
		};

		// Not in a test, so that both live until the file ends.
		beforeAll(async () => {
			const [broker, launched] = await Promise.all([sharedBroker(environment), sharedBrowser()]);
			url = broker.url;
			chromium = launched;
			if (reuseTab) tab = await ReusedTab.open(launched, before);
		});
		afterEach(async () => {
			const faults = visits.flatMap((each) => each.faults);
			await Promise.all(visits.map((each) => each.close()));
			visits = [];
			expect(faults).toEqual([]);
		});

		tests({
			get url() {
				return url;
			},
			open: async (address, options = {}) => {
				if (chromium === undefined) throw new Error('the browser has not started');
				const { href } = new URL(address, url);
				const opened = await (tab?.suits(options)
					? tab.visit(href, options)
					: visit(chromium, href, { ...options, before: (context) => beforeBoth(context, options) }));
				visits.push(opened);
				return opened;
			},
		});
	});
}

/** Opens the link of a new session, in a browser that is set to a language. */
export async function openIn(on: PageSuite, locale: string, options: VisitOptions = {}): Promise<Visit> {
	const session = await ask(on.url);
	return on.open(await pinned(on.url, session), { locale, ...options });
}
