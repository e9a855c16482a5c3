import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { PROVIDERS } from '../protocol/providers/providers';
import { BY_ADDRESSES, BY_ISSUER, PLACEHOLDER_PREFIX } from '../nodes/shared/oauth/oauth-app-data';

/** A property for each placeholder that addresses of providers have, shown for those that have it. */
function placeholderProperties(): INodeProperties[] {
	const all = PROVIDERS.flatMap(({ id, placeholders = {} }) =>
		Object.entries(placeholders).map(([name, placeholder]) => ({ id, name, ...placeholder })),
	);
	return all.map(({ id, name, label, example, default: usual = '' }) => ({
		displayName: label,
		name: `${PLACEHOLDER_PREFIX}${name}`,
		type: 'string',
		default: usual,
		required: usual === '',
		placeholder: `e.g. ${example}`,
		description: 'Part of the addresses at which your people sign in',
		displayOptions: { show: { provider: [id] } },
	}));
}

/** A client of your own at a provider: with it people sign in, and only the workflow gets the tokens. */
export class LinkAuthOAuthAppApi implements ICredentialType {
	name = 'linkAuthOAuthAppApi';

	displayName = 'LinkAuth OAuth App API';

	documentationUrl = 'https://github.com/linkauth/n8n-nodes-linkauth/blob/main/docs/oauth.md';

	icon: Icon = { light: 'file:linkAuth.svg', dark: 'file:linkAuth.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName: 'Provider',
			name: 'provider',
			type: 'options',
			default: 'google',
			description: 'Where people sign in. Type to search.',
			options: [
				...PROVIDERS.map(({ id, name }) => ({ name, value: id })).toSorted((one, other) =>
					one.name.localeCompare(other.name, 'en', { sensitivity: 'base' }),
				),
				{
					name: 'Other: OpenID Issuer',
					value: BY_ISSUER,
					description:
						'Any OpenID provider, such as Keycloak, Authentik or Entra ID: it says its addresses itself',
				},
				{ name: 'Other: Own Addresses', value: BY_ADDRESSES, description: 'Any OAuth 2 server' },
			],
		},
		{
			displayName:
				'Register an app at the provider, and give it this <b>redirect URL</b>: your Broker URL and <code>/v1/oauth/callback</code>, such as <code>https://broker.example.com/v1/oauth/callback</code>. Request Credential shows it when you run it once.',
			name: 'redirectNotice',
			type: 'notice',
			default: '',
		},
		...placeholderProperties(),
		{
			displayName: 'Issuer',
			name: 'issuer',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://login.example.com/realms/main',
			description:
				'Address of the provider, as its documentation gives it. The operator of the broker has to allow it (LINKAUTH_OAUTH_HOSTS).',
			displayOptions: { show: { provider: [BY_ISSUER] } },
		},
		{
			displayName: 'Authorization URL',
			name: 'authorizationEndpoint',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://login.example.com/oauth/authorize',
			description: 'Where people sign in. The operator of the broker has to allow it (LINKAUTH_OAUTH_HOSTS).',
			displayOptions: { show: { provider: [BY_ADDRESSES] } },
		},
		{
			displayName: 'Access Token URL',
			name: 'exchangeUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://login.example.com/oauth/token',
			displayOptions: { show: { provider: [BY_ADDRESSES] } },
		},
		{
			displayName: 'User Info URL',
			name: 'userInfoEndpoint',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://login.example.com/userinfo',
			description: 'Where to ask who signed in. Needed for Expected Account.',
			displayOptions: { show: { provider: [BY_ADDRESSES] } },
		},
		{
			displayName: 'Revocation URL',
			name: 'revocationEndpoint',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://login.example.com/oauth/revoke',
			displayOptions: { show: { provider: [BY_ADDRESSES] } },
		},
		{
			displayName: 'Client Authentication',
			name: 'clientAuthentication',
			type: 'options',
			default: 'body',
			description: 'How the client secret is shown to the provider',
			options: [
				{ name: 'Body', value: 'body' },
				{ name: 'Header', value: 'basic' },
			],
			displayOptions: { show: { provider: [BY_ADDRESSES] } },
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description: 'What the provider calls your app',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Needed by most providers. It stays in n8n: the broker never gets it. Leave empty for a public client.',
		},
	];
}
