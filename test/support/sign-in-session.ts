import { createSession, type AgentSession } from './agent';
import { startBroker, type RunningBroker } from './broker';
import { freePort } from './free-port';
import { call, type Answer } from './http';
import { startOpenIdProvider, type OpenIdProvider } from './openid-provider';
import { person } from './person';

/** Name of the provider at which the broker has a client. */
export const PROVIDER = 'testing';
/** The secret of that client. */
export const CLIENT_SECRET = 'a-client-secret-of-the-tests-0123456789';

/** A broker with a client at a real provider. */
export interface SignInBroker {
	readonly broker: RunningBroker;
	readonly provider: OpenIdProvider;
}

/** Starts a provider, and a broker that redeems there. @param environment other settings of the broker */
export async function startSignInBroker(
	environment: Readonly<Record<string, string>> = {},
): Promise<SignInBroker> {
	const port = String(await freePort());
	const redirectUris = [`http://localhost:${port}/v1/oauth/callback`];
	const provider = await startOpenIdProvider({
		clients: [{ id: 'broker', secret: CLIENT_SECRET, redirectUris }],
	});
	const broker = await startBroker({
		LINKAUTH_PORT: port,
		LINKAUTH_BASE_URL: `http://localhost:${port}`,
		LINKAUTH_OAUTH_HOSTS: new URL(provider.issuer).host,
		OAUTH_TESTING_CLIENT_ID: 'broker',
		OAUTH_TESTING_CLIENT_SECRET: CLIENT_SECRET,
		OAUTH_TESTING_AUTH_URL: `${provider.issuer}/auth`,
		OAUTH_TESTING_TOKEN_URL: `${provider.issuer}/token`,
		OAUTH_TESTING_ISSUER: provider.issuer,
		...environment,
	});
	return { broker, provider };
}

/** A sign-in as a browser has it that has left for the provider. */
export interface LeftFor {
	readonly session: AgentSession;
	readonly connectToken: string;
	/** `Cookie` of the browser's further calls. */
	readonly cookie: string;
	/** The provider's address, to which the broker has sent the browser. */
	readonly address: string;
	readonly authorize: Answer;
}

/** Cookies that an answer sets, as the browser sends them back. */
function cookiesOf(...answers: readonly Answer<unknown>[]): string {
	const set = answers.flatMap(({ headers }) => headers['set-cookie'] ?? []);
	return set.map((cookie) => cookie.replace(/;.*/s, '')).join('; ');
}

/** Asks for a sign-in, confirms it, and leaves for the provider. */
export async function leave(
	url: string,
	wish: Readonly<Record<string, unknown>> = {},
	headers: Readonly<Record<string, string>> = {},
): Promise<LeftFor> {
	const session = await createSession(
		url,
		{ oauth_provider: PROVIDER, oauth_scopes: ['openid', 'email'], ...wish },
		headers,
	);
	const confirmed = await person.confirm(url, session.reply.code);
	const authorize = await call(url, 'GET', `/v1/oauth/authorize/${session.reply.code}`, {
		headers: { cookie: cookiesOf(confirmed) },
	});
	return {
		session,
		connectToken: confirmed.body.connect_token,
		cookie: cookiesOf(confirmed, authorize),
		address: String(authorize.headers['location']),
		authorize,
	};
}

/** What came back from the provider, as the page sends it on. */
export async function comeBack(
	{ provider }: Pick<SignInBroker, 'provider'>,
	{ address }: Pick<LeftFor, 'address'>,
): Promise<{ readonly state: string; readonly code: string; readonly iss: string }> {
	const { searchParams } = await provider.signIn(address);
	const member = (name: string) => searchParams.get(name) ?? '';
	return { state: member('state'), code: member('code'), iss: member('iss') };
}
