import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { until } from '../support/until';
import { startSignInParts, type SignInParts, type SignInSession } from './sign-in-parts';

/** How long a sign-in may take, from the link to the provider and back, in milliseconds. */
export const WAIT_MS = 30_000;

/**
 * What people do in Chromium who sign in: for a group of tests, which share a broker, a provider (`parts()`) and the
 * browser. A test fails where a page met an error of its own.
 */
export function visitSignIns() {
	let running: SignInParts;
	let browser: Browser;
	let contexts: BrowserContext[] = [];
	const errors: string[] = [];
	beforeAll(async () => {
		[running, browser] = await Promise.all([startSignInParts(), launchChromium()]);
	}, 60_000);
	afterEach(async () => {
		await Promise.all(contexts.map((each) => each.close()));
		contexts = [];
		expect(errors.splice(0)).toEqual([]);
	});

	const parts = (): SignInParts => running;
	const newPage = async (context?: BrowserContext): Promise<Page> => {
		const own = context ?? (await browser.newContext({ locale: 'en-US' }));
		if (context === undefined) {
			contexts.push(own);
			own.setDefaultTimeout(15_000);
			// What the provider's own pages would ask the whole world for.
			await own.route(/googleapis/, (route) => route.abort());
		}
		const page = await own.newPage();
		page.on('pageerror', ({ message }) => errors.push(message));
		return page;
	};
	/** Waits for a view, by its heading. */
	const sees = (page: Page, heading: string | RegExp) =>
		page.getByRole('heading', { level: 1, name: heading }).waitFor();
	const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
	/** Opens the link and says that the code matches. */
	const atSignIn = async ({ link }: SignInSession, page?: Page): Promise<Page> => {
		const opened = page ?? (await newPage());
		await opened.goto(link);
		await press(opened, 'Yes, it matches');
		await sees(opened, /^Sign in with /);
		return opened;
	};
	/** Goes on to the provider. */
	const leave = async (page: Page): Promise<void> => {
		await page.getByRole('button', { name: /^(?:Go on to|Sign in again)/ }).click();
		await page.waitForURL(`${parts().provider.issuer}/interaction/*`);
	};
	/** Signs in and consents at the provider, up to the last press. */
	const untilConsent = async (page: Page): Promise<void> => {
		await page.getByPlaceholder('Enter any login').fill('alice');
		await page.getByPlaceholder('and password').fill('any');
		await press(page, 'Sign-in');
		await page.getByRole('button', { name: 'Continue', exact: true }).waitFor();
	};
	const consent = (page: Page) => press(page, 'Continue');
	const signedIn = async (page: Page): Promise<void> => {
		await leave(page);
		await untilConsent(page);
		await consent(page);
	};
	/** Presses the button, and gives where it leads to: the tab stays where it is, as where the provider's app opens. */
	const leaveElsewhere = async (page: Page): Promise<string> => {
		let address = '';
		await page.route(`${parts().provider.issuer}/auth?*`, async (route) => {
			address = route.request().url();
			await route.fulfill({ status: 204 });
		});
		await page.route('**/v1/oauth/authorize/*', async (route) => {
			// Its cookies are this browser's.
			const { location = '' } = (await route.fetch({ maxRedirects: 0 })).headers();
			address = location;
			await route.fulfill({ status: 204 });
		});
		await page.getByRole('button', { name: /^Go on to/ }).click();
		await until(() => address !== '', WAIT_MS);
		return address;
	};
	const statusOf = async (session: SignInSession) => (await session.poll()).body;
	return {
		parts,
		newPage,
		sees,
		press,
		atSignIn,
		leave,
		untilConsent,
		consent,
		signedIn,
		leaveElsewhere,
		statusOf,
	};
}
