import { connectTokenInvalid } from '../problem';
import { longestEnvelopeOf } from '../sessions/check-envelope';
import { requireCompletable, requireOwnEnvelope } from '../sessions/complete';
import type { ShownLink } from '../sessions/link';
import { completeSchema, denySchema, resolveSchema } from '../sessions/requests';
import { shownConnectToken } from './guard';
import type { SessionInfo } from '../../protocol/messages';
import type { Context } from '../http/context';
import { cookieRules, keepSession } from './sign-in-cookies';
import { route, sessionRoute, type Route, type RouteAnswer, type RouteDependencies } from './route';

/** Bytes. */
const SMALL_LIMIT = 16 * 1024;

const INFO: RouteAnswer = { status: 200, description: 'What the page shows.', reply: 'SessionInfo' };

/** The calls of the page, in the order of a session's life. */
export const PERSON_ROUTES: readonly Route[] = [
	route({
		method: 'get',
		path: '/v1/connect/:code',
		operationId: 'lookUpSession',
		summary: 'What the page shows',
		description:
			'The first time it is noted that somebody has looked; apart from that it changes nothing. 404 unless the session is `pending`: to whoever looks, unknown, expired, confirmed and decided sessions are the same. Whoever has the whole link, a long one or its fingerprint in `X-Key-Fingerprint`, is told why it does not open: 409 `link_used`.',
		access: 'anybody',
		limit: 'lookUp',
		headers: ['X-Key-Fingerprint'],
		store: 'uses',
		answer: INFO,
		problems: ['link_used'],
		handle: lookUp,
	}),
	route({
		method: 'post',
		path: '/v1/connect/resolve',
		operationId: 'resolveCode',
		summary: 'The same, for a typed code',
		description: 'Finds the session for a code however it was typed.',
		access: 'anybody',
		limit: 'typedCode',
		body: { schema: resolveSchema, limit: SMALL_LIMIT },
		store: 'uses',
		answer: INFO,
		handle: lookUp,
	}),
	sessionRoute({
		method: 'post',
		path: '/v1/connect/:code/confirm',
		operationId: 'confirmCode',
		summary: 'The code matches',
		description:
			'Exactly one caller gets a connect token, whoever comes later gets 409. Repeated with the same `Idempotency-Key` it gives another token; each of them works.',
		access: 'anybody',
		limit: 'code',
		headers: ['Idempotency-Key'],
		store: 'uses',
		answer: {
			status: 200,
			description: 'This browser, and no other, goes on.',
			headers: ['Set-Cookie'],
			reply: 'ConfirmReply',
		},
		problems: ['already_decided'],
		handle: async (context, { sessions, baseUrl }, { session, idempotencyKey, origin }) => {
			const reply = await sessions.confirm(session, idempotencyKey, origin);
			context.state.notes['outcome'] = 'confirmed';
			if (session.asked.signIn) {
				const kept = { link: context.params['code'] ?? '', connectToken: reply.connect_token };
				keepSession(context, session.id, kept, reply.expires_in ?? 0, cookieRules(baseUrl));
			}
			return reply;
		},
	}),
	sessionRoute({
		method: 'post',
		path: '/v1/connect/:code/complete',
		operationId: 'completeSession',
		summary: 'Hand in the envelope',
		description: 'The browser that confirmed hands in the credential, encrypted to the agent’s key.',
		access: 'anybody',
		limit: 'answer',
		headers: ['X-Connect-Token', 'Idempotency-Key'],
		beforeBody: ({ session, connectToken }, context) => {
			if (session) {
				requireOwnEnvelope(session);
				requireCompletable(session);
			}
			if (connectToken === undefined && shownConnectToken(context) !== undefined) throw connectTokenInvalid();
		},
		body: {
			schema: completeSchema,
			limit: ({ asked }) => longestEnvelopeOf(asked) + SMALL_LIMIT,
		},
		store: 'fills',
		answer: { status: 204, description: 'The broker has it.' },
		problems: ['connect_token_invalid', 'already_decided', 'not_confirmed', 'invalid_envelope'],
		handle: async ({ state }, { sessions }, { session, connectToken, body, idempotencyKey, origin }) => {
			const input = connectToken === undefined ? body : { ...body, connect_token: connectToken };
			await sessions.complete(session, input, idempotencyKey, origin);
			state.notes['outcome'] = 'completed';
		},
	}),
	sessionRoute({
		method: 'post',
		path: '/v1/connect/:code/deny',
		operationId: 'denySession',
		summary: 'Decline',
		description:
			'Extension. Before confirming with nothing but the code, after confirming with the connect token. The agent’s polls repeat the reason.',
		access: 'anybody',
		limit: 'answer',
		headers: ['X-Connect-Token', 'Idempotency-Key'],
		body: { schema: denySchema, limit: SMALL_LIMIT, optional: true },
		store: 'uses',
		answer: { status: 204, description: 'The session has ended.' },
		problems: ['connect_token_invalid', 'already_decided'],
		handle: async ({ state }, { sessions }, { session, connectToken, body, idempotencyKey, origin }) => {
			const input = connectToken === undefined ? body : { ...body, connect_token: connectToken };
			state.notes['outcome'] = await sessions.deny(session, input, idempotencyKey, origin);
		},
	}),
];

async function lookUp(
	{ state }: Context,
	{ sessions, security }: RouteDependencies,
	{ link }: { readonly link: ShownLink | undefined },
): Promise<SessionInfo> {
	const { sessionId, info } = await sessions.lookUp(link, security);
	state.sessionId = sessionId;
	return info;
}
