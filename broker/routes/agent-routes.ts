import { HEADERS } from '../../protocol/messages';
import { isWaiting } from '../../protocol/states';
import { preferredWait } from '../http/read-headers';
import { requireCallbackHost } from '../sessions/caller-permissions';
import { callbackSchema, createSessionSchema } from '../sessions/requests';
import { isAnswerToGuess } from './guard';
import { roomFor } from './room-for-polls';
import { route, sessionRoute, type Route } from './route';

/** Bytes of a `POST /v1/sessions` body: every member at its longest, as escaped as JSON allows, fits. */
const CREATE_LIMIT = 256 * 1024;

/** Bytes of a `PATCH /v1/sessions/{id}` body: the longest address, as escaped as JSON allows, fits. */
const CALLBACK_LIMIT = 16 * 1024;

/** The calls of agents, in the order of a session's life. */
export const AGENT_ROUTES: readonly Route[] = [
	route({
		method: 'post',
		path: '/v1/sessions',
		operationId: 'createSession',
		summary: 'Ask for a credential',
		description:
			'Creates a session: a link with a user code for the person, and a poll token for the agent. Where the broker has API keys, `Authorization: Bearer` with the key does as well as `X-API-Key` here.',
		access: 'apiKeyOrBearer',
		limit: 'creation',
		body: {
			schema: createSessionSchema,
			limit: CREATE_LIMIT,
			otherFaults: (body, { sessions }) => sessions.requestFaults(body),
		},
		store: 'fills',
		answer: {
			status: 201,
			description:
				'The session, in the words of RFC 8628 and of LinkAuth 0.2 alike. Before the link is sent, the key is pinned in it: `#k=` and the base64url SHA-256 of the public key in DER.',
			reply: 'CreateSessionReply',
		},
		problems: [
			'invalid_public_key',
			'unknown_template',
			'unknown_oauth_provider',
			'oauth_endpoint_not_allowed',
			'provider_unavailable',
			'too_many_sessions',
		],
		callsBack: true,
		handle: async ({ state }, { sessions }, { body, origin }) => {
			const reply = await sessions.create(body, origin);
			state.sessionId = reply.session_id;
			return reply;
		},
	}),
	sessionRoute({
		method: 'get',
		path: '/v1/sessions/:id',
		operationId: 'pollSession',
		summary: 'Poll, and collect the envelope',
		description:
			'Tells how the session stands. The poll that is answered `ready` has collected the envelope: it is given once, or within 60 seconds again to the same `Idempotency-Key`. Polls that do not wait keep `interval` seconds.',
		access: 'pollToken',
		limit: 'session',
		// It would collect what its sender cannot receive.
		noHead: true,
		headers: ['Prefer', 'Idempotency-Key'],
		store: 'uses',
		answer: {
			status: 200,
			description: 'How the session stands.',
			headers: ['Preference-Applied'],
			reply: 'PollReply',
		},
		problems: ['slow_down', 'busy'],
		handle: async (context, dependencies, { session, idempotencyKey, origin }) => {
			const wait = preferredWait(context);
			const { reply, waitFor } = await dependencies.sessions.poll(
				session,
				{ wait, idempotencyKey, ...roomFor(context, dependencies, session.id) },
				origin,
			);
			if (wait > 0 && (waitFor || !isWaiting(session.state.status)))
				context.set(HEADERS.preferenceApplied, `wait=${String(wait)}`);
			context.state.notes['outcome'] = reply.status;
			if (waitFor) context.state.wait ??= waitFor;
			return reply;
		},
	}),
	sessionRoute({
		method: 'patch',
		path: '/v1/sessions/:id',
		operationId: 'registerCallback',
		summary: 'Register a callback',
		description:
			'Extension. Registers or replaces the address that is called when the session is decided. A session that is decided already calls at once.',
		access: 'pollToken',
		limit: 'callback',
		body: { schema: callbackSchema, limit: CALLBACK_LIMIT },
		store: 'uses',
		answer: { status: 200, description: 'It is registered.', reply: 'CallbackReply' },
		callsBack: true,
		handle: (_, { sessions }, { session, body, origin }) => {
			requireCallbackHost(body.callback_url, origin.caller);
			return sessions.registerCallback(session, body, origin);
		},
	}),
	sessionRoute({
		method: 'delete',
		path: '/v1/sessions/:id',
		operationId: 'cancelSession',
		summary: 'Cancel, or acknowledge',
		description:
			'Deletes everything about the session, and its link stops working. Says that the credential has arrived, or that nobody needs it any more.',
		access: 'pollToken',
		limit: 'session',
		store: 'uses',
		answer: { status: 204, description: 'It is gone. Twice is 404.' },
		handle: (_, { sessions }, { session, origin }) => sessions.cancel(session, origin),
	}),
	route({
		method: 'get',
		path: '/v1/sessions/:id/agent-state',
		operationId: 'readAgentState',
		summary: 'Get back what the agent left',
		description:
			'Extension. The `agent_state` of the session, for the API key that created it. Lets an agent go on with nothing but the user code: the session’s id is its hash.',
		access: 'apiKey',
		store: 'uses',
		answer: { status: 200, description: 'The state, as it was given.', reply: 'AgentStateReply' },
		problems: ['session_not_found', 'rate_limited'],
		handle: async ({ state }, { sessions, limits }, { sessionId, origin }) => {
			try {
				const reply = await sessions.readAgentState(sessionId, origin);
				state.sessionId = sessionId;
				return reply;
			} catch (error) {
				if (isAnswerToGuess(error)) await limits.takeFailure(origin);
				throw error;
			}
		},
	}),
	route({
		method: 'get',
		path: '/v1/auth',
		operationId: 'checkApiKey',
		summary: 'Check an API key',
		description: 'Extension. Tells whether the API key is right, and what the operator calls it.',
		access: 'apiKeyOrBearer',
		answer: { status: 200, description: 'It is right, or none is needed.', reply: 'AuthReply' },
		handle: ({ state: { caller } }) => ({
			status: 'ok',
			...(caller?.name !== undefined && { name: caller.name }),
		}),
	}),
];
