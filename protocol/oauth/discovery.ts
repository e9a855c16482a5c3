import type { Provider } from '../providers/provider';
import { isLoopback } from '../loopback';
import { OAuthError } from './oauth-error';
import type { Fetch } from './oauth-types';
import { send, type Members } from './provider-fetch';

const DEFAULT_SCOPES = ['openid', 'email', 'profile', 'offline_access'];

/**
 * A provider as it describes itself: OpenID Connect Discovery 1.0 section 4, or RFC 8414 where there is none.
 * @param issuer its issuer identifier, `https://login.example.com/realms/main`
 * @throws OAuthError where it describes nothing, or somebody else
 */
export async function discover(issuer: string, fetch: Fetch): Promise<Provider> {
	const url = new URL(issuer);
	if (url.protocol !== 'https:' && !isLoopback(url)) {
		throw new OAuthError('unreadable', `${url.host}: an issuer is reached by https.`);
	}
	const path = url.pathname.replace(/\/$/, '');
	const addresses = [
		`${url.origin}${path}/.well-known/openid-configuration`,
		`${url.origin}/.well-known/oauth-authorization-server${path}`,
	];
	/** What is wrong with a description says more than that there is none at the other address. */
	let fault: unknown;
	let none: unknown;
	for (const address of addresses) {
		try {
			const { status, members } = await send(fetch, address, {
				method: 'GET',
				headers: { accept: 'application/json' },
			});
			if (status === 200) return providerOf(issuer, address, members);
			none = new OAuthError('unreadable', `${url.host} does not describe itself (status ${String(status)}).`);
		} catch (error) {
			if (error instanceof OAuthError && error.kind === 'unavailable') throw error;
			fault ??= error;
		}
	}
	throw fault ?? none;
}

function providerOf(expected: string, source: string, metadata: Members): Provider {
	const { host } = new URL(expected);
	const issuer = metadata['issuer'];
	if (issuer !== expected) {
		throw new OAuthError('unreadable', `${host} describes another issuer than the one that was asked for.`);
	}
	const list = (name: string): readonly unknown[] | undefined =>
		Array.isArray(metadata[name]) ? (metadata[name] as unknown[]) : undefined;
	const authentication = list('token_endpoint_auth_methods_supported') ?? ['client_secret_basic'];
	const scopes = list('scopes_supported');
	const revocation = addressOf(metadata, 'revocation_endpoint', host);
	const userInfo = addressOf(metadata, 'userinfo_endpoint', host);
	return {
		id: host.replace(/[^a-z0-9]+/g, '-'),
		name: host,
		authorizationEndpoint: required(addressOf(metadata, 'authorization_endpoint', host), host),
		tokenEndpoint: required(addressOf(metadata, 'token_endpoint', host), host),
		issuer: expected,
		...(metadata['authorization_response_iss_parameter_supported'] === true && { statesIssuer: true }),
		defaultScopes: DEFAULT_SCOPES.filter((scope) => scopes === undefined || scopes.includes(scope)),
		pkce: list('code_challenge_methods_supported')?.includes('S256') ? 'yes' : 'ignored',
		clientAuthentication: authentication.includes('client_secret_basic') ? 'basic' : 'body',
		...(authentication.includes('none') && { publicClients: true }),
		// Nothing says so: whoever keeps what comes is right either way.
		refresh: 'rotating',
		...(revocation !== undefined && { revocationEndpoint: revocation }),
		...(userInfo !== undefined && { account: { endpoint: userInfo } }),
		source,
	};
}

function addressOf(metadata: Members, name: string, host: string): string | undefined {
	const value = metadata[name];
	if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
	const url = new URL(value);
	if (url.protocol !== 'https:' && !isLoopback(url)) {
		throw new OAuthError('unreadable', `${host} describes an address that is not reached by https.`);
	}
	return value;
}

function required(address: string | undefined, host: string): string {
	if (address === undefined)
		throw new OAuthError('unreadable', `${host} describes no address to sign in at.`);
	return address;
}
