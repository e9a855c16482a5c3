import type { BrowserContext } from 'playwright-core';
import { sealEnvelope } from '../../protocol/envelope';
import type { SessionInfo } from '../../protocol/messages';
import { createSession, type AgentSession } from '../support/agent';
import { startAnswering } from '../support/answering-server';
import { person } from '../support/person';
import { until } from '../support/until';
import type { PageSuite } from './page-suite';
import type { ReachableState } from './reachable-states';
import { declineForSure, pinned, type Visit, type VisitOptions } from './visit';

const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const SENDER = {
	display_name: 'GitHub',
	reason: 'To read the invoices that are attached to your issues.',
	requester: { name: 'Invoice robot', detail: 'Workflow of the finance team' },
	allowed_hosts: ['api.github.com'],
};
const BY_AGENT = {
	...SENDER,
	oauth_provider: 'github',
	oauth_client_id: 'Iv1.8a61f9b3a7aba766',
	oauth_code_challenge: CHALLENGE,
	oauth_scopes: ['read:user', 'user:email', 'repo', 'read:project'],
	oauth_issuer: 'https://github.com/login/oauth',
};
const BY_BROKER = {
	...SENDER,
	oauth_provider: 'github',
	oauth_scopes: BY_AGENT.oauth_scopes,
};
const CHECK = 'Invoice robot asks you to sign in with GitHub';
const CHECK_TITLE = 'A request for a credential';
const SIGN_IN = 'Sign in with GitHub';
const LONG_HOST = 'login.a-company-with-a-long-name.example:8443';
/** A code for which the provider has no answer. */
const SILENT = 'c0de-silent';

type Route = (context: BrowserContext) => Promise<unknown>;
type Wish = Readonly<Record<string, unknown>>;

/** Settings of a broker that has a client at a provider, which answers as its codes want it. */
export async function signInSettings(): Promise<Readonly<Record<string, string>>> {
	const provider = await startAnswering(({ body }) =>
		new URLSearchParams(body).get('code') === SILENT
			? { status: 503 }
			: { status: 200, body: { access_token: 'a-token', token_type: 'bearer' } },
	);
	return {
		LINKAUTH_OAUTH_HOSTS: `${LONG_HOST},${new URL(provider.url).host}`,
		OAUTH_GITHUB_CLIENT_ID: 'of-the-broker',
		OAUTH_GITHUB_CLIENT_SECRET: 'secret-of-the-broker',
		OAUTH_GITHUB_AUTH_URL: 'https://github.com/login/oauth/authorize',
		OAUTH_GITHUB_TOKEN_URL: `${provider.url}/token`,
	};
}

/** A request whose check is shown. */
interface Arrived {
	readonly visited: Visit;
	readonly session: AgentSession;
	/** Where the person was sent; none yet. */
	readonly left: URL[];
}

/** Opens the link of a request. @param challenge that the link pins */
async function arriveAt(
	on: PageSuite,
	wish: Wish,
	{ challenge, ...options }: VisitOptions & { readonly challenge?: string } = {},
): Promise<Arrived> {
	const session = await createSession(on.url, { ...wish, ttl: 600 });
	const link = await pinned(on.url, session);
	const left: URL[] = [];
	const visited = await on.open(challenge === undefined ? link : `${link}&c=${challenge}`, {
		...options,
		tolerate: /^https:\/\/(?:github\.com|login\.a-company)/,
		before: async (context) => {
			await asAtBaseUrl(context, on.url);
			// No content: the page is not left.
			await context.route('https://github.com/**', (route) => {
				left.push(new URL(route.request().url()));
				return route.fulfill({ status: 204 });
			});
			await options.before?.(context);
		},
	});
	await visited.seesCheck();
	return { visited, session, left };
}

/** The page is reached at another address than the broker has been told: what providers lead back to follows. */
async function asAtBaseUrl(context: BrowserContext, url: string): Promise<void> {
	await context.route('**/v1/connect/*', async (route) => {
		const response = await route.fetch();
		const info = (await response.json()) as SessionInfo;
		const { redirect_uri: back } = info.oauth?.parameters ?? {};
		if (back === undefined) {
			await route.fulfill({ response });
			return;
		}
		const parameters = { ...info.oauth?.parameters, redirect_uri: url + new URL(back).pathname };
		await route.fulfill({ response, json: { ...info, oauth: { ...info.oauth, parameters } } });
	});
}

async function arrive(on: PageSuite): Promise<Visit> {
	return (await arriveAt(on, BY_AGENT, { challenge: CHALLENGE })).visited;
}

async function signingIn(on: PageSuite, wish: Wish = BY_AGENT): Promise<Arrived> {
	const challenge = wish === BY_BROKER ? {} : { challenge: CHALLENGE };
	const arrived = await arriveAt(on, wish, challenge);
	await arrived.visited.press('Yes, it matches');
	await arrived.visited.sees(SIGN_IN);
	return arrived;
}

async function atSignIn(on: PageSuite, wish?: Wish): Promise<Visit> {
	return (await signingIn(on, wish)).visited;
}

/** Leaves, and comes back with these parameters. @param meanwhile what happens before */
async function back(
	on: PageSuite,
	parameters: Readonly<Record<string, string>>,
	wish: Wish = BY_AGENT,
	meanwhile?: (arrived: Arrived) => Promise<unknown>,
): Promise<Visit> {
	const arrived = await signingIn(on, wish);
	const { visited, left } = arrived;
	await visited.press('Go on to GitHub');
	await until(() => Promise.resolve(left.length > 0));
	await meanwhile?.(arrived);
	const state = left[0]?.searchParams.get('state') ?? '';
	const query = new URLSearchParams({ state, ...parameters });
	await visited.page.goto(`${on.url}/v1/oauth/callback?${String(query)}`);
	return visited;
}

/** The request is answered by somebody else who has its token. */
async function answerElsewhere(on: PageSuite, { session, visited }: Arrived): Promise<void> {
	const { code } = session.reply;
	const connect_token = await visited.page.evaluate(
		() =>
			/ct_[\w-]{43}/.exec(JSON.stringify([Object.values(localStorage), Object.values(sessionStorage)]))?.[0],
	);
	const ciphertext = await sealEnvelope(session.keys.publicKey, { code: 'of-somebody-else' });
	const { status } = await person.complete(on.url, code, { ciphertext, connect_token });
	expect(status).toBe(204);
}

/** The line breaks as an answer comes, and the agent takes what has arrived. */
const losingTheAnswer =
	({ session }: Pick<Arrived, 'session'>): Route =>
	async (context) => {
		await context.route(
			'**/complete',
			async (route) => {
				await route.fetch();
				await session.poll();
				await session.cancel();
				await route.abort();
			},
			{ times: 1 },
		);
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
		reach: (on) => atSignIn(on, BY_BROKER),
	},
	{
		name: 'sign-in-no-scopes',
		heading: `Sign in with ${LONG_HOST}`,
		reach: async (on) => {
			const { visited } = await arriveAt(
				on,
				{
					...SENDER,
					oauth_authorization_endpoint: `https://${LONG_HOST}/oauth2/authorize`,
					oauth_client_id: BY_AGENT.oauth_client_id,
					oauth_code_challenge: CHALLENGE,
					oauth_scopes: [],
				},
				{ challenge: CHALLENGE },
			);
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
			const { visited } = await arriveAt(on, BY_AGENT, { challenge: 'A'.repeat(43) });
			await visited.press('Yes, it matches');
			return visited;
		},
	},
	{
		name: 'sign-in-passing-on',
		heading: 'Passing on your sign-in',
		reach: (on) =>
			back(on, { code: 'c0de' }, BY_AGENT, ({ visited }) =>
				visited.context.route('**/complete', () => undefined),
			),
	},
	{
		name: 'sign-in-passing-on-no-connection',
		heading: 'Passing on your sign-in',
		reach: async (on) => {
			const visited = await back(on, { code: 'c0de' }, BY_AGENT, (arrived) =>
				arrived.visited.context.route('**/complete', (route) => route.abort()),
			);
			await visited.reads('No connection');
			return visited;
		},
	},
	{ name: 'sign-in-done', heading: 'Signed in', reach: (on) => back(on, { code: 'c0de' }) },
	{
		name: 'sign-in-done-broker',
		heading: 'Signed in',
		reach: (on) => back(on, { code: 'c0de' }, BY_BROKER),
	},
	{
		name: 'sign-in-ending',
		heading: 'Telling the sender',
		reach: (on) =>
			back(on, { error: 'access_denied' }, BY_AGENT, ({ visited }) =>
				visited.context.route('**/deny', () => undefined),
			),
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
		reach: (on) => back(on, { code: 'c0de' }, BY_AGENT, ({ session }) => session.cancel()),
	},
	{
		name: 'sign-in-answered',
		heading: 'This request was already answered',
		reach: (on) => back(on, { code: 'c0de' }, BY_AGENT, (arrived) => answerElsewhere(on, arrived)),
	},
	{
		name: 'sign-in-unsure',
		heading: 'The time is up',
		reach: (on) =>
			back(on, { code: 'c0de' }, BY_AGENT, (arrived) => losingTheAnswer(arrived)(arrived.visited.context)),
	},
	{
		name: 'sign-in-again',
		heading: 'GitHub does not answer',
		reach: (on) => back(on, { code: SILENT }, BY_BROKER),
	},
	{
		name: 'sign-in-elsewhere',
		heading: 'This sign-in began in another browser',
		reach: (on) => on.open('/v1/oauth/callback?code=c0de&state=unknown'),
	},
	{
		name: 'sign-in-nothing',
		heading: 'There is nothing to finish here',
		reach: (on) => on.open('/v1/oauth/callback'),
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
