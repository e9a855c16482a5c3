import { CALLBACK_PATH } from '../../protocol/callback-path';
import {
	authorizationParameters,
	OVERRIDING_PARAMETERS,
	takesChallenge,
} from '../../protocol/oauth/authorization-parameters';
import type { CreateSessionRequest } from '../../protocol/messages';
import { fillPlaceholders } from '../../protocol/providers/fill-placeholders';
import type { Provider } from '../../protocol/providers/provider';
import { PROVIDERS, providerOf } from '../../protocol/providers/providers';
import { endpointNotAllowed, faultyMember, providerUnavailable, unknownProvider } from '../problem';
import { askedScopes } from './asked-scopes';
import { allowEndpoint, type AllowedEndpoint, type EndpointRules } from './allowed-endpoints';
import type { BrokerClients } from './broker-clients';

/** What is kept of a sign-in that was asked for. Holds no secret, and no verifier. */
export interface AskedSignIn {
	/** Who exchanges the code for tokens. */
	readonly redeemedBy: 'agent' | 'broker';
	/** The id that the agent asked by. */
	readonly provider?: string;
	/** The id of the provider whose endpoint it is, which has words for its scopes; undefined where none is known. */
	readonly endpointProvider?: string;
	/** The provider's name where the endpoint is its own, and otherwise the endpoint's host. */
	readonly providerName: string;
	/** Where the person is sent; the whole address where there are no {@link parameters}. */
	readonly endpoint: string;
	/** What is asked for, as the person is shown it; see {@link askedScopes}. */
	readonly scopes: readonly string[];
	/** What is added to the endpoint beside `state`, and beside the challenge where the broker makes it. */
	readonly parameters?: Readonly<Record<string, string>>;
	/** What `iss` of the answer has to be, and whether there has to be one. */
	readonly issuer?: string;
	readonly issRequired?: true;
	/** Parameters of the answer that the agent wants. */
	readonly capture?: readonly string[];
	/** The `state` that the agent has chosen. */
	readonly state?: string;
	/** Whether the broker makes a verifier of its own. */
	readonly withVerifier?: true;
}

/** What asks for a sign-in. */
export type SignInRequest = Pick<CreateSessionRequest, SignInMember>;

/** Members of a request that are about a sign-in. */
type SignInMember = Extract<keyof CreateSessionRequest, `oauth_${string}` | `custom_${string}`>;

/** What a sign-in is checked with. */
export interface SignInChecks extends EndpointRules {
	/** Where people reach the broker, without a trailing slash. */
	readonly baseUrl: string;
	readonly clients: Pick<BrokerClients, 'find' | 'has'>;
}

/** Each asks for a sign-in. */
const SIGN_INS = ['oauth_provider', 'oauth_authorization_endpoint', 'custom_authorize_url'] as const;

/** Whether a request asks for a sign-in. */
export function asksForSignIn(request: Readonly<Partial<Record<SignInMember, unknown>>>): boolean {
	return SIGN_INS.some((member) => request[member] !== undefined);
}

/**
 * Checks a sign-in that is asked for, and where it would send people.
 * @throws ProblemError `unknown_oauth_provider`, `oauth_endpoint_not_allowed`, `provider_unavailable`, or
 *   `invalid_request` naming the member at fault
 */
export function acceptSignIn(request: SignInRequest, checks: SignInChecks): AskedSignIn {
	if (request.custom_authorize_url !== undefined) {
		return passthrough(request, request.custom_authorize_url, checks);
	}
	const isAgents = (
		['oauth_client_id', 'oauth_authorization_endpoint', 'oauth_code_challenge'] as const
	).some((member) => request[member] !== undefined);
	return isAgents ? byAgent(request, checks) : byBroker(request, checks);
}

/** The agent redeems, with a client of its own. */
function byAgent(request: SignInRequest, checks: SignInChecks): AskedSignIn {
	const { oauth_client_id: clientId, oauth_code_challenge: challenge } = request;
	const { url, provider } = endpointOf(request, checks);
	if (clientId === undefined) throw fault('oauth_client_id', 'expected the id of the client that redeems');
	const like = provider ?? UNKNOWN;
	const takes = like.pkce;
	if (challenge === undefined && takes !== 'no' && takes !== 'public') {
		throw fault('oauth_code_challenge', 'expected SHA-256 of a PKCE verifier, base64url');
	}
	if (challenge !== undefined && takes === 'no') {
		throw fault('oauth_code_challenge', `expected none: ${like.name} does not know PKCE`);
	}
	const parameters = authorizationParameters(like, {
		clientId,
		redirectUri: checks.baseUrl + CALLBACK_PATH,
		...(request.oauth_scopes && { scopes: request.oauth_scopes }),
		...(challenge !== undefined && { challenge }),
		...(request.oauth_response_mode && { responseMode: request.oauth_response_mode }),
		...(request.oauth_extra_params && { extra: request.oauth_extra_params }),
	});
	return {
		redeemedBy: 'agent',
		...shown(request, url, provider),
		endpoint: url.href,
		scopes: askedScopes(provider ?? {}, Object.entries(parameters)),
		parameters,
		...issuerOf(request, provider),
		...(request.custom_callback_params && { capture: request.custom_callback_params }),
	};
}

/** The broker redeems, with a client of its own (LinkAuth 0.2). */
function byBroker(request: SignInRequest, { baseUrl, clients }: SignInChecks): AskedSignIn {
	const { oauth_provider: id = '' } = request;
	const app = clients.find(id);
	if (!app) {
		if (clients.has(id)) throw providerUnavailable();
		throw unknownProvider(
			providerOf(id)
				? 'this broker has no client of its own there. Give oauth_client_id and oauth_code_challenge, or see GET /v1/providers'
				: nobody(id),
		);
	}
	const { provider, clientId, clientSecret } = app;
	const url = new URL(provider.authorizationEndpoint);
	const parameters = authorizationParameters(provider, {
		clientId,
		redirectUri: baseUrl + CALLBACK_PATH,
		...(request.oauth_scopes && { scopes: request.oauth_scopes }),
		...(request.oauth_response_mode && { responseMode: request.oauth_response_mode }),
		...(request.oauth_extra_params && { extra: request.oauth_extra_params }),
	});
	return {
		redeemedBy: 'broker',
		...shown(request, url, provider),
		endpoint: url.href,
		scopes: askedScopes(provider, Object.entries(parameters)),
		parameters,
		...issuerOf({}, provider),
		...(takesChallenge(provider, clientSecret !== undefined) && { withVerifier: true as const }),
	};
}

/** LinkAuth's passthrough: the agent has made the whole address, and gets what comes back. */
function passthrough(request: SignInRequest, address: string, checks: SignInChecks): AskedSignIn {
	const member = 'custom_authorize_url';
	const { url, provider } = allowed(member, address, checks, providerOf(request.oauth_provider ?? ''));
	const redirects = url.searchParams.getAll('redirect_uri');
	if (redirects.length > 1 || redirects.some((each) => each !== checks.baseUrl + CALLBACK_PATH)) {
		throw fault(member, `expected ${checks.baseUrl}${CALLBACK_PATH} as redirect_uri`);
	}
	const [inAddress, ...more] = url.searchParams.getAll('state');
	const state = request.custom_state ?? inAddress;
	if (state === undefined || state === '' || more.length > 0 || (inAddress ?? state) !== state) {
		throw fault('custom_state', 'expected the state that comes back, the same as in the address');
	}
	if (OVERRIDING_PARAMETERS.some((name) => url.searchParams.has(name))) {
		throw fault(
			member,
			`expected no ${OVERRIDING_PARAMETERS.join(', ')}: the person could not be shown what is asked for`,
		);
	}
	return {
		redeemedBy: 'agent',
		...shown(request, url, provider),
		endpoint: address,
		scopes: askedScopes(provider ?? {}, url.searchParams),
		...issuerOf(request, provider),
		...(request.custom_callback_params && { capture: request.custom_callback_params }),
		state,
	};
}

function endpointOf(request: SignInRequest, checks: SignInChecks): AllowedEndpoint {
	const { oauth_provider: id, oauth_authorization_endpoint: given } = request;
	const row = id === undefined ? undefined : providerOf(id);
	if (given !== undefined) {
		const found = allowed('oauth_authorization_endpoint', given, checks, row);
		if (found.url.search !== '' && found.url.search !== URL.parse(row?.authorizationEndpoint ?? '')?.search) {
			throw fault(
				'oauth_authorization_endpoint',
				'expected no query; parameters of your own go into oauth_extra_params',
			);
		}
		return found;
	}
	if (id === undefined || !row) throw unknownProvider(nobody(id ?? ''));
	try {
		const provider = fillPlaceholders(row);
		return { url: new URL(provider.authorizationEndpoint), provider };
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		throw fault(
			'oauth_authorization_endpoint',
			`expected the address of your own ${row.name}, like ${row.authorizationEndpoint}`,
		);
	}
}

function allowed(
	member: string,
	address: string,
	rules: EndpointRules,
	row: Provider | undefined,
): AllowedEndpoint {
	const found = allowEndpoint(address, rules, row);
	if ('fault' in found) throw endpointNotAllowed(member, found.fault);
	return found;
}

/** A name that the person knows, only where they are really sent there. */
function shown(
	{ oauth_provider: id }: SignInRequest,
	{ host }: URL,
	provider: Provider | undefined,
): Pick<AskedSignIn, 'provider' | 'endpointProvider' | 'providerName'> {
	return {
		...(id !== undefined && { provider: id }),
		...(provider && { endpointProvider: provider.id }),
		providerName: provider?.name ?? host,
	};
}

function issuerOf(
	{ oauth_issuer: asked, oauth_iss_required: required }: SignInRequest,
	provider: Provider | undefined,
): Pick<AskedSignIn, 'issuer' | 'issRequired'> {
	const known = provider?.issuer?.includes('{') ? undefined : provider?.issuer;
	const issuer = asked ?? known;
	const isRequired = required ?? (provider?.statesIssuer === true && issuer !== undefined);
	return { ...(issuer !== undefined && { issuer }), ...(isRequired && { issRequired: true as const }) };
}

/** What is taken for granted of a provider that nobody knows. */
const UNKNOWN = { name: 'the provider', defaultScopes: [], pkce: 'yes' } as const;

/** There is no provider of this name; those that are near. */
function nobody(id: string): string {
	const wanted = id.toLowerCase().replace(/[^a-z0-9]/g, '');
	const near = PROVIDERS.map((provider) => provider.id).filter((each) => {
		const plain = each.replace(/[^a-z0-9]/g, '');
		return wanted !== '' && (plain.startsWith(wanted) || wanted.startsWith(plain));
	});
	const named =
		near.length > 0
			? `there is none of this name. Near: ${near.slice(0, 5).join(', ')}`
			: 'there is none of this name';
	return `${named}. GET /v1/providers has those that the broker redeems for`;
}

function fault(member: SignInMember, expected: string) {
	return faultyMember('invalid_request', [member], expected);
}
