import type { INodeProperties } from 'n8n-workflow';

import { credentialProperties } from './n8n-credential/credential-properties';

const SESSION_DESCRIPTION =
	'The field "session" that Request Credential gave. Empty: the session of the item itself, or of the nearest Request Credential before this node that made one for it, whatever it is called and whatever stands between.';

/** All parameters of Await Credential, in the order of the panel. */
export const awaitProperties: INodeProperties[] = [
	{
		displayName: 'Continue From',
		name: 'from',
		type: 'options',
		default: 'session',
		description: 'What tells this node which request to wait for',
		options: [
			{
				name: 'Session',
				value: 'session',
				description:
					'The request that was made before this node, on the way of each item. Nothing has to be named; Options, Session is for other cases.',
			},
			{
				name: 'Code',
				value: 'code',
				description: 'The code that the person sees: for AI agents, other workflows and later executions',
			},
		],
	},
	{
		displayName: 'Session',
		name: 'session',
		type: 'string',
		default: '',
		description: SESSION_DESCRIPTION,
		displayOptions: { show: { from: ['session'], '@version': [1] } },
	},
	{
		displayName: 'Code',
		name: 'code',
		type: 'string',
		default: '={{ $json.code }}',
		required: true,
		placeholder: 'e.g. ABCD-1234',
		description: 'The code of the request, as Request Credential gave it. Case and hyphen do not matter.',
		displayOptions: { show: { from: ['code'] } },
	},
	{
		displayName: 'Wait',
		name: 'wait',
		type: 'options',
		default: 'untilCompleted',
		description: 'Whether this node waits for the person, checks once, or suspends the execution meanwhile',
		options: [
			{
				name: 'Check Once',
				value: 'checkOnce',
				description:
					'Checks once and goes on; adds the output Pending. For a loop with a Wait node, which survives a restart of n8n and can go on for days.',
			},
			{
				name: 'Suspend',
				value: 'suspend',
				description:
					'Keeps the execution in the database of n8n until the broker calls; it needs no memory meanwhile, survives a restart, and lasts as long as the request, days too. The broker must be able to reach the address of this n8n.',
			},
			{
				name: 'Until Completed',
				value: 'untilCompleted',
				description:
					'Waits until the person has entered it, has declined, or the time is up. It keeps the execution running meanwhile: in memory, and a restart of n8n ends it. For minutes; choose another for requests that live for days.',
			},
		],
	},
	{
		displayName:
			'One item at a time. The broker calls n8n at its WEBHOOK_URL; where it cannot, this node says so at once. Should the broker never call, n8n goes on through Expired after the end of the request; before n8n 2.39, the execution ends here instead. AI agents cannot be suspended: as a tool, this node checks once.',
		name: 'suspendNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { wait: ['suspend'] } },
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		default: 'sealed',
		description: 'What the workflow gets, and so what is kept with its executions',
		options: [
			{
				name: 'Decrypted',
				value: 'decrypted',
				description: 'The values themselves, for everything but HTTP requests',
			},
			{
				name: 'N8n Credential',
				value: 'n8nCredential',
				description:
					'A credential in n8n’s own store, which other nodes and workflows can pick. The item has its ID and name only.',
			},
			{
				name: 'Sealed',
				value: 'sealed',
				description:
					'A text that is of no use outside of this n8n. HTTP Request nodes use it with Authentication: Predefined Credential Type, LinkAuth API.',
			},
		],
	},
	{
		displayName:
			'The values will be stored with the execution, and everybody who may see executions can read them. Prefer Sealed, or switch off saving executions in the settings of this workflow.',
		name: 'decryptedNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { output: ['decrypted'] } },
	},
	...credentialProperties,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		default: {},
		placeholder: 'Add Option',
		description: 'How long to wait, how long it can be used, and what else the item gets',
		options: [
			{
				displayName: 'Include Input Data',
				name: 'includeInputData',
				type: 'boolean',
				default: false,
				description: 'Whether the fields of the incoming item are kept in the outgoing one',
			},
			{
				displayName: 'Include Preview',
				name: 'includePreview',
				type: 'boolean',
				default: false,
				description:
					'Whether to add the last four characters of long keys and tokens, so that people can tell them apart. Short values and passwords are never shown.',
			},
			{
				displayName: 'Limit Wait (Minutes)',
				name: 'limitWait',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 5,
				description:
					'Stop waiting sooner than the request ends. The item leaves through Expired with the status "timeout" and its session, so that you can check again later.',
				displayOptions: { show: { '/wait': ['suspend', 'untilCompleted'] } },
			},
			{
				displayName: 'Session',
				name: 'session',
				type: 'string',
				default: '',
				placeholder: "e.g. {{ $('Ask Kim').item.json.session }}",
				description: SESSION_DESCRIPTION,
				displayOptions: { show: { '/from': ['session'], '@version': [2] } },
			},
			{
				displayName: 'Valid For (Hours)',
				name: 'validFor',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 24,
				description: 'How long the sealed credential can be used. Without this option it does not end.',
				displayOptions: { show: { '/output': ['sealed'] } },
			},
		],
	},
];
