import {
	createDocument,
	type ZodOpenApiOverride,
	type oas31,
	type ZodOpenApiOperationObject,
	type ZodOpenApiResponseObject,
} from 'zod-openapi';
import { ERROR_CODES, type ErrorCode } from '../../protocol/error-codes';
import { oauthErrorOf } from '../http/oauth-errors';
import { ANSWER_HEADERS, REQUEST_HEADERS, type AnswerHeader } from '../routes/headers';
import { REPLIES } from '../routes/replies';
import type { Access, Route, RouteLimit } from '../routes/route';
import { ROUTE_GROUPS } from '../routes/routes';
import { CALLBACK } from './callback';
import { EXAMPLES, LIVE_EXAMPLES } from './examples';
import type { OpenApiDocument } from './openapi-types';
import { PROBLEM_EXAMPLES } from './problem-examples';
import { problemsOf } from './problems-of';

const DESCRIPTION = `A broker lets an agent, which wants a credential, and a person, who has it, meet. The credential passes through it encrypted to the agent’s key: the broker is a mailbox, not a vault.

JSON in, JSON out. Members that are not named here are ignored, in requests and in answers. Every 4xx and 5xx is a problem document (RFC 9457) whose \`code\` is stable; an agent tries again after network failures, 429 and 5xx until the session’s time is up, and after nothing else. At any other address the answer is 404 \`not_found\`, with any other method 405 \`method_not_allowed\`, and to what is not HTTP at all 400, 408 or 431. HEAD works wherever GET does, except for polls, and OPTIONS lists the methods.`;

const SECURITY_SCHEMES = {
	apiKey: {
		type: 'apiKey',
		in: 'header',
		name: 'X-API-Key',
		description:
			'An API key of this broker. Needed where the operator has configured keys; otherwise it is left out.',
	},
	apiKeyAsBearer: {
		type: 'http',
		scheme: 'bearer',
		description: 'The API key as a bearer token, where the call has no poll token.',
	},
	apiKeyAsSecret: {
		type: 'http',
		scheme: 'basic',
		description: 'The API key as the secret of an OAuth client, whose name is its `client_id`.',
	},
	pollToken: {
		type: 'http',
		scheme: 'bearer',
		description: 'The poll token of the session (RFC 6750), `pt_` and base64url of 32 bytes.',
	},
} as const;

const SECURITY: Readonly<Record<Access, Record<string, string[]>[]>> = {
	anybody: [],
	apiKey: [{ apiKey: [] }, {}],
	apiKeyOrBearer: [{ apiKey: [] }, { apiKeyAsBearer: [] }, {}],
	client: [{ apiKey: [] }, { apiKeyAsSecret: [] }, {}],
	pollToken: [{ pollToken: [], apiKey: [] }, { pollToken: [] }],
};

/** Parameters in addresses, by their name in the router. */
const PATH_PARAMETERS: Readonly<Record<string, oas31.ParameterObject>> = {
	id: {
		name: 'session_id',
		in: 'path',
		required: true,
		description: 'The session’s id.',
		schema: { type: 'string', pattern: '^[0-9a-f]{64}$' },
		example: LIVE_EXAMPLES.session_id,
	},
	code: {
		name: 'code',
		in: 'path',
		required: true,
		description:
			'What the link ends with: a long one’s 28 characters, or the user code, whose case, spaces and hyphens do not matter.',
		schema: { type: 'string' },
		example: LIVE_EXAMPLES.code,
	},
	file: {
		name: 'file',
		in: 'path',
		required: true,
		description: 'The name of the file, with a hash of its content.',
		schema: { type: 'string' },
	},
};

/**
 * The OpenAPI document of the broker, made from the rows of its routes and from the schemas that guard them.
 * @param version the broker's
 */
export function buildDocument(version: string): OpenApiDocument {
	const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
	for (const { name, routes } of ROUTE_GROUPS) {
		for (const row of routes) (paths[documentedPath(row)] ??= {})[row.method] = operationOf(row, name);
	}
	const document = createDocument(
		{
			openapi: '3.1.1',
			info: {
				title: 'LinkAuth broker',
				version,
				summary: 'Ask a person for a credential, end-to-end encrypted.',
				description: DESCRIPTION,
				license: { name: 'MIT', identifier: 'MIT' },
			},
			servers: [{ url: '/', description: 'The broker that serves this document.' }],
			tags: ROUTE_GROUPS.map(({ name, description }) => ({ name, description })),
			paths,
			components: {
				schemas: REPLIES,
				headers: ANSWER_HEADERS,
				examples: Object.fromEntries(
					Object.entries(PROBLEM_EXAMPLES)
						.filter(([code]) => !OAUTH_ONLY.has(code))
						.map(([code, problem]) => [
							code,
							{ summary: ERROR_CODES[code as ErrorCode].title, value: problem.toProblem() },
						]),
				),
				responses: {
					NotFound: problemResponse(['not_found']),
					MethodNotAllowed: problemResponse(['method_not_allowed']),
					MalformedRequest: problemResponse(['malformed_request']),
					RequestTimeout: problemResponse(['request_timeout']),
					HeadersTooLarge: problemResponse(['headers_too_large']),
				},
				securitySchemes: SECURITY_SCHEMES,
			},
		},
		{ override: asFarAsItSays },
	);
	return document as unknown as OpenApiDocument;
}

/** Takes away what a generator adds and nobody said: a bound at the end of all numbers, and that there is no more. */
const asFarAsItSays: ZodOpenApiOverride = ({ jsonSchema }) => {
	if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
	if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
};

/** `/v1/sessions/{session_id}` */
function documentedPath({ path }: Route): string {
	return path.replace(/:(\w+)/g, (_, name: string) => `{${PATH_PARAMETERS[name]?.name ?? name}}`);
}

function operationOf(row: Route, tag: string): ZodOpenApiOperationObject {
	const { operationId, summary, description, access, body, answer, callsBack } = row;
	const parameters = parametersOf(row);
	return {
		operationId,
		tags: [tag],
		summary,
		description,
		security: SECURITY[access],
		...(parameters.length > 0 && { parameters }),
		...(body && {
			requestBody: {
				required: body.optional !== true,
				content: {
					[body.form ? 'application/x-www-form-urlencoded' : 'application/json']: {
						schema: body.schema,
						examples: EXAMPLES[String(body.schema.meta()?.id)] ?? {},
					},
				},
			},
		}),
		responses: {
			[String(answer.status) as '200']: responseOf(row),
			...(row.oauthErrors ? oauthResponses(problemsOf(row)) : problemResponses(problemsOf(row))),
		},
		...(callsBack && { callbacks: CALLBACK }),
	};
}

function parametersOf({ path, headers = [] }: Route): oas31.ParameterObject[] {
	const inPath = [...path.matchAll(/:(\w+)/g)].flatMap(([, name = '']) => PATH_PARAMETERS[name] ?? []);
	return [...inPath, ...headers.map((name) => ({ name, in: 'header' as const, ...REQUEST_HEADERS[name] }))];
}

/** Limits whose state is in the answer of a call that succeeded. */
const LIMITS_IN_ANSWERS: ReadonlySet<RouteLimit> = new Set([
	'creation',
	'code',
	'lookUp',
	'typedCode',
	'callback',
]);

function responseOf({ limit, answer }: Route): ZodOpenApiResponseObject {
	const { description, headers = [], reply, types = [] } = answer;
	const limits: AnswerHeader[] =
		limit && LIMITS_IN_ANSWERS.has(limit) ? ['RateLimit-Policy', 'RateLimit'] : [];
	const content = reply
		? { 'application/json': { schema: REPLIES[reply], examples: EXAMPLES[reply] ?? {} } }
		: Object.fromEntries(types.map((type) => [type, { schema: UNDESCRIBED[type] ?? { type: 'string' } }]));
	return {
		description,
		headers: referencesTo(['X-Request-Id', ...headers, ...limits]),
		...(Object.keys(content).length > 0 && { content }),
	};
}

/** What is JSON and has no schema of ours: this very document. */
const UNDESCRIBED: Readonly<Record<string, object>> = {
	'application/json': { type: 'object', required: ['openapi', 'paths'] },
};

function problemResponses(codes: readonly ErrorCode[]): Record<string, ZodOpenApiResponseObject> {
	const byStatus = Map.groupBy(codes, (code) => String(ERROR_CODES[code].status));
	return Object.fromEntries([...byStatus].map(([status, same]) => [status, problemResponse(same)]));
}

/** Codes that are told to OAuth clients alone, as errors of theirs. */
const OAUTH_ONLY: ReadonlySet<string> = new Set<ErrorCode>([
	'unsupported_grant_type',
	'authorization_pending',
	'access_denied',
	'already_collected',
]);

/** The same where errors are those of OAuth. */
function oauthResponses(codes: readonly ErrorCode[]): Record<string, ZodOpenApiResponseObject> {
	const errors = codes.map((code) => ({ code, ...oauthErrorOf(PROBLEM_EXAMPLES[code]) }));
	const byStatus = Map.groupBy(errors, ({ status }) => String(status));
	return Object.fromEntries(
		[...byStatus].map(([status, same]) => [
			status,
			{
				description: same
					.map(({ code, body }) => `\`${body.error}\`: ${ERROR_CODES[code].meaning}`)
					.join('\n\n'),
				headers: referencesTo(['X-Request-Id']),
				content: {
					'application/json': {
						schema: REPLIES.OAuthError,
						examples: Object.fromEntries(
							same.map(({ code, body }) => [code, { summary: ERROR_CODES[code].title, value: body }]),
						),
					},
				},
			},
		]),
	);
}

/** One answer that carries one of these codes, which have one status. */
function problemResponse(codes: ErrorCode[]): ZodOpenApiResponseObject {
	return {
		description: codes.map((code) => `\`${code}\`: ${ERROR_CODES[code].meaning}`).join('\n\n'),
		headers: referencesTo([...new Set<AnswerHeader>(['X-Request-Id', ...codes.flatMap(headersOf)])]),
		content: {
			'application/problem+json': {
				schema: { $ref: '#/components/schemas/Problem', properties: { code: { enum: codes } } },
				examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
			},
		},
	};
}

/** The headers that the broker sends with a problem. */
function headersOf(code: ErrorCode): AnswerHeader[] {
	const limits: AnswerHeader[] = code === 'rate_limited' ? ['RateLimit-Policy', 'RateLimit'] : [];
	return [...(Object.keys(PROBLEM_EXAMPLES[code].extras.headers ?? {}) as AnswerHeader[]), ...limits];
}

function referencesTo(names: readonly AnswerHeader[]) {
	return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
