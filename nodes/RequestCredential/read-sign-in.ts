import type { IExecuteFunctions } from 'n8n-workflow';

import { base64UrlEncode, randomBytes, utf8Encode } from '../../protocol/encoding';
import type { CreateSessionRequest } from '../../protocol/messages';
import { takesChallenge } from '../../protocol/oauth/authorization-parameters';
import type { Provider } from '../../protocol/providers/provider';
import { providerOf } from '../../protocol/providers/providers';
import { LinkAuthError } from '../shared/errors';
import { useOfProvider, type SignIn } from '../shared/oauth/grant';
import { fetchBy } from '../shared/oauth/n8n-fetch';
import {
	LINKAUTH_OAUTH_APP,
	readOAuthApp,
	type OAuthAppData,
	type RegisteredApp,
} from '../shared/oauth/oauth-app-data';
import { textOf } from '../shared/text-of';
import type { RequestParameters } from './request-parameters';
import { BY_BROKER, SIGN_IN } from './sign-in-properties';

/** What a sign-in adds to a node's other parameters. */
type SignInParameters = Pick<
	RequestParameters,
	'form' | 'displayLabel' | 'use' | 'allowedHosts' | 'signIn' | 'challenge'
>;

/** The client of a node run: its credential is read, and an OpenID provider asked, once. */
export function oauthAppOf(context: IExecuteFunctions): (itemIndex: number) => Promise<RegisteredApp> {
	let app: Promise<RegisteredApp> | undefined;
	return (itemIndex) => (app ??= readApp(context, itemIndex));
}

async function readApp(context: IExecuteFunctions, itemIndex: number): Promise<RegisteredApp> {
	const data = await context.getCredentials<OAuthAppData>(LINKAUTH_OAUTH_APP, itemIndex);
	return readOAuthApp(
		data,
		fetchBy((request) => context.helpers.httpRequest(request)),
	);
}

/**
 * What the person is asked to sign in with; nothing where they are asked for something else.
 * @param parameters all others, as they were read
 * @throws LinkAuthError
 */
export async function readSignIn(
	context: IExecuteFunctions,
	itemIndex: number,
	parameters: RequestParameters,
	app: (itemIndex: number) => Promise<RegisteredApp>,
): Promise<Partial<SignInParameters>> {
	const text = (name: string): string => textOf(context.getNodeParameter(name, itemIndex, ''));
	if (text('template') !== SIGN_IN) return {};
	const options = context.getNodeParameter('options', itemIndex, {}) as {
		readonly expectedAccount?: unknown;
	};
	const expectedAccount = textOf(options.expectedAccount);
	const scopes = text('scopes')
		.split(/[\s,]+/)
		.filter((scope) => scope !== '');
	const expected = expectedAccount === '' ? {} : { expectedAccount };
	if (text('redeemedBy') === BY_BROKER) {
		return byBroker(text('brokerProvider'), scopes, parameters, expected);
	}
	return byWorkflow(await app(itemIndex), scopes, parameters, expected);
}

type Expected = Pick<SignIn, 'expectedAccount'>;

function byBroker(
	id: string,
	scopes: readonly string[],
	parameters: RequestParameters,
	expected: Expected,
): SignInParameters {
	if (id === '') {
		throw new LinkAuthError(
			'Provider is empty.',
			'Choose one of those that the broker offers, or Redeemed By: This Workflow with an OAuth App of yours.',
		);
	}
	const provider = providerOf(id);
	const signIn: SignIn = { providerId: id, providerName: provider?.name ?? id, scopes, ...expected };
	const form = { oauth_provider: id, ...(scopes.length > 0 && { oauth_scopes: scopes }) };
	return { form, signIn, ...usesOf(provider, parameters), ...labelOf(provider?.name ?? id, parameters) };
}

async function byWorkflow(
	{ app, provider }: RegisteredApp,
	chosen: readonly string[],
	parameters: RequestParameters,
	expected: Expected,
): Promise<SignInParameters> {
	const scopes = chosen.length > 0 ? chosen : provider.defaultScopes;
	const verifier = base64UrlEncode(randomBytes(32));
	const hasChallenge = takesChallenge(provider, app.clientSecret !== undefined);
	const challenge = hasChallenge ? await challengeOf(verifier) : undefined;
	const signIn: SignIn = {
		app,
		providerName: provider.name,
		scopes,
		...(hasChallenge && { verifier }),
		...expected,
	};
	const isKnown = providerOf(provider.id) !== undefined;
	const form: Partial<CreateSessionRequest> = {
		...(isKnown && { oauth_provider: provider.id }),
		// Without it such a provider leaves the refresh token out (OpenID Connect Core 1.0 section 11).
		...(!isKnown && scopes.includes('offline_access') && { oauth_extra_params: { prompt: 'consent' } }),
		oauth_authorization_endpoint: provider.authorizationEndpoint,
		oauth_client_id: app.clientId,
		oauth_scopes: scopes,
		...(challenge !== undefined && { oauth_code_challenge: challenge }),
		...(provider.issuer !== undefined && { oauth_issuer: provider.issuer }),
		...(provider.statesIssuer && { oauth_iss_required: true }),
		...(provider.answerParameters && {
			custom_callback_params: ['code', 'state', 'iss', ...provider.answerParameters],
		}),
	};
	return {
		form,
		signIn,
		...(challenge !== undefined && { challenge }),
		...usesOf(provider, parameters),
		...labelOf(provider.name, parameters),
	};
}

/** RFC 7636 section 4.2. */
async function challengeOf(verifier: string): Promise<string> {
	return base64UrlEncode(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8Encode(verifier))));
}

/** Where the token goes: as the provider's API wants it, unless the node says otherwise. */
function usesOf(
	provider: Provider | undefined,
	{ use, allowedHosts, usesTemplate }: RequestParameters,
): Pick<SignInParameters, 'use' | 'allowedHosts'> {
	return {
		use: usesTemplate ? useOfProvider(provider) : use,
		allowedHosts: allowedHosts.length > 0 ? allowedHosts : (provider?.apiHosts ?? []),
	};
}

function labelOf(name: string, { displayName }: RequestParameters): Pick<SignInParameters, 'displayLabel'> {
	return { displayLabel: displayName === '' ? name : displayName };
}
