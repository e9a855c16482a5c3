/** What kind of input a field is; `file` and `otp` are extensions to LinkAuth. */
export const FIELD_TYPES = ['text', 'password', 'textarea', 'select', 'file', 'otp'] as const;

/** One of {@link FIELD_TYPES}. */
export type FieldType = (typeof FIELD_TYPES)[number];

/** One field of the form that the person fills in. */
export interface FieldDefinition {
	/** Member name of the value in the credential. */
	readonly name: string;
	/** What the person reads. */
	readonly label: string;
	readonly type: FieldType;
	/** Default true. */
	readonly required?: boolean;
	/** The choices of a `select`. */
	readonly options?: readonly string[];
	readonly placeholder?: string;
	/** A sentence below the field. */
	readonly help?: string;
	/** A regular expression that the whole value must match (HTML `pattern`). */
	readonly pattern?: string;
	/** Characters, or for `file` bytes. */
	readonly max_length?: number;
}

/** A named set of fields. */
export interface Template {
	readonly display_name: string;
	readonly fields: readonly FieldDefinition[];
}

const apiKey = (placeholder?: string): readonly FieldDefinition[] => [
	{
		name: 'api_key',
		label: 'API key',
		type: 'password',
		...(placeholder === undefined ? {} : { placeholder }),
	},
];

/** The form templates that every broker of this project knows. Operators add their own in the configuration. */
export const BUILT_IN_TEMPLATES = {
	api_key: { display_name: 'API key', fields: apiKey() },
	basic_auth: {
		display_name: 'Username and password',
		fields: [
			{ name: 'username', label: 'Username', type: 'text' },
			{ name: 'password', label: 'Password', type: 'password' },
		],
	},
	bearer_token: {
		display_name: 'Access token',
		fields: [{ name: 'token', label: 'Access token', type: 'password' }],
	},
	openai: { display_name: 'OpenAI API key', fields: apiKey('sk-…') },
	anthropic: { display_name: 'Anthropic API key', fields: apiKey('sk-ant-…') },
	aws: {
		display_name: 'AWS access key',
		fields: [
			{ name: 'access_key_id', label: 'Access key ID', type: 'text', placeholder: 'AKIA…' },
			{ name: 'secret_access_key', label: 'Secret access key', type: 'password' },
			{
				name: 'region',
				label: 'Region',
				type: 'text',
				required: false,
				placeholder: 'eu-central-1',
			},
		],
	},
	certificate: {
		display_name: 'Certificate',
		fields: [
			{
				name: 'certificate',
				label: 'Certificate',
				type: 'textarea',
				placeholder: '-----BEGIN CERTIFICATE-----',
				help: 'PEM, with the whole chain if there is one.',
			},
			{
				name: 'private_key',
				label: 'Private key',
				type: 'textarea',
				placeholder: '-----BEGIN PRIVATE KEY-----',
				help: 'PEM.',
			},
			{ name: 'passphrase', label: 'Passphrase', type: 'password', required: false },
		],
	},
	database: {
		display_name: 'Database',
		fields: [
			{ name: 'host', label: 'Host', type: 'text', placeholder: 'db.example.com' },
			{ name: 'port', label: 'Port', type: 'text', pattern: '[0-9]{1,5}', placeholder: '5432' },
			{ name: 'database', label: 'Database', type: 'text' },
			{ name: 'username', label: 'Username', type: 'text' },
			{ name: 'password', label: 'Password', type: 'password' },
		],
	},
} as const satisfies Readonly<Record<string, Template>>;

/** Name of a built-in form template. */
export type BuiltInTemplateName = keyof typeof BUILT_IN_TEMPLATES;
