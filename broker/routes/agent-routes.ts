import { HEADERS } from '../../protocol/messages';
import { registerCallback } from '../callbacks/register-callback';
import { bearerToken, preferredWait } from '../http/read-headers';
import { requestFaults } from '../sessions/accept-request';
import { readAgentState } from '../sessions/agent-state';
import { requireCallbackHost } from '../sessions/caller-permissions';
import { cancelSession } from '../sessions/cancel-session';
import { createSession } from '../sessions/create-session';
import { pollSession } from '../sessions/poll-session';
import { callbackSchema, createSessionSchema } from '../sessions/requests';
import { route, withOrigin, type Route } from './route';

/** Bytes of a `POST /v1/sessions` body: every member at its longest, as escaped as JSON allows, fits. */
const CREATE_LIMIT = 256 * 1024;

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
			otherFaults: (body, { sessions }) => requestFaults(body, sessions),
		},
		store: 'writes',
		answer: {
			status: 201,
			description:
				'The session, in the words of RFC 8628 and of LinkAuth 0.2 alike. Before the link is sent, the key is pinned in it: `#k=` and the base64url SHA-256 of the public key in DER.',
			reply: 'CreateSessionReply',
		},
		problems: ['invalid_public_key', 'unknown_template', 'too_many_sessions'],
		callsBack: true,
		handle: async (context, { sessions }, { body }) => {
			const reply = await createSession(withOrigin(context, sessions), body, context.state.caller);
			context.state.logSession(reply.session_id);
			return reply;
		},
	}),
	route({
		method: 'get',
		path: '/v1/sessions/:id',
		operationId: 'pollSession',
		summary: 'Poll, and collect the envelope',
		description:
			'Tells how the session stands. The poll that is answered `ready` has collected the envelope: it is given once, or within 60 seconds again to the same `Idempotency-Key`. Polls that do not wait keep `interval` seconds.',
		access: 'pollToken',
		// It would collect what its sender cannot receive.
		noHead: true,
		headers: ['Prefer', 'Idempotency-Key'],
		store: 'writes',
		answer: {
			status: 200,
			description: 'How the session stands.',
			headers: ['Preference-Applied'],
			reply: 'PollReply',
		},
		problems: ['slow_down'],
		handle: async (context, { sessions }, { sessionId, idempotencyKey }) => {
			const wait = preferredWait(context);
			if (wait > 0) context.set(HEADERS.preferenceApplied, `wait=${String(wait)}`);
			const pollToken = bearerToken(context);
			const { reply, waitFor } = await pollSession(withOrigin(context, sessions), sessionId, {
				pollToken,
				wait,
				idempotencyKey,
			});
			context.state.notes['outcome'] = reply.status;
			if (waitFor) context.state.wait ??= waitFor;
			return reply;
		},
	}),
	route({
		method: 'patch',
		path: '/v1/sessions/:id',
		operationId: 'registerCallback',
		summary: 'Register a callback',
		description:
			'Extension. Registers or replaces the address that is called when the session is decided. A session that is decided already calls at once.',
		access: 'pollToken',
		body: { schema: callbackSchema, limit: CREATE_LIMIT },
		store: 'writes',
		answer: { status: 200, description: 'It is registered.', reply: 'CallbackReply' },
		problems: ['not_allowed'],
		callsBack: true,
		handle: (context, { sessions, callbacks }, { sessionId, body }) => {
			requireCallbackHost(body.callback_url, context.state.caller);
			return registerCallback(sessions, callbacks, sessionId, bearerToken(context), body);
		},
	}),
	route({
		method: 'delete',
		path: '/v1/sessions/:id',
		operationId: 'cancelSession',
		summary: 'Cancel, or acknowledge',
		description:
			'Deletes everything about the session, and its link stops working. Says that the credential has arrived, or that nobody needs it any more.',
		access: 'pollToken',
		store: 'reads',
		answer: { status: 204, description: 'It is gone. Twice is 404.' },
		handle: (context, { sessions }, { sessionId }) =>
			cancelSession(withOrigin(context, sessions), sessionId, bearerToken(context)),
	}),
	route({
		method: 'get',
		path: '/v1/sessions/:id/agent-state',
		operationId: 'readAgentState',
		summary: 'Get back what the agent left',
		description:
			'Extension. The `agent_state` of the session, for the API key that created it. Lets an agent go on with nothing but the user code: the session’s id is its hash.',
		access: 'apiKey',
		store: 'reads',
		answer: { status: 200, description: 'The state, as it was given.', reply: 'AgentStateReply' },
		problems: ['session_not_found'],
		handle: ({ state }, { sessions }, { sessionId }) => readAgentState(sessions, sessionId, state.caller),
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
