import type { INodeProperties } from 'n8n-workflow';

import { credentialProperties } from './credential-properties';
import { hostProperties, hostsAmongOptions } from './host-properties';
import { SIGN_IN } from './sign-in-properties';
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
	...hostProperties,
	{
		displayName: 'Expires In',
		name: 'expiresIn',
		type: 'number',
		typeOptions: { minValue: 0.5, numberPrecision: 2 },
		default: 10,
		description:
			'How long the link works, in the unit below. The broker may allow less (7 days unless its operator says otherwise): the output then has "shortened".',
	},
	{
		displayName: 'Unit',
		name: 'expiresInUnit',
		type: 'options',
		default: 'minutes',
		description:
			'Unit of Expires In. Once the person has confirmed the code, they have 15 minutes to answer, however long the link works.',
		options: [
			{
				name: 'Days',
				value: 'days',
				description: 'For people who are asked by mail: continue with Wait: Suspend',
			},
			{
				name: 'Hours',
				value: 'hours',
				description: 'For an answer within the day: continue with Wait: Suspend',
			},
			{ name: 'Minutes', value: 'minutes', description: 'For somebody who waits for the link' },
		],
	},
	...useProperties,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		default: {},
		placeholder: 'Add Option',
		description: 'What most requests do not need',
		options: [
			hostsAmongOptions,
			{
				displayName: 'Expected Account',
				name: 'expectedAccount',
				type: 'string',
				default: '',
				placeholder: 'e.g. kim@example.com, example.com',
				description:
					'Who has to sign in: an e-mail address, the domain of one, or the ID of the account at the provider. With another account the request leaves Await Credential through Declined.',
				displayOptions: { show: { '/template': [SIGN_IN] } },
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
							'The link opens a page on which the code is typed. Send link and code on different ways to be sure who gets them. It works for 15 minutes at most.',
					},
				],
			},
			{
				displayName: 'Message Text',
				name: 'messageText',
				type: 'string',
				typeOptions: { rows: 4 },
				default: '',
				placeholder: 'e.g. Hi! Please connect {displayName}: {link} (code {code}, within {time})',
				description:
					'Your own words for the field "message". These stand for what belongs there: {link}, {code}, {displayName}, {reason}, {time} (such as 10 minutes or 7 days), {minutes} (a number).',
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
