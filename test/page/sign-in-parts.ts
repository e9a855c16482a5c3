import { createHash, randomBytes } from 'node:crypto';
import { keyFingerprint } from '../../protocol/key-fingerprint';
import { pinLink } from '../../protocol/verification-link';
import { createSession, type AgentSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { freePort } from '../support/free-port';
import { startOpenIdProvider, type OpenIdProvider } from '../support/openid-provider';

/** A broker, and a real provider that knows an agent's client and the broker's own. */
export interface SignInParts {
	/** Where people reach the broker, without a trailing slash. */
	readonly url: string;
	readonly broker: RunningBroker;
	readonly provider: OpenIdProvider;
	readonly callback: string;
}

/** A session that asks for a sign-in, and what redeeming its code takes. */
export interface SignInSession extends AgentSession {
	/** The link, with all that is pinned. */
	readonly link: string;
	readonly verifier: string;
}

/** The agent's own client, which has no secret. */
const CLIENT = 'invoice-robot';

/** Starts both; they are stopped when the file has ended. @param settings of the broker, beside those for sign-ins */
export async function startSignInParts(
	settings: Readonly<Record<string, string>> = {},
): Promise<SignInParts> {
	const port = await freePort();
	const url = `http://localhost:${String(port)}`;
	const callback = `${url}/v1/oauth/callback`;
	const redirectUris = [callback];
	const provider = await startOpenIdProvider({
		clients: [
			{ id: CLIENT, redirectUris },
			{ id: 'of-the-broker', secret: 'a secret of the broker', redirectUris },
		],
	});
	const broker = await startBroker({
		LINKAUTH_PORT: String(port),
		LINKAUTH_OAUTH_HOSTS: new URL(provider.issuer).host,
		OAUTH_ORDERS_CLIENT_ID: 'of-the-broker',
		OAUTH_ORDERS_CLIENT_SECRET: 'a secret of the broker',
		OAUTH_ORDERS_ISSUER: provider.issuer,
		...settings,
	});
	return { url, broker, provider, callback };
}

/** Asks for a sign-in whose code the agent redeems. @param pinned challenge of the link, where it is not the session's */
export async function askSignIn(
	{ url, provider }: SignInParts,
	request: Readonly<Record<string, unknown>> = {},
	pinned?: string,
): Promise<SignInSession> {
	const verifier = randomBytes(32).toString('base64url');
	const challenge = createHash('sha256').update(verifier).digest('base64url');
	const session = await createSession(url, {
		...SENDER,
		oauth_authorization_endpoint: `${provider.issuer}/auth`,
		oauth_client_id: CLIENT,
		oauth_code_challenge: challenge,
		oauth_scopes: ['openid', 'email'],
		oauth_issuer: provider.issuer,
		oauth_iss_required: true,
		...request,
	});
	const fingerprint = await keyFingerprint(session.keys.publicKey);
	const link = pinLink(`${url}/connect/${session.reply.user_code}`, fingerprint, pinned ?? challenge);
	return { ...session, link, verifier };
}

/** Asks for a sign-in whose code the broker redeems. */
export async function askBrokerSignIn({ url }: SignInParts): Promise<SignInSession> {
	const session = await createSession(url, {
		...SENDER,
		oauth_provider: 'orders',
		oauth_scopes: ['openid', 'email'],
	});
	const fingerprint = await keyFingerprint(session.keys.publicKey);
	const link = pinLink(`${url}/connect/${session.reply.user_code}`, fingerprint);
	return { ...session, link, verifier: '' };
}

/** Asks for a sign-in as LinkAuth's passthrough has it: the agent has made the whole address, and nothing is pinned. */
export async function passthroughSignIn({ url, provider, callback }: SignInParts): Promise<SignInSession> {
	const verifier = randomBytes(32).toString('base64url');
	const address = new URL(`${provider.issuer}/auth`);
	address.search = new URLSearchParams({
		response_type: 'code',
		client_id: CLIENT,
		redirect_uri: callback,
		scope: 'openid email',
		state: 'of-the-agent',
		code_challenge: createHash('sha256').update(verifier).digest('base64url'),
		code_challenge_method: 'S256',
	}).toString();
	const session = await createSession(url, {
		custom_authorize_url: address.href,
		custom_callback_params: ['code', 'iss'],
		custom_state: 'of-the-agent',
	});
	return { ...session, link: `${url}/connect/${session.reply.code}`, verifier };
}

/** What came out of the envelope. */
export async function answerOf(session: SignInSession): Promise<Readonly<Record<string, unknown>>> {
	return session.open((await session.poll()).body);
}

/** Redeems a code as the agent does. */
export async function redeemAsAgent(
	{ provider, callback }: SignInParts,
	code: unknown,
	verifier: string,
): Promise<Readonly<Record<string, unknown>>> {
	const body = new URLSearchParams({
		grant_type: 'authorization_code',
		client_id: CLIENT,
		redirect_uri: callback,
		code: String(code),
		code_verifier: verifier,
	});
	const answer = await fetch(`${provider.issuer}/token`, { method: 'POST', body });
	return (await answer.json()) as Readonly<Record<string, unknown>>;
}

const SENDER = {
	reason: 'To read the invoices that wait for you.',
	requester: { name: 'Invoice robot' },
	allowed_hosts: ['api.example.com'],
};
