import type { INodeProperties } from 'n8n-workflow';

/** All parameters of Refresh Credential. */
export const refreshProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'refresh',
		description: 'What to do with the sign-in',
		options: [
			{
				name: 'Refresh',
				value: 'refresh',
				description: 'Get new tokens, and a new sealed credential to store in place of the old one',
				action: 'Refresh a sign in',
			},
			{
				name: 'Revoke',
				value: 'revoke',
				description: 'End the access at the provider, where it can be told to',
				action: 'Revoke a sign in',
			},
		],
	},
	{
		displayName: 'Credential',
		name: 'credential',
		type: 'string',
		default: '={{ $json.credential }}',
		required: true,
		description:
			'The sealed credential that Await Credential, or this node, gave. Store what comes out: where refresh tokens are used once, the old one is worth nothing then.',
	},
];
