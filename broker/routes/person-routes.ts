import { LIMITS } from '../../protocol/limits';
import { longestEnvelope } from '../sessions/check-envelope';
import { complete } from '../sessions/complete';
import { confirm } from '../sessions/confirm';
import { deny } from '../sessions/deny';
import { lookUp } from '../sessions/look-up';
import { completeSchema, denySchema, resolveSchema } from '../sessions/requests';
import { route, withOrigin, type Route, type RouteAnswer } from './route';

/** Bytes. */
const SMALL_LIMIT = 16 * 1024;
const COMPLETE_LIMIT = longestEnvelope(LIMITS.plaintextWithFiles) + SMALL_LIMIT;

const INFO: RouteAnswer = { status: 200, description: 'What the page shows.', reply: 'SessionInfo' };

/** The calls of the page, in the order of a session's life. */
export const PERSON_ROUTES: readonly Route[] = [
	route({
		method: 'get',
		path: '/v1/connect/:code',
		operationId: 'lookUpSession',
		summary: 'What the page shows',
		description:
			'Changes nothing. 404 unless the session is `pending`: to whoever looks, unknown, expired, confirmed and decided sessions are the same.',
		access: 'anybody',
		limit: 'code',
		store: 'reads',
		answer: INFO,
		handle: (_, { sessions, security }, { code }) => lookUp(sessions, code, security),
	}),
	route({
		method: 'post',
		path: '/v1/connect/resolve',
		operationId: 'resolveCode',
		summary: 'The same, for a typed code',
		description: 'Finds the session for a code however it was typed.',
		access: 'anybody',
		limit: 'code',
		body: { schema: resolveSchema, limit: SMALL_LIMIT },
		store: 'reads',
		answer: INFO,
		handle: (_, { sessions, security }, { code }) => lookUp(sessions, code, security),
	}),
	route({
		method: 'post',
		path: '/v1/connect/:code/confirm',
		operationId: 'confirmCode',
		summary: 'The code matches',
		description:
			'Exactly one caller gets a connect token, whoever comes later gets 409. Repeated with the same `Idempotency-Key` it gives another token; each of them works.',
		access: 'anybody',
		limit: 'code',
		headers: ['Idempotency-Key'],
		store: 'writes',
		answer: { status: 200, description: 'This browser, and no other, goes on.', reply: 'ConfirmReply' },
		problems: ['already_decided'],
		handle: async (context, { sessions }, { code, idempotencyKey }) => {
			const reply = await confirm(withOrigin(context, sessions), code, idempotencyKey);
			context.state.notes['outcome'] = 'confirmed';
			return reply;
		},
	}),
	route({
		method: 'post',
		path: '/v1/connect/:code/complete',
		operationId: 'completeSession',
		summary: 'Hand in the envelope',
		description: 'The browser that confirmed hands in the credential, encrypted to the agent’s key.',
		access: 'anybody',
		// Whoever has typed a credential is not held up by how often the page was looked at.
		limit: 'guesses',
		headers: ['Idempotency-Key'],
		body: { schema: completeSchema, limit: COMPLETE_LIMIT },
		store: 'writes',
		answer: { status: 204, description: 'The broker has it.' },
		problems: ['connect_token_invalid', 'already_decided', 'not_confirmed', 'invalid_envelope'],
		handle: async (context, { sessions }, { code, body, idempotencyKey }) => {
			await complete(withOrigin(context, sessions), code, body, idempotencyKey);
			context.state.notes['outcome'] = 'completed';
		},
	}),
	route({
		method: 'post',
		path: '/v1/connect/:code/deny',
		operationId: 'denySession',
		summary: 'Decline',
		description:
			'Extension. Before confirming with nothing but the code, after confirming with the connect token. The agent’s polls repeat the reason.',
		access: 'anybody',
		limit: 'code',
		headers: ['Idempotency-Key'],
		body: { schema: denySchema, limit: SMALL_LIMIT, optional: true },
		store: 'writes',
		answer: { status: 204, description: 'The session has ended.' },
		problems: ['connect_token_invalid', 'already_decided'],
		handle: async (context, { sessions }, { code, body, idempotencyKey }) => {
			context.state.notes['outcome'] = await deny(withOrigin(context, sessions), code, body, idempotencyKey);
		},
	}),
];
