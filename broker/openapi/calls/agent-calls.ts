import { callbackSchema, createSessionSchema } from '../../sessions/requests';
import type { Call } from '../call';
import { REPLY_EXAMPLES, REQUEST_EXAMPLES } from '../examples';
import { PREFER, REPEAT, SESSION_ID } from '../parameters';
import { API_KEY, BODY, POLL_TOKEN, STORE, WRITE } from '../problem-sets';
import { agentStateReply, authReply, callbackReply, createSessionReply, pollReply } from '../reply-schemas';
import { CALLBACK_WORDS, CREATE_SESSION_WORDS } from '../request-words';
import { CALLBACK } from './callback';
import { oneKindOfForm } from './one-kind-of-form';

/** The calls of agents, in the order of a session's life. */
export const AGENT_CALLS: readonly Call[] = [
	{
		method: 'post',
		path: '/v1/sessions',
		operationId: 'createSession',
		summary: 'Ask for a credential',
		description:
			'Creates a session: a link with a user code for the person, and a poll token for the agent. Where the broker has API keys, `Authorization: Bearer` with the key does as well as `X-API-Key` here.',
		access: 'apiKeyOrBearer',
		body: {
			name: 'CreateSessionRequest',
			guard: createSessionSchema,
			words: CREATE_SESSION_WORDS,
			beyond: oneKindOfForm,
			examples: { template: REQUEST_EXAMPLES.template, fields: REQUEST_EXAMPLES.fields },
		},
		answer: {
			status: 201,
			description:
				'The session, in the words of RFC 8628 and of LinkAuth 0.2 alike. Before the link is sent, the key is pinned in it: `#k=` and the base64url SHA-256 of the public key in DER.',
			content: {
				name: 'CreateSessionReply',
				reply: createSessionReply,
				examples: { created: { value: REPLY_EXAMPLES.created } },
			},
		},
		problems: [
			...BODY,
			'invalid_public_key',
			'unknown_template',
			...API_KEY,
			'not_allowed',
			'rate_limited',
			'too_many_sessions',
			...WRITE,
		],
		callbacks: CALLBACK,
	},
	{
		method: 'get',
		path: '/v1/sessions/{session_id}',
		operationId: 'pollSession',
		summary: 'Poll, and collect the envelope',
		description:
			'Tells how the session stands. The poll that is answered `ready` has collected the envelope: it is given once, or within 60 seconds again to the same `Idempotency-Key`. Polls that do not wait keep `interval` seconds.',
		access: 'pollToken',
		parameters: [SESSION_ID, PREFER, REPEAT],
		answer: {
			status: 200,
			description: 'How the session stands.',
			headers: ['Preference-Applied'],
			content: { name: 'PollReply', reply: pollReply, examples: REPLY_EXAMPLES.polls },
		},
		problems: ['invalid_request', ...POLL_TOKEN, 'slow_down', ...WRITE],
	},
	{
		method: 'patch',
		path: '/v1/sessions/{session_id}',
		operationId: 'registerCallback',
		summary: 'Register a callback',
		description:
			'Extension. Registers or replaces the address that is called when the session is decided. A session that is decided already calls at once.',
		access: 'pollToken',
		parameters: [SESSION_ID],
		body: {
			name: 'CallbackRequest',
			guard: callbackSchema,
			words: CALLBACK_WORDS,
			examples: { callback: { value: REQUEST_EXAMPLES.callback } },
		},
		answer: {
			status: 200,
			description: 'It is registered.',
			content: {
				name: 'CallbackReply',
				reply: callbackReply,
				examples: { callback: { value: REPLY_EXAMPLES.callback } },
			},
		},
		problems: [...BODY, ...POLL_TOKEN, 'not_allowed', ...WRITE],
		callbacks: CALLBACK,
	},
	{
		method: 'delete',
		path: '/v1/sessions/{session_id}',
		operationId: 'cancelSession',
		summary: 'Cancel, or acknowledge',
		description:
			'Deletes everything about the session, and its link stops working. Says that the credential has arrived, or that nobody needs it any more.',
		access: 'pollToken',
		parameters: [SESSION_ID],
		answer: { status: 204, description: 'It is gone. Twice is 404.' },
		problems: [...POLL_TOKEN, ...STORE],
	},
	{
		method: 'get',
		path: '/v1/sessions/{session_id}/agent-state',
		operationId: 'readAgentState',
		summary: 'Get back what the agent left',
		description:
			'Extension. The `agent_state` of the session, for the API key that created it. Lets an agent go on with nothing but the user code: the session’s id is its hash.',
		access: 'apiKey',
		parameters: [SESSION_ID],
		answer: {
			status: 200,
			description: 'The state, as it was given.',
			content: {
				name: 'AgentStateReply',
				reply: agentStateReply,
				examples: { state: { value: REPLY_EXAMPLES.agentState } },
			},
		},
		problems: [...API_KEY, 'session_not_found', ...STORE],
	},
	{
		method: 'get',
		path: '/v1/auth',
		operationId: 'checkApiKey',
		summary: 'Check an API key',
		description: 'Extension. Tells whether the API key is right, and what the operator calls it.',
		access: 'apiKeyOrBearer',
		answer: {
			status: 200,
			description: 'It is right, or none is needed.',
			content: { name: 'AuthReply', reply: authReply, examples: { ok: { value: REPLY_EXAMPLES.auth } } },
		},
		problems: [...API_KEY, 'internal_error'],
	},
];
