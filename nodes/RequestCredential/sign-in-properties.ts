import type { INodeProperties } from 'n8n-workflow';

/** The value of "Credential to Ask For" that has the person sign in. */
export const SIGN_IN = 'signIn';

/** Values of Redeemed By. */
export const BY_WORKFLOW = 'workflow';
export const BY_BROKER = 'broker';

const SHOWN = { show: { template: [SIGN_IN] } };

/** What a sign-in is asked for with. */
export const signInProperties: INodeProperties[] = [
	{
		displayName: 'Redeemed By',
		name: 'redeemedBy',
		type: 'options',
		default: 'workflow',
		description: 'Who gets the tokens from the provider',
		options: [
			{
				name: 'The Broker',
				value: 'broker',
				description:
					'The broker has a client at the provider, gets the tokens, and passes them on encrypted. They cannot be refreshed here.',
			},
			{
				name: 'This Workflow (Recommended)',
				value: 'workflow',
				description: 'With a LinkAuth OAuth App of yours. Nobody else ever has the tokens.',
			},
		],
		displayOptions: SHOWN,
	},
	{
		displayName: 'Provider Name or ID',
		name: 'brokerProvider',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getBrokerProviders' },
		default: '',
		required: true,
		description:
			'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		displayOptions: { show: { template: [SIGN_IN], redeemedBy: [BY_BROKER] } },
	},
	{
		displayName: 'Scopes',
		name: 'scopes',
		type: 'string',
		default: '',
		placeholder: 'e.g. openid email https://www.googleapis.com/auth/gmail.readonly',
		description:
			'What the person is asked to allow, separated by spaces or commas. Leave empty to know who they are and no more.',
		displayOptions: SHOWN,
	},
];
