import { ANSWER_HEADERS } from './answer-headers';
import { operationOf, type Call } from './call';
import { AGENT_CALLS } from './calls/agent-calls';
import { BROKER_CALLS } from './calls/broker-calls';
import { PAGE_CALLS } from './calls/page-calls';
import { PERSON_CALLS } from './calls/person-calls';
import { acceptedBy, sentAs } from './json-schema';
import type { JsonSchema, OpenApiDocument, Operation } from './openapi-types';
import { PROBLEM_EXAMPLES, PROBLEM_SCHEMA, problemResponse } from './problems';
import { callbackMessage } from './reply-schemas';
import { SECURITY_SCHEMES } from './security-schemes';

const GROUPS: readonly {
	readonly name: string;
	readonly description: string;
	readonly calls: readonly Call[];
}[] = [
	{ name: 'Agents', description: 'Ask for a credential, wait, collect it.', calls: AGENT_CALLS },
	{ name: 'People', description: 'What the page calls for the person.', calls: PERSON_CALLS },
	{ name: 'Broker', description: 'What it is and how it is.', calls: BROKER_CALLS },
	{ name: 'Pages', description: 'What browsers open.', calls: PAGE_CALLS },
];

const DESCRIPTION = `A broker lets an agent, which wants a credential, and a person, who has it, meet. The credential passes through it encrypted to the agent’s key: the broker is a mailbox, not a vault.

JSON in, JSON out. Members that are not named here are ignored, in requests and in answers. Every 4xx and 5xx is a problem document (RFC 9457) whose \`code\` is stable; an agent tries again after network failures, 429 and 5xx until the session’s time is up, and after nothing else. At any other address the answer is 404 \`not_found\`, with any other method 405 \`method_not_allowed\`, and to what is not HTTP at all 400, 408 or 431. HEAD works wherever GET does, except for polls, and OPTIONS lists the methods.`;

/**
 * The OpenAPI document of the broker, made from the schemas that guard its input and from those of its replies.
 * @param version the broker's
 */
export function buildDocument(version: string): OpenApiDocument {
	return {
		openapi: '3.1.1',
		info: {
			title: 'LinkAuth broker',
			version,
			summary: 'Ask a person for a credential, end-to-end encrypted.',
			description: DESCRIPTION,
			license: { name: 'MIT', identifier: 'MIT' },
		},
		servers: [{ url: '/', description: 'The broker that serves this document.' }],
		tags: GROUPS.map(({ name, description }) => ({ name, description })),
		paths: paths(),
		components: {
			schemas: schemas(),
			headers: ANSWER_HEADERS,
			examples: PROBLEM_EXAMPLES,
			responses: {
				NotFound: problemResponse(['not_found']),
				MethodNotAllowed: problemResponse(['method_not_allowed']),
				MalformedRequest: problemResponse(['malformed_request']),
				RequestTimeout: problemResponse(['request_timeout']),
				HeadersTooLarge: problemResponse(['headers_too_large']),
			},
			securitySchemes: SECURITY_SCHEMES,
		},
	};
}

function paths(): OpenApiDocument['paths'] {
	const all: Record<string, Record<string, Operation>> = {};
	for (const { name, calls } of GROUPS) {
		for (const call of calls) (all[call.path] ??= {})[call.method] = operationOf(call, name);
	}
	return all;
}

function schemas(): Record<string, JsonSchema> {
	const named: Record<string, JsonSchema> = {};
	for (const { body, answer } of GROUPS.flatMap(({ calls }) => calls)) {
		if (body) named[body.name] = (body.beyond ?? ((schema) => schema))(acceptedBy(body.guard, body.words));
		const { content } = answer;
		if (content && 'reply' in content) named[content.name] = sentAs(content.reply);
	}
	return { ...named, CallbackMessage: sentAs(callbackMessage), Problem: PROBLEM_SCHEMA };
}
