import { HEADERS } from '../../protocol/messages';
import type { CallbackPlan } from '../callbacks/callback-plan';
import { registerCallback } from '../callbacks/register-callback';
import { rateLimitHeaders, type Limits } from '../limits/limits';
import { readBody } from '../http/read-body';
import type { Context } from '../http/context';
import { bearerToken, idempotencyKey, preferredWait } from '../http/read-headers';
import { methodNotAllowed } from '../problem';
import { readAgentState } from '../sessions/agent-state';
import { cancelSession } from '../sessions/cancel-session';
import { requireCallbackHost } from '../sessions/caller-permissions';
import { createSession } from '../sessions/create-session';
import type { SessionDependencies } from '../sessions/dependencies';
import { pollSession } from '../sessions/poll-session';
import { callbackSchema, createSessionSchema } from '../sessions/requests';
import { seenFrom } from './seen-from';

/** Bytes of a `POST /v1/sessions` body: every member at its longest, as escaped as JSON allows, fits. */
const CREATE_LIMIT = 256 * 1024;

/** What the agent-facing routes work with. */
export interface AgentRouteDependencies {
	readonly sessions: SessionDependencies;
	readonly callbacks: CallbackPlan;
	readonly limits: Limits;
	/** Refuses to create sessions from elsewhere than the operator allows. @throws ProblemError `not_allowed` */
	readonly requireNetwork: (context: Context) => void;
}

/** The calls of agents: each guards its input, makes one call on sessions and writes the answer. */
export function agentRoutes({ sessions, callbacks, limits, requireNetwork }: AgentRouteDependencies) {
	return {
		/** `POST /v1/sessions` → 201 */
		create: async (context: Context): Promise<void> => {
			const { caller, network } = context.state;
			requireNetwork(context);
			context.set(rateLimitHeaders(await limits.countCreation(caller, network)));
			const request = await readBody(context, createSessionSchema, { limit: CREATE_LIMIT });
			const reply = await createSession(seenFrom(context, sessions), request, caller);
			context.state.logSession(reply.session_id);
			context.status = 201;
			context.body = reply;
		},

		/** `GET /v1/sessions/{id}` → 200 */
		poll: async (context: Context): Promise<void> => {
			// A HEAD would collect what its sender cannot receive.
			if (context.method === 'HEAD') throw methodNotAllowed('DELETE, GET');
			const id = sessionId(context);
			const wait = preferredWait(context);
			const key = idempotencyKey(context);
			if (wait > 0) context.set(HEADERS.preferenceApplied, `wait=${String(wait)}`);
			const { reply, waitFor } = await pollSession(seenFrom(context, sessions), id, {
				pollToken: bearerToken(context),
				wait,
				idempotencyKey: key,
			});
			context.state.notes['outcome'] = reply.status;
			context.body = reply;
			if (waitFor) context.state.wait ??= waitFor;
		},

		/** `PATCH /v1/sessions/{id}` → 200 */
		register: async (context: Context): Promise<void> => {
			const id = sessionId(context);
			const input = await readBody(context, callbackSchema, { limit: CREATE_LIMIT });
			requireCallbackHost(input.callback_url, context.state.caller);
			context.body = await registerCallback(sessions, callbacks, id, bearerToken(context), input);
		},

		/** `DELETE /v1/sessions/{id}` → 204 */
		cancel: async (context: Context): Promise<void> => {
			await cancelSession(seenFrom(context, sessions), sessionId(context), bearerToken(context));
			context.status = 204;
		},

		/** `GET /v1/sessions/{id}/agent-state` → 200 */
		agentState: async (context: Context): Promise<void> => {
			context.body = await readAgentState(sessions, sessionId(context), context.state.caller);
		},

		/** `GET /v1/auth` → 200: proves that the API key is right, and tells its name. */
		auth: (context: Context): Promise<void> => {
			const name = context.state.caller?.name;
			context.body = { status: 'ok', ...(name !== undefined && { name }) };
			return Promise.resolve();
		},
	};
}

function sessionId(context: Context): string {
	const id = context.params['id'] ?? '';
	context.state.logSession(id);
	return id;
}
