import { completeSchema, denySchema, resolveSchema } from '../../sessions/requests';
import type { Call, CallAnswer } from '../call';
import { REPLY_EXAMPLES, REQUEST_EXAMPLES } from '../examples';
import { CODE, REPEAT } from '../parameters';
import { BODY, STORE, USER_CODE, WRITE } from '../problem-sets';
import { confirmReply, sessionInfo } from '../reply-schemas';
import { COMPLETE_WORDS, DENY_WORDS, RESOLVE_WORDS } from '../request-words';

const INFO: CallAnswer = {
	status: 200,
	description: 'What the page shows.',
	content: { name: 'SessionInfo', reply: sessionInfo, examples: { pending: { value: REPLY_EXAMPLES.info } } },
};

/** The calls of the page, in the order of a session's life. */
export const PERSON_CALLS: readonly Call[] = [
	{
		method: 'get',
		path: '/v1/connect/{code}',
		operationId: 'lookUpSession',
		summary: 'What the page shows',
		description:
			'Changes nothing. 404 unless the session is `pending`: to whoever looks, unknown, expired, confirmed and decided sessions are the same.',
		access: 'anybody',
		parameters: [CODE],
		answer: INFO,
		problems: [...USER_CODE, ...STORE],
	},
	{
		method: 'post',
		path: '/v1/connect/resolve',
		operationId: 'resolveCode',
		summary: 'The same, for a typed code',
		description: 'Finds the session for a code however it was typed.',
		access: 'anybody',
		body: {
			name: 'ResolveRequest',
			guard: resolveSchema,
			words: RESOLVE_WORDS,
			examples: { typed: { value: REQUEST_EXAMPLES.resolve } },
		},
		answer: INFO,
		problems: [...BODY, ...USER_CODE, ...STORE],
	},
	{
		method: 'post',
		path: '/v1/connect/{code}/confirm',
		operationId: 'confirmCode',
		summary: 'The code matches',
		description:
			'Exactly one caller gets a connect token, whoever comes later gets 409. Repeated with the same `Idempotency-Key` it gives a new token, and the one that was lost stops working.',
		access: 'anybody',
		parameters: [CODE, REPEAT],
		answer: {
			status: 200,
			description: 'This browser, and no other, goes on.',
			content: {
				name: 'ConfirmReply',
				reply: confirmReply,
				examples: { confirmed: { value: REPLY_EXAMPLES.confirmed } },
			},
		},
		problems: ['invalid_request', ...USER_CODE, 'already_decided', ...WRITE],
	},
	{
		method: 'post',
		path: '/v1/connect/{code}/complete',
		operationId: 'completeSession',
		summary: 'Hand in the envelope',
		description: 'The browser that confirmed hands in the credential, encrypted to the agent’s key.',
		access: 'anybody',
		parameters: [CODE, REPEAT],
		body: {
			name: 'CompleteRequest',
			guard: completeSchema,
			words: COMPLETE_WORDS,
			examples: { envelope: { value: REQUEST_EXAMPLES.complete } },
		},
		answer: { status: 204, description: 'The broker has it.' },
		problems: [
			...BODY,
			'connect_token_invalid',
			...USER_CODE,
			'already_decided',
			'not_confirmed',
			'invalid_envelope',
			...WRITE,
		],
	},
	{
		method: 'post',
		path: '/v1/connect/{code}/deny',
		operationId: 'denySession',
		summary: 'Decline',
		description:
			'Extension. Before confirming with nothing but the code, after confirming with the connect token. The agent’s polls repeat the reason.',
		access: 'anybody',
		parameters: [CODE, REPEAT],
		body: {
			name: 'DenyRequest',
			guard: denySchema,
			words: DENY_WORDS,
			required: false,
			examples: { reason: { value: REQUEST_EXAMPLES.deny } },
		},
		answer: { status: 204, description: 'The session has ended.' },
		problems: [...BODY, 'connect_token_invalid', ...USER_CODE, 'already_decided', ...WRITE],
	},
];
