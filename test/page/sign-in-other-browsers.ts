import type { BrowserTab } from '../support/browser-tab';
import { describeWith, type Part } from '../support/requirements';
import { until } from '../support/until';
import {
	answerOf,
	askBrokerSignIn,
	askSignIn,
	redeemAsAgent,
	startSignInParts,
	type SignInParts,
	type SignInSession,
} from './sign-in-parts';

const WAIT_MS = 20_000;
const TEST_MS = 60_000;

/** A sign-in, from the link to the end, in a browser other than the one that all other tests drive. */
export function describeSignInIn(browser: Part, openBrowser: () => Promise<BrowserTab>): void {
	describeWith(browser, `a sign-in with ${browser}`, () => {
		let parts: SignInParts;
		let tab: BrowserTab;
		beforeAll(async () => {
			parts = await startSignInParts();
			tab = await openBrowser();
		}, 60_000);
		afterEach(async () => {
			await tab.open(`${parts.url}/connect`);
			await tab.evaluate('(sessionStorage.clear(), localStorage.clear(), true)');
		});

		const press = (start: string) => tab.click(`//button[starts-with(normalize-space(),"${start}")]`);
		const headed = (start: string) =>
			until(
				async () =>
					String(await tab.evaluate('document.querySelector("h1")?.textContent ?? ""')).startsWith(start),
				WAIT_MS,
			);
		const leave = async ({ link }: SignInSession) => {
			await tab.open(link);
			await press('Yes, it matches');
			await headed('Sign in with ');
			await press('Go on to ');
		};
		const consent = async () => {
			// Whoever is signed in there already is asked for consent alone.
			await until(
				async () => String(await tab.evaluate('location.pathname')).startsWith('/interaction/'),
				WAIT_MS,
			);
			if (await tab.evaluate('document.querySelector("input[name=login]") !== null')) {
				await tab.type('//input[@name="login"]', 'alice');
				await tab.type('//input[@name="password"]', 'any');
				await press('Sign-in');
			}
			await press('Continue');
		};

		test(
			'A: signs in and consents; the agent redeems the code; a reload says the same',
			async () => {
				const session = await askSignIn(parts);
				await leave(session);
				await consent();
				await headed('Signed in');
				expect(await tab.evaluate('location.href')).toBe(parts.callback);
				const { code } = await answerOf(session);
				expect(await redeemAsAgent(parts, code, session.verifier)).toHaveProperty('access_token');
				await tab.reload();
				await headed('Signed in');
			},
			TEST_MS,
		);

		test(
			'B: signs in and consents; the agent gets the tokens',
			async () => {
				const session = await askBrokerSignIn(parts);
				await leave(session);
				await consent();
				await headed('Signed in');
				expect(await answerOf(session)).toHaveProperty('access_token');
			},
			TEST_MS,
		);

		test(
			'goes back, is told that there is no answer yet, and signs in again',
			async () => {
				const session = await askSignIn(parts);
				await leave(session);
				await until(
					async () => String(await tab.evaluate('location.pathname')).startsWith('/interaction/'),
					WAIT_MS,
				);
				await tab.back();
				await until(
					async () => String(await tab.evaluate('document.body.innerText')).includes('No answer yet'),
					WAIT_MS,
				);
				await press('Sign in again');
				await consent();
				await headed('Signed in');
			},
			TEST_MS,
		);

		test(
			'says no at the provider; the agent is told',
			async () => {
				const session = await askSignIn(parts);
				await leave(session);
				await tab.click('//a[contains(., "Cancel")]');
				await headed('No access was given');
				expect((await session.poll()).body).toMatchObject({
					status: 'denied',
					reason: 'sign-in refused: access_denied',
				});
			},
			TEST_MS,
		);

		test(
			'comes back too late, and with an answer that was there before',
			async () => {
				const late = await askSignIn(parts);
				await leave(late);
				await late.cancel();
				await consent();
				await headed('You came back too late');
				const session = await askSignIn(parts);
				await leave(session);
				await consent();
				await headed('Signed in');
				const { code, state, iss } = await answerOf(session);
				await tab.open(`${parts.callback}?${new URLSearchParams({ code, state, iss } as never).toString()}`);
				await headed('Signed in');
				expect(await tab.evaluate('location.href')).toBe(parts.callback);
				expect(await redeemAsAgent(parts, code, session.verifier)).toHaveProperty('access_token');
			},
			TEST_MS,
		);

		test('is told where to go on with an answer that began elsewhere', async () => {
			await tab.open(`${parts.callback}?code=c0de&state=${'s'.repeat(43)}`);
			await headed('This sign-in began in another browser');
			expect(await tab.evaluate('location.href')).toBe(parts.callback);
		});
	});
}
