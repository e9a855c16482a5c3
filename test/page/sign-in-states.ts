import type { BrowserContext } from 'playwright-core';
import type { SignInInfo } from '../../protocol/messages';
import type { PageSuite } from './page-suite';
import type { ReachableState } from './reachable-states';
import { ask, declineForSure, pinned, type Visit, type VisitOptions } from './visit';

const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const STATE = 'af0ifjsldkj-af0ifjsldkj-af0ifjsldkj-0123456';
const SENDER = {
	display_name: 'GitHub',
	reason: 'To read the invoices that are attached to your issues.',
	requester: { name: 'Invoice robot', detail: 'Workflow of the finance team' },
	allowed_hosts: ['api.github.com'],
};
const CHECK = 'Invoice robot asks you to sign in with GitHub';
const CHECK_TITLE = 'A request for a credential';
const SIGN_IN = 'Sign in with GitHub';

type Route = (context: BrowserContext) => Promise<unknown>;
type Info = Partial<SignInInfo>;

const infoOf = (url: string): SignInInfo => ({
	redeemed_by: 'agent',
	provider_name: 'GitHub',
	host: 'github.com',
	scopes: [
		{ scope: 'openid' },
		{ scope: 'read:user', text: 'Read your profile' },
		{ scope: 'repo', text: 'Full control of private repositories' },
		{ scope: 'invoices.readonly' },
	],
	authorization_endpoint: 'https://github.com/login/oauth/authorize',
	parameters: {
		client_id: 'Iv1.8a61f9b3a7aba766',
		redirect_uri: `${url}/v1/oauth/callback`,
		response_type: 'code',
		scope: 'openid read:user repo',
		code_challenge: CHALLENGE,
		code_challenge_method: 'S256',
	},
	issuer: 'https://github.com/login/oauth',
});

/** Until the broker creates such sessions itself. */
const signingIn =
	(url: string, info: Info): Route =>
	async (context) => {
		await context.route('**/v1/connect/*', async (route) => {
			const response = await route.fetch();
			const body = (await response.json()) as object;
			const oauth = { ...infoOf(url), ...info };
			await route.fulfill({ response, json: { ...body, template_type: 'oauth', fields: [], oauth } });
		});
		await context.route('**/v1/oauth/callback*', async (route) => {
			await route.fulfill({ response: await route.fetch({ url: `${url}/connect` }) });
		});
		// No content: the page is not left.
		await context.route('https://github.com/**', (route) => route.fulfill({ status: 204 }));
	};

async function arrive(on: PageSuite, info: Info = {}, options: VisitOptions = {}): Promise<Visit> {
	const session = await ask(on.url, { ...SENDER, template: 'api_key' });
	const link = await pinned(on.url, session);
	const visited = await on.open(info.redeemed_by === 'broker' ? link : `${link}&c=${CHALLENGE}`, {
		...options,
		tolerate: /^https:\/\/github\.com\//,
		before: async (context) => {
			await signingIn(on.url, info)(context);
			await options.before?.(context);
		},
	});
	await visited.seesCheck();
	return visited;
}

async function atSignIn(on: PageSuite, info: Info = {}, options: VisitOptions = {}): Promise<Visit> {
	const visited = await arrive(on, info, options);
	await visited.press('Yes, it matches');
	await visited.sees(SIGN_IN);
	return visited;
}

/** Leaves, and comes back with these parameters. */
async function back(
	on: PageSuite,
	parameters: Readonly<Record<string, string>>,
	info: Info = {},
	before?: Route,
): Promise<Visit> {
	const visited = await atSignIn(on, { ...info, state: STATE });
	await before?.(visited.context);
	await visited.press('Go on to GitHub');
	await visited.page.waitForFunction(() =>
		Object.keys(localStorage).some((key) => key.startsWith('linkauth:trip')),
	);
	const query = new URLSearchParams({ state: STATE, ...parameters });
	await visited.page.goto(`${on.url}/v1/oauth/callback?${String(query)}`);
	return visited;
}

const answering =
	(path: string, status: number, code: string): Route =>
	(context) =>
		context.route(path, (route) =>
			route.fulfill({ status, contentType: 'application/problem+json', json: { code } }),
		);
/** Where the broker redeems, what it makes of an answer. */
const redeeming =
	(on: PageSuite, status: number, code: string): Route =>
	async (context) => {
		await context.route('**/v1/oauth/authorize/*', (route) => route.fulfill({ status: 204 }));
		await answering('**/v1/oauth/redeem', status, code)(context);
		await context.route('**/v1/oauth/return', async (route) => {
			const trip = infoOf(on.url);
			await route.fulfill({
				json: {
					link: 'ABCD-2345',
					connect_token: 'x'.repeat(43),
					expires_in: 500,
					session: { ...SENDER, oauth: { ...trip, redeemed_by: 'broker' }, template_type: 'oauth' },
				},
			});
		});
	};

/** The states of a sign-in. */
export const STATES_OF_SIGN_IN: readonly ReachableState[] = [
	{ name: 'sign-in-check', heading: CHECK, title: CHECK_TITLE, reach: (on) => arrive(on) },
	{
		name: 'sign-in-check-protection',
		heading: CHECK,
		title: CHECK_TITLE,
		focus: 'elsewhere',
		reach: async (on) => {
			const visited = await arrive(on);
			await visited.page.getByText('Only the sender can use it', { exact: true }).click();
			return visited;
		},
	},
	{ name: 'sign-in', heading: SIGN_IN, reach: (on) => atSignIn(on) },
	{
		name: 'sign-in-broker',
		heading: SIGN_IN,
		reach: (on) => atSignIn(on, { redeemed_by: 'broker' }),
	},
	{
		name: 'sign-in-no-scopes',
		heading: 'Sign in with login.a-company-with-a-long-name.example:8443',
		reach: async (on) => {
			const host = 'login.a-company-with-a-long-name.example:8443';
			const info = {
				scopes: [],
				provider_name: host,
				host,
				authorization_endpoint: `https://${host}/oauth2/authorize`,
			};
			const visited = await arrive(on, info);
			await visited.press('Yes, it matches');
			return visited;
		},
	},
	{
		name: 'sign-in-leaving',
		heading: SIGN_IN,
		focus: 'elsewhere',
		reach: async (on) => {
			const visited = await atSignIn(on);
			await visited.press('Go on to GitHub');
			await visited.page.getByRole('button', { name: 'Opening GitHub…' }).waitFor();
			return visited;
		},
	},
	{
		name: 'sign-in-away',
		heading: SIGN_IN,
		reach: async (on) => {
			const visited = await atSignIn(on);
			await visited.press('Go on to GitHub');
			await visited.page.getByRole('button', { name: 'Opening GitHub…' }).waitFor();
			await visited.page.reload();
			await visited.reads('No answer yet');
			return visited;
		},
	},
	{
		name: 'sign-in-alarm',
		heading: 'Stop: this request may have been tampered with',
		reach: async (on) => {
			const visited = await arrive(on, {
				parameters: { ...infoOf(on.url).parameters, code_challenge: 'A'.repeat(43) },
			});
			await visited.press('Yes, it matches');
			return visited;
		},
	},
	{
		name: 'sign-in-passing-on',
		heading: 'Passing on your sign-in',
		reach: (on) => back(on, { code: 'c0de' }, {}, (context) => context.route('**/complete', () => undefined)),
	},
	{
		name: 'sign-in-passing-on-no-connection',
		heading: 'Passing on your sign-in',
		reach: async (on) => {
			const visited = await back(on, { code: 'c0de' }, {}, (context) =>
				context.route('**/complete', (route) => route.abort()),
			);
			await visited.reads('No connection');
			return visited;
		},
	},
	{ name: 'sign-in-done', heading: 'Signed in', reach: (on) => back(on, { code: 'c0de' }) },
	{
		name: 'sign-in-done-broker',
		heading: 'Signed in',
		reach: (on) =>
			back(on, { code: 'c0de' }, { redeemed_by: 'broker' }, async (context) => {
				await redeeming(on, 500, '')(context);
				await context.route('**/v1/oauth/redeem', (route) => route.fulfill({ status: 204 }));
			}),
	},
	{
		name: 'sign-in-ending',
		heading: 'Telling the sender',
		reach: (on) =>
			back(on, { error: 'access_denied' }, {}, (context) => context.route('**/deny', () => undefined)),
	},
	{
		name: 'sign-in-refused',
		heading: 'No access was given',
		reach: (on) => back(on, { error: 'access_denied' }),
	},
	{
		name: 'sign-in-failed',
		heading: 'The sign-in did not work',
		reach: (on) => back(on, { error: 'server_error' }),
	},
	{
		name: 'sign-in-mixed-up',
		heading: 'Stop: somebody else answered',
		reach: (on) => back(on, { code: 'c0de', iss: 'https://other.example' }),
	},
	{
		name: 'sign-in-late',
		heading: 'You came back too late',
		reach: (on) =>
			back(on, { code: 'c0de' }, {}, (context) => answering('**/complete', 404, 'not_found')(context)),
	},
	{
		name: 'sign-in-answered',
		heading: 'This request was already answered',
		reach: (on) =>
			back(on, { code: 'c0de' }, {}, (context) => answering('**/complete', 409, 'already_decided')(context)),
	},
	{
		name: 'sign-in-unsure',
		heading: 'The time is up',
		reach: (on) =>
			back(on, { code: 'c0de' }, {}, async (context) => {
				let calls = 0;
				await context.route('**/complete', (route) => {
					calls += 1;
					return calls === 1
						? route.abort()
						: route.fulfill({
								status: 404,
								contentType: 'application/problem+json',
								json: { code: 'not_found' },
							});
				});
			}),
	},
	{
		name: 'sign-in-again',
		heading: 'GitHub does not answer',
		reach: (on) =>
			back(on, { code: 'c0de' }, { redeemed_by: 'broker' }, redeeming(on, 502, 'provider_unavailable')),
	},
	{
		name: 'sign-in-elsewhere',
		heading: 'This sign-in began in another browser',
		reach: (on) =>
			on.open('/v1/oauth/callback?code=c0de&state=unknown', {
				before: async (context) => {
					await signingIn(on.url, {})(context);
					await answering('**/v1/oauth/return', 404, 'not_found')(context);
				},
			}),
	},
	{
		name: 'sign-in-nothing',
		heading: 'There is nothing to finish here',
		reach: (on) => on.open('/v1/oauth/callback', { before: signingIn(on.url, {}) }),
	},
	{
		name: 'sign-in-decline',
		heading: 'Decline this request?',
		reach: async (on) => {
			const visited = await atSignIn(on);
			await visited.press('Decline');
			return visited;
		},
	},
	{
		name: 'sign-in-declined',
		heading: 'Declined',
		reach: async (on) => {
			const visited = await atSignIn(on);
			await visited.press('Decline');
			await declineForSure(visited);
			return visited;
		},
	},
];
