import type { INodeProperties } from 'n8n-workflow';

import { LIMITS } from '../../protocol/limits';
import { credentialProperties } from './credential-properties';
import { useProperties } from './use-properties';

/** All parameters of Request Credential, in the order of the panel. */
export const requestProperties: INodeProperties[] = [
	...credentialProperties,
	{
		displayName: 'Display Name',
		name: 'displayName',
		type: 'string',
		default: '',
		placeholder: 'e.g. OpenAI, ACME customer login',
		description:
			'What the person is asked to connect, in words they know. Needed for custom fields; templates have a name of their own.',
	},
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. To read last month’s invoices',
		description: 'Why it is needed. People are more willing, and safer, when they know.',
	},
	{
		displayName: 'Expires In (Minutes)',
		name: 'expiresIn',
		type: 'number',
		typeOptions: { minValue: LIMITS.minimumTtl / 60, numberPrecision: 1 },
		default: 10,
		description:
			'How long the link works. The broker may allow less (15 minutes unless its operator says otherwise).',
	},
	...useProperties,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		default: {},
		placeholder: 'Add Option',
		description: 'What most requests do not need, and the allowed hosts, which most should have',
		options: [
			{
				displayName: 'Allowed Hosts',
				name: 'allowedHosts',
				type: 'string',
				default: '',
				placeholder: 'e.g. api.example.com, *.example.org',
				description:
					'The only hosts the credential may be sent to, separated by commas. The person sees them, and nobody can change them later, not even by editing the workflow. Empty: any host that is encrypted. Put http:// in front where a host has no encryption.',
			},
			{
				displayName: 'Include Input Data',
				name: 'includeInputData',
				type: 'boolean',
				default: false,
				description: 'Whether the fields of the incoming item are kept in the outgoing one',
			},
			{
				displayName: 'Link Mode',
				name: 'linkMode',
				type: 'options',
				default: 'link',
				description: 'Whether the person gets a link that opens the request, or types a code',
				options: [
					{
						name: 'Complete Link',
						value: 'link',
						description: 'One click opens the request; the code is only compared',
					},
					{
						name: 'Code Typed by the Person',
						value: 'code',
						description:
							'The link opens a page on which the code is typed. Send link and code on different ways to be sure who gets them.',
					},
				],
			},
			{
				displayName: 'Message Text',
				name: 'messageText',
				type: 'string',
				typeOptions: { rows: 4 },
				default: '',
				placeholder: 'e.g. Hi! Please connect {displayName}: {link} (code {code}, {minutes} minutes)',
				description:
					'Your own words for the field "message". These stand for what belongs there: {link}, {code}, {displayName}, {reason}, {minutes}.',
			},
			{
				displayName: 'Requester Detail',
				name: 'requesterDetail',
				type: 'string',
				default: '',
				placeholder: 'e.g. Accounting, started by Kim',
				description: 'More about who asks. Needs Requester Name.',
			},
			{
				displayName: 'Requester Name',
				name: 'requesterName',
				type: 'string',
				default: '',
				placeholder: 'e.g. ACME Automation',
				description: 'Who asks. The page marks it as unverified, since anybody could write it.',
			},
		],
	},
];
