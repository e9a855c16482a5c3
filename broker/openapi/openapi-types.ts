/*
 * The parts of OpenAPI 3.1 that the broker's document is made of, as its specification names them.
 */

/** A JSON Schema (draft 2020-12), as much of it as appears here. */
export interface JsonSchema {
	$ref?: string;
	type?: string;
	title?: string;
	description?: string;
	properties?: Record<string, JsonSchema>;
	required?: readonly string[];
	items?: JsonSchema;
	oneOf?: readonly JsonSchema[];
	anyOf?: readonly JsonSchema[];
	enum?: readonly (string | number | boolean)[];
	const?: string | number | boolean;
	default?: unknown;
	examples?: readonly unknown[];
	format?: string;
	pattern?: string;
	minLength?: number;
	maxLength?: number;
	minimum?: number;
	maximum?: number;
	exclusiveMinimum?: number;
	minItems?: number;
	maxItems?: number;
	if?: JsonSchema;
	then?: JsonSchema;
	additionalProperties?: boolean | JsonSchema;
}

/** A named example. */
export interface Example {
	readonly summary?: string;
	readonly value: unknown;
}

/** What a body of one media type looks like. */
export interface MediaType {
	readonly schema: JsonSchema;
	readonly example?: unknown;
	readonly examples?: Readonly<Record<string, Example | Reference>>;
}

/** A parameter in the path or among the headers. */
export interface Parameter {
	readonly name: string;
	readonly in: 'path' | 'header' | 'query';
	readonly description: string;
	readonly required?: boolean;
	readonly schema: JsonSchema;
	readonly example?: string;
}

/** A header of an answer. */
export interface Header {
	readonly description: string;
	readonly required?: boolean;
	readonly schema: JsonSchema;
	readonly example?: unknown;
}

/** One answer. */
export interface Response {
	readonly description: string;
	readonly headers?: Readonly<Record<string, Header | Reference>>;
	readonly content?: Readonly<Record<string, MediaType>>;
}

/** What stands elsewhere in the document. */
export interface Reference {
	readonly $ref: string;
}

/** What a call sends. */
interface RequestBody {
	readonly description?: string;
	readonly required: boolean;
	readonly content: Readonly<Record<string, MediaType>>;
}

/** One call. */
export interface Operation {
	readonly operationId: string;
	readonly tags: readonly [string];
	readonly summary: string;
	readonly description: string;
	readonly security: readonly Readonly<Record<string, readonly string[]>>[];
	readonly parameters?: readonly Parameter[];
	readonly requestBody?: RequestBody;
	readonly responses: Readonly<Record<string, Response>>;
	readonly callbacks?: Readonly<
		Record<string, Readonly<Record<string, { readonly post: CallbackOperation }>>>
	>;
}

/** A call that the broker makes. */
interface CallbackOperation {
	readonly summary: string;
	readonly description: string;
	readonly parameters: readonly Parameter[];
	readonly requestBody: RequestBody;
	readonly responses: Readonly<Record<string, Response>>;
}

export const METHODS = ['get', 'post', 'patch', 'delete'] as const;

/** One of {@link METHODS}. */
export type Method = (typeof METHODS)[number];

/** How a caller shows who it is. */
interface SecurityScheme {
	readonly type: 'apiKey' | 'http';
	readonly description: string;
	readonly in?: 'header';
	readonly name?: string;
	readonly scheme?: 'bearer';
}

/** The document. */
export interface OpenApiDocument {
	readonly openapi: '3.1.1';
	readonly info: {
		readonly title: string;
		readonly version: string;
		readonly summary: string;
		readonly description: string;
		readonly license: { readonly name: string; readonly identifier: string };
	};
	readonly servers: readonly { readonly url: string; readonly description: string }[];
	readonly tags: readonly { readonly name: string; readonly description: string }[];
	readonly paths: Readonly<Record<string, Readonly<Partial<Record<Method, Operation>>>>>;
	readonly components: {
		readonly schemas: Readonly<Record<string, JsonSchema>>;
		readonly headers: Readonly<Record<string, Header>>;
		readonly examples: Readonly<Record<string, Example>>;
		readonly responses: Readonly<Record<string, Response>>;
		readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
	};
}
