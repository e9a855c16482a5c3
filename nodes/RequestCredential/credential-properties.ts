import type { INodeProperties } from 'n8n-workflow';

import { SIGN_IN, signInProperties } from './sign-in-properties';

/** Values of "Credential to Ask For" besides the names of the built-in templates. */
export const CUSTOM = 'custom';
export const BROKER_TEMPLATE = 'brokerTemplate';

/** What is asked for: a template, a sign-in, or fields of one's own. */
export const credentialProperties: INodeProperties[] = [
	{
		displayName: 'Credential to Ask For',
		name: 'template',
		type: 'options',
		default: 'api_key',
		description: 'What the person is asked to enter. It decides the form they see.',
		options: [
			{ name: 'Access Token', value: 'bearer_token', description: 'One field: the token' },
			{
				name: 'Amazon Web Services',
				value: 'aws',
				description: 'Access key ID, secret access key and, if they like, the region',
			},
			{ name: 'Anthropic', value: 'anthropic', description: 'An API key for Claude' },
			{ name: 'API Key', value: 'api_key', description: 'One field: the key' },
			{
				name: 'Certificate',
				value: 'certificate',
				description: 'Certificate, private key and, where there is one, its passphrase',
			},
			{ name: 'Custom', value: CUSTOM, description: 'A form with fields of your own' },
			{
				name: 'Database',
				value: 'database',
				description: 'Host, port, database, username and password',
			},
			{ name: 'OpenAI', value: 'openai', description: 'An API key for OpenAI' },
			{
				name: 'Sign-In (OAuth)',
				value: SIGN_IN,
				description: 'Nothing to enter: the person signs in with Google, GitHub, Slack or another provider',
			},
			{
				name: 'Template of the Broker',
				value: BROKER_TEMPLATE,
				description: 'A form that the operator of your broker has set up',
			},
			{
				name: 'Username and Password',
				value: 'basic_auth',
				description: 'The two fields of an ordinary login',
			},
		],
	},
	{
		displayName: 'Template Name',
		name: 'templateName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. acme_login',
		description: 'Name of the template as the operator of the broker gave it',
		displayOptions: { show: { template: [BROKER_TEMPLATE] } },
	},
	...signInProperties,
	{
		displayName: 'Fields',
		name: 'fields',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Field',
		description: 'The fields of the form, in the order the person sees them',
		typeOptions: { multipleValues: true, sortable: true },
		displayOptions: { show: { template: [CUSTOM] } },
		options: [
			{
				displayName: 'Field',
				name: 'field',
				values: [
					{
						displayName: 'Choices',
						name: 'choices',
						type: 'string',
						typeOptions: { rows: 3 },
						default: '',
						description: 'What can be chosen, one per line',
						displayOptions: { show: { type: ['select'] } },
					},
					{
						displayName: 'Help Text',
						name: 'help',
						type: 'string',
						default: '',
						placeholder: 'e.g. You find it under Settings, API keys',
						description: 'A sentence below the field',
					},
					{
						displayName: 'Label',
						name: 'label',
						type: 'string',
						default: '',
						placeholder: 'e.g. Customer number',
						description: 'What the person reads above the field',
					},
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. customer_number',
						description: 'How the value is called in the workflow: letters, digits and underscores',
					},
					{
						displayName: 'Placeholder',
						name: 'placeholder',
						type: 'string',
						default: '',
						description: 'An example, which the form shows in grey while the field is empty',
					},
					{
						displayName: 'Required',
						name: 'required',
						type: 'boolean',
						default: true,
						description: 'Whether the person has to fill it in',
					},
					{
						displayName: 'Type',
						name: 'type',
						type: 'options',
						default: 'password',
						description: 'How the person enters the value',
						options: [
							{ name: 'Choice', value: 'select', description: 'One of several, from a list: see Choices' },
							{ name: 'File', value: 'file', description: 'A file from their device, such as a certificate' },
							{ name: 'Hidden Text', value: 'password', description: 'Shown as dots, for everything secret' },
							{
								name: 'One-Time Code',
								value: 'otp',
								description: 'A short code from an app, a message or a mail',
							},
							{ name: 'Several Lines', value: 'textarea', description: 'Longer text, such as a private key' },
							{
								name: 'Text',
								value: 'text',
								description: 'Can be read while it is typed: for user names and numbers',
							},
						],
					},
				],
			},
		],
	},
];
