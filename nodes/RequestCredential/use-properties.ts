import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { BROKER_TEMPLATE, CUSTOM } from './credential-properties';
import { SIGN_IN } from './sign-in-properties';

/** The value of "Use in HTTP Requests" that adds the list of places. */
export const SEVERAL = 'several';

const ONE_PLACE: INodePropertyOptions[] = [
	{ name: 'Basic Auth', value: 'basic', description: 'Username and password, as browsers send them' },
	{
		name: 'Bearer Token',
		value: 'bearer',
		description: 'The header Authorization: Bearer, with one field behind it',
	},
	{ name: 'Body Field', value: 'body', description: 'One field of a JSON or form body' },
	{
		name: 'Header',
		value: 'header',
		description: 'A header of your choice, with one or more fields in its value',
	},
];

const QUERY: INodePropertyOptions = {
	name: 'Query Parameter',
	value: 'query',
	description: 'In the address, after the question mark',
};

const WAYS: INodePropertyOptions[] = [...ONE_PLACE, QUERY];

/** The parameters of a place in a request, shown where the parameter of this name says so. */
function detailsFor(parameter: string): INodeProperties[] {
	const shownFor = (...values: string[]) => ({ displayOptions: { show: { [parameter]: values } } });
	return [
		{
			displayName: 'Body Field Name',
			name: 'bodyName',
			type: 'string',
			default: 'api_key',
			required: true,
			description:
				'Name of the field in the body. Set JSON or Form Urlencoded as Body Content Type in the HTTP Request node.',
			...shownFor('body'),
		},
		{
			displayName: 'Field to Send',
			name: 'sendField',
			type: 'string',
			default: '',
			placeholder: 'e.g. api_key',
			description: 'Name of the field that is sent. Leave empty for the first secret field of the form.',
			...shownFor('bearer', 'body', 'query'),
		},
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			default: 'X-API-Key',
			required: true,
			description: 'Name of the header, as the documentation of the service gives it',
			...shownFor('header'),
		},
		{
			displayName: 'Header Value',
			name: 'headerValue',
			type: 'string',
			default: '{api_key}',
			required: true,
			description:
				'Value of the header. The name of a field in curly brackets stands for what the person enters there.',
			...shownFor('header'),
		},
		{
			displayName: 'Parameter Name',
			name: 'queryName',
			type: 'string',
			default: 'api_key',
			required: true,
			description: 'Name of the parameter in the address, as the documentation of the service gives it',
			...shownFor('query'),
		},
		{
			displayName: 'Password Field',
			name: 'basicPass',
			type: 'string',
			default: 'password',
			required: true,
			description: 'Name of the field that holds the password',
			...shownFor('basic'),
		},
		{
			displayName: 'Username Field',
			name: 'basicUser',
			type: 'string',
			default: 'username',
			required: true,
			description: 'Name of the field that holds the username',
			...shownFor('basic'),
		},
	];
}

const NOT_SENT = 'Not in HTTP Requests';

/** What Automatic does with the credential of a template, in the words of the choices below it. */
const AUTOMATIC: readonly (readonly [automatic: string, ...templates: string[]])[] = [
	['Bearer Token', 'api_key', 'bearer_token', 'openai', SIGN_IN],
	['Basic Auth', 'basic_auth'],
	['Header x-api-key', 'anthropic'],
	[NOT_SENT, 'aws', 'certificate', 'database', CUSTOM, BROKER_TEMPLATE],
];

const USE_IN_HTTP: INodeProperties & { options: INodePropertyOptions[] } = {
	displayName: 'Use in HTTP Requests',
	name: 'useInHttp',
	type: 'options',
	default: 'template',
	description:
		'How HTTP Request nodes send what the person gives, without the workflow seeing it. It is sealed in with the credential and cannot be changed later.',
	options: [
		{ name: 'Automatic', value: 'template', description: 'What is usual for a credential of this kind' },
		...ONE_PLACE,
		{
			name: NOT_SENT,
			value: 'none',
			description: 'For other uses, with Output: Decrypted or n8n Credential in Await Credential',
		},
		QUERY,
		{ name: 'Several Places', value: SEVERAL, description: 'In more than one place of a request at once' },
	],
};

/** The parameter, for the templates that Automatic means the same for. */
function useInHttp(automatic: string, templates: readonly string[]): INodeProperties {
	const [first, ...others] = USE_IN_HTTP.options;
	const options = [{ ...first, name: `Automatic (${automatic})`, value: 'template' }, ...others];
	return { ...USE_IN_HTTP, displayOptions: { show: { template: [...templates] } }, options };
}

/** How the credential will be used: fixed at this point, because the person is told and the seal holds it. */
export const useProperties: INodeProperties[] = [
	...AUTOMATIC.map(([automatic, ...templates]) => useInHttp(automatic, templates)),
	...detailsFor('useInHttp'),
	{
		displayName: 'Places',
		name: 'places',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Place',
		description: 'Every place of the request that the credential goes to',
		typeOptions: { multipleValues: true },
		displayOptions: { show: { useInHttp: [SEVERAL] } },
		options: [
			{
				displayName: 'Place',
				name: 'place',
				values: [
					{
						displayName: 'Way',
						name: 'way',
						type: 'options',
						default: 'header',
						description: 'Where in the request this part of the credential goes',
						options: WAYS,
					},
					...detailsFor('way'),
				],
			},
		],
	},
];
