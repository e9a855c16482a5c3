import { ENVELOPE_ALGORITHM } from '../../protocol/envelope';
import { answerSelfCheck } from '../http/answer-self-check';
import { shuttingDown } from '../problem';
import { DEVICE_CODE_GRANT } from '../sessions/device-requests';
import { route, type Route } from './route';
import { sendFile } from './static-file';

/** What tells others about the broker. */
export const BROKER_ROUTES: readonly Route[] = [
	route({
		method: 'get',
		path: '/.well-known/linkauth',
		operationId: 'discover',
		summary: 'What the broker speaks',
		description: 'Extension. Nobody needs it: an agent may simply begin.',
		access: 'anybody',
		answer: {
			status: 200,
			description: 'Its addresses, and the extensions that it knows.',
			reply: 'DiscoveryReply',
		},
		handle: (context, { baseUrl, selfCheckKey }) => {
			answerSelfCheck(context, selfCheckKey);
			return {
				issuer: baseUrl,
				session_endpoint: `${baseUrl}/v1/sessions`,
				verification_uri: `${baseUrl}/connect`,
				algorithms_supported: [ENVELOPE_ALGORITHM],
				extensions_supported: [
					'long_poll',
					'idempotent_collection',
					'agent_state',
					'poll_token_hash',
					'key_pinning',
					'long_link',
					'session_ended',
					'callback_events',
				],
			};
		},
	}),
	route({
		method: 'get',
		path: '/.well-known/oauth-authorization-server',
		operationId: 'discoverDeviceFlow',
		summary: 'The same, for OAuth clients',
		description: 'Authorization server metadata (RFC 8414): where an OAuth client finds the device flow.',
		access: 'anybody',
		answer: { status: 200, description: 'The metadata.', reply: 'AuthorizationServerMetadata' },
		handle: (_, { baseUrl, keyring }) => ({
			issuer: baseUrl,
			device_authorization_endpoint: `${baseUrl}/device_authorization`,
			token_endpoint: `${baseUrl}/token`,
			grant_types_supported: [DEVICE_CODE_GRANT],
			response_types_supported: [],
			token_endpoint_auth_methods_supported: keyring.required ? ['client_secret_basic'] : ['none'],
		}),
	}),
	route({
		method: 'get',
		path: '/health',
		operationId: 'checkHealth',
		summary: 'Whether the process lives',
		description: 'Says nothing about the store.',
		access: 'anybody',
		answer: { status: 200, description: 'It lives.', reply: 'HealthReply' },
		handle: () => ({ status: 'ok' }),
	}),
	route({
		method: 'get',
		path: '/ready',
		operationId: 'checkReadiness',
		summary: 'Whether it serves',
		description:
			'For load balancers: the store answers, and the process is not about to end. A store that is full is said here, and is no reason to turn away: new sessions are refused, and those that wait go on.',
		access: 'anybody',
		store: 'uses',
		answer: { status: 200, description: 'It serves.', reply: 'ReadyReply' },
		problems: ['draining'],
		handle: async (_, { store, notReady }) => {
			if (notReady.aborted) throw shuttingDown();
			const asked = performance.now();
			await store.ping();
			const latency = Math.round((performance.now() - asked) * 1_000) / 1_000;
			return { status: 'ready', store: { latency_ms: latency, full: store.room().full } };
		},
	}),
	route({
		method: 'get',
		path: '/openapi.json',
		operationId: 'readOpenApi',
		summary: 'This document',
		description: 'OpenAPI 3.1, generated from the schemas that guard what is sent.',
		access: 'anybody',
		answer: {
			status: 200,
			description: 'The document.',
			headers: ['Content-Encoding', 'Vary'],
			types: ['application/json'],
		},
		handle: (context, { docs }) => {
			context.type = 'application/json; charset=utf-8';
			sendFile(context, docs.openApi);
		},
	}),
];
