import type { z } from 'zod';
import type { ErrorCode } from '../../protocol/error-codes';
import type { AnswerHeader } from './answer-headers';
import type { Example, JsonSchema, Method, Operation, Parameter, Response } from './openapi-types';
import { problemResponses } from './problems';

/** Who may make a call, as the security schemes of the document name it. */
export type Access = 'anybody' | 'apiKey' | 'apiKeyOrBearer' | 'pollToken';

/** One call of the broker, as the document's tables have it. */
export interface Call {
	readonly method: Method;
	readonly path: string;
	readonly operationId: string;
	readonly summary: string;
	readonly description: string;
	readonly access: Access;
	readonly parameters?: readonly Parameter[];
	readonly body?: CallBody;
	readonly answer: CallAnswer;
	readonly problems: readonly ErrorCode[];
	readonly callbacks?: Operation['callbacks'];
}

/** What a call sends. */
export interface CallBody {
	/** Name of the schema among the components. */
	readonly name: string;
	/** The schema that guards it. */
	readonly guard: z.ZodType;
	/** What its members mean. */
	readonly words: Readonly<Record<string, string>>;
	/** What only code can say of it. */
	readonly beyond?: (schema: JsonSchema) => JsonSchema;
	readonly required?: boolean;
	readonly examples: Readonly<Record<string, Example>>;
}

/** What a call is answered with where all is well. */
export interface CallAnswer {
	readonly status: 200 | 201 | 204 | 303;
	readonly description: string;
	readonly headers?: readonly AnswerHeader[];
	readonly content?: AnswerContent;
}

/** The body of an answer: JSON by its schema, or a text of some other media type. */
export type AnswerContent =
	| {
			/** Name of the schema among the components. */
			readonly name: string;
			readonly reply: z.ZodType;
			readonly examples: Readonly<Record<string, Example>>;
	  }
	| { readonly types: readonly string[]; readonly schema?: JsonSchema };

const SECURITY: Readonly<Record<Access, Operation['security']>> = {
	anybody: [],
	apiKey: [{ apiKey: [] }, {}],
	apiKeyOrBearer: [{ apiKey: [] }, { apiKeyAsBearer: [] }, {}],
	pollToken: [{ pollToken: [], apiKey: [] }, { pollToken: [] }],
};

/** The call as the document has it. */
export function operationOf(call: Call, tag: string): Operation {
	const { operationId, summary, description, parameters, body, answer, problems, callbacks } = call;
	const limited = problems.includes('rate_limited');
	return {
		operationId,
		tags: [tag],
		summary,
		description,
		security: SECURITY[call.access],
		...(parameters && { parameters }),
		...(body && {
			requestBody: {
				required: body.required ?? true,
				content: { 'application/json': { schema: component(body.name), examples: body.examples } },
			},
		}),
		responses: {
			[String(answer.status)]: responseOf(limited ? { ...answer, headers: withLimits(answer) } : answer),
			...problemResponses(problems),
		},
		...(callbacks && { callbacks }),
	};
}

function withLimits({ headers = [] }: CallAnswer): readonly AnswerHeader[] {
	return [...headers, 'RateLimit-Policy', 'RateLimit'];
}

function responseOf({ description, headers = [], content }: CallAnswer): Response {
	return {
		description,
		headers: Object.fromEntries(
			(['X-Request-Id', ...headers] as const).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
		),
		...(content && { content: contentOf(content) }),
	};
}

function contentOf(content: AnswerContent): NonNullable<Response['content']> {
	if ('reply' in content) {
		return { 'application/json': { schema: component(content.name), examples: content.examples } };
	}
	const { types, schema = { type: 'string' } } = content;
	return Object.fromEntries(types.map((type) => [type, { schema }]));
}

function component(name: string): JsonSchema {
	return { $ref: `#/components/schemas/${name}` };
}
