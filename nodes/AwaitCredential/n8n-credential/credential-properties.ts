import type { INodeProperties } from 'n8n-workflow';

const displayOptions = { show: { output: ['n8nCredential'] } };

/** The parameters of Output: n8n Credential. */
export const credentialProperties: INodeProperties[] = [
	{
		displayName:
			'The values go straight into n8n’s own credential store, through n8n’s API, and are in no item and no execution. The API key needs the scopes credential:create and, to update, credential:read and credential:update.',
		name: 'n8nCredentialNotice',
		type: 'notice',
		default: '',
		displayOptions,
	},
	{
		displayName: 'Credential Type',
		name: 'credentialType',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. httpHeaderAuth',
		description:
			'The type’s own name, such as httpHeaderAuth, openAiApi or slackApi. It stands in the nodes of an exported workflow under "credentials".',
		displayOptions,
	},
	{
		displayName: 'Name',
		name: 'credentialName',
		type: 'string',
		default: '{displayName}',
		placeholder: 'e.g. {displayName} ({date})',
		description:
			'What the credential is called. {displayName} is what the person was asked for, {code} the code of the request, {date} today. Names are not secret, so none of the values can be in it. To leave the name of an updated credential as it is, leave this empty.',
		displayOptions,
	},
	{
		displayName: 'Credential ID to Update',
		name: 'existingCredentialId',
		type: 'string',
		default: '',
		placeholder: 'e.g. R2DjclaysHbqn778',
		description:
			'Puts the values into this credential instead of a new one; what was not received stays as it is. The ID is in the address of the credential when it is open. Needs n8n 2.',
		displayOptions,
	},
	{
		displayName: 'Project ID',
		name: 'projectId',
		type: 'string',
		default: '',
		placeholder: 'e.g. VmwOO9HeTEj20kxM',
		description:
			'Moves a new credential to this project. Empty leaves it in the personal project of whom the API key belongs to. The ID is in the address of the project.',
		displayOptions,
	},
	{
		displayName: 'Field Mapping',
		name: 'fieldMapping',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Field',
		description:
			'Where each received field goes. A field that is not named here goes to the property of the same name, or to the one that obviously means the same: api_key to apiKey, username to user.',
		displayOptions,
		options: [
			{
				displayName: 'Field',
				name: 'values',
				values: [
					{
						displayName: 'Received Field',
						name: 'field',
						type: 'string',
						default: '',
						placeholder: 'e.g. api_key',
						description: 'Name of the field as Request Credential asked for it',
					},
					{
						displayName: 'Property',
						name: 'property',
						type: 'string',
						default: '',
						placeholder: 'e.g. value',
						description: 'Name of the property in the credential type. Empty leaves the field out.',
					},
				],
			},
		],
	},
	{
		displayName: 'Fixed Values',
		name: 'fixedValues',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Value',
		description:
			'Properties of the credential that nobody has to be asked for, such as the name of a header. They are part of the workflow: nothing secret belongs here.',
		displayOptions,
		options: [
			{
				displayName: 'Value',
				name: 'values',
				values: [
					{
						displayName: 'Property',
						name: 'property',
						type: 'string',
						default: '',
						placeholder: 'e.g. name',
						description: 'Name of the property in the credential type',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. X-API-Key',
						description:
							'What the property is set to. Numbers, true and false are taken as such where the type wants them.',
					},
				],
			},
		],
	},
];
