import type { INodeProperties } from 'n8n-workflow';

const SHOWN_FOR = (...values: string[]) => ({ displayOptions: { show: { useInHttp: values } } });

/** How the credential will be used: fixed at this point, because the person is told and the seal holds it. */
export const useProperties: INodeProperties[] = [
	{
		displayName: 'Use in HTTP Requests',
		name: 'useInHttp',
		type: 'options',
		default: 'template',
		description:
			'How HTTP Request nodes send what the person gives, without the workflow seeing it. It is sealed in with the credential and cannot be changed later.',
		options: [
			{
				name: 'As the Template Says',
				value: 'template',
				description:
					'Keys and tokens as bearer token, logins as basic auth, Anthropic as x-api-key header; OpenAI and Anthropic keys go to their own API only, unless you set Allowed Hosts. Others, and custom fields: not at all.',
			},
			{ name: 'Basic Auth', value: 'basic', description: 'Username and password' },
			{ name: 'Bearer Token', value: 'bearer', description: 'Authorization: Bearer …' },
			{ name: 'Header', value: 'header', description: 'A header of your choice' },
			{
				name: 'Not in HTTP Requests',
				value: 'none',
				description: 'For other uses, with Output: Decrypted in Await Credential',
			},
			{ name: 'Query Parameter', value: 'query', description: 'In the address, after the question mark' },
		],
	},
	{
		displayName: 'Header Name',
		name: 'headerName',
		type: 'string',
		default: 'X-API-Key',
		required: true,
		description: 'Name of the header',
		...SHOWN_FOR('header'),
	},
	{
		displayName: 'Header Value',
		name: 'headerValue',
		type: 'string',
		default: '{api_key}',
		required: true,
		description:
			'Value of the header. The name of a field in curly brackets stands for what the person enters there.',
		...SHOWN_FOR('header'),
	},
	{
		displayName: 'Parameter Name',
		name: 'queryName',
		type: 'string',
		default: 'api_key',
		required: true,
		description: 'Name of the parameter in the address',
		...SHOWN_FOR('query'),
	},
	{
		displayName: 'Field to Send',
		name: 'sendField',
		type: 'string',
		default: '',
		placeholder: 'e.g. api_key',
		description: 'Name of the field that is sent. Leave empty for the first secret field of the form.',
		...SHOWN_FOR('bearer', 'query'),
	},
	{
		displayName: 'Username Field',
		name: 'basicUser',
		type: 'string',
		default: 'username',
		required: true,
		description: 'Name of the field that holds the username',
		...SHOWN_FOR('basic'),
	},
	{
		displayName: 'Password Field',
		name: 'basicPass',
		type: 'string',
		default: 'password',
		required: true,
		description: 'Name of the field that holds the password',
		...SHOWN_FOR('basic'),
	},
];
