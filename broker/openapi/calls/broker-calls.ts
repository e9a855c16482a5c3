import type { Call } from '../call';
import { REPLY_EXAMPLES } from '../examples';
import { discoveryReply, healthReply, readyReply } from '../reply-schemas';

/** What tells others about the broker. */
export const BROKER_CALLS: readonly Call[] = [
	{
		method: 'get',
		path: '/.well-known/linkauth',
		operationId: 'discover',
		summary: 'What the broker speaks',
		description: 'Extension. Nobody needs it: an agent may simply begin.',
		access: 'anybody',
		answer: {
			status: 200,
			description: 'Its addresses, and the extensions that it knows.',
			content: {
				name: 'DiscoveryReply',
				reply: discoveryReply,
				examples: { discovery: { value: REPLY_EXAMPLES.discovery } },
			},
		},
		problems: ['internal_error'],
	},
	{
		method: 'get',
		path: '/health',
		operationId: 'checkHealth',
		summary: 'Whether the process lives',
		description: 'Says nothing about the store.',
		access: 'anybody',
		answer: {
			status: 200,
			description: 'It lives.',
			content: {
				name: 'HealthReply',
				reply: healthReply,
				examples: { ok: { value: REPLY_EXAMPLES.health } },
			},
		},
		problems: ['internal_error'],
	},
	{
		method: 'get',
		path: '/ready',
		operationId: 'checkReadiness',
		summary: 'Whether it serves',
		description: 'For load balancers: the store answers, and the process is not about to end.',
		access: 'anybody',
		answer: {
			status: 200,
			description: 'It serves.',
			content: {
				name: 'ReadyReply',
				reply: readyReply,
				examples: { ready: { value: REPLY_EXAMPLES.ready } },
			},
		},
		problems: ['internal_error', 'store_unavailable', 'draining'],
	},
	{
		method: 'get',
		path: '/openapi.json',
		operationId: 'readOpenApi',
		summary: 'This document',
		description: 'OpenAPI 3.1, generated from the schemas that guard what is sent.',
		access: 'anybody',
		answer: {
			status: 200,
			description: 'The document.',
			content: { types: ['application/json'], schema: { type: 'object', required: ['openapi', 'paths'] } },
		},
		problems: ['internal_error'],
	},
];
