import type { SecurityInfo } from '../../protocol/messages';
import { LIMITS } from '../../protocol/limits';
import { normalizeUserCode, sessionIdOf } from '../../protocol/user-code';
import type { Context } from '../http/context';
import { readBody } from '../http/read-body';
import { idempotencyKey } from '../http/read-headers';
import { rateLimitHeaders, type Limits } from '../limits/limits';
import { ProblemError, sessionNotFound } from '../problem';
import { longestEnvelope } from '../sessions/check-envelope';
import { complete } from '../sessions/complete';
import { confirm } from '../sessions/confirm';
import { deny } from '../sessions/deny';
import type { SessionDependencies } from '../sessions/dependencies';
import { lookUp } from '../sessions/look-up';
import { completeSchema, denySchema, resolveSchema } from '../sessions/requests';
import { seenFrom } from './seen-from';

const SMALL_LIMIT = 16 * 1024;
const COMPLETE_LIMIT = longestEnvelope(LIMITS.plaintextWithFiles) + SMALL_LIMIT;

/** What the person-facing routes work with. */
export interface PersonRouteDependencies {
	readonly sessions: SessionDependencies;
	readonly limits: Limits;
	readonly security: SecurityInfo;
}

/** The calls of the page: each guards its input, makes one call on sessions and writes the answer. */
export function personRoutes({ sessions, limits, security }: PersonRouteDependencies) {
	/** Runs a call for a code, counted and, where nothing was found, held against the caller. */
	async function forCode<T>(
		context: Context,
		typed: string,
		call: (code: string) => Promise<T>,
		{ counted } = { counted: true },
	): Promise<T> {
		const { network } = context.state;
		await limits.refuseGuessers(network);
		const code = normalizeUserCode(typed);
		try {
			if (code === undefined) throw sessionNotFound();
			const session = await sessionIdOf(code);
			context.state.logSession(session);
			if (counted) context.set(rateLimitHeaders(await limits.countCall(network, session)));
			return await call(code);
		} catch (error) {
			if (error instanceof ProblemError && error.code === 'session_not_found')
				await limits.countFailure(network);
			throw error;
		}
	}

	return {
		/** `GET /v1/connect/{code}` → 200 */
		info: async (context: Context): Promise<void> => {
			context.body = await forCode(context, codeOf(context), (code) => lookUp(sessions, code, security));
		},

		/** `POST /v1/connect/resolve` → 200 */
		resolve: async (context: Context): Promise<void> => {
			const { user_code } = await readBody(context, resolveSchema, { limit: SMALL_LIMIT });
			context.body = await forCode(context, user_code, (code) => lookUp(sessions, code, security));
		},

		/** `POST /v1/connect/{code}/confirm` → 200 */
		confirm: async (context: Context): Promise<void> => {
			const key = idempotencyKey(context);
			context.body = await forCode(context, codeOf(context), (code) =>
				confirm(seenFrom(context, sessions), code, key),
			);
			context.state.notes['outcome'] = 'confirmed';
		},

		/** `POST /v1/connect/{code}/complete` → 204 */
		complete: async (context: Context): Promise<void> => {
			const key = idempotencyKey(context);
			const input = await readBody(context, completeSchema, { limit: COMPLETE_LIMIT });
			await forCode(
				context,
				codeOf(context),
				(code) => complete(seenFrom(context, sessions), code, input, key),
				{
					counted: false,
				},
			);
			context.status = 204;
			context.state.notes['outcome'] = 'completed';
		},

		/** `POST /v1/connect/{code}/deny` → 204 */
		deny: async (context: Context): Promise<void> => {
			const key = idempotencyKey(context);
			const input = await readBody(context, denySchema, { limit: SMALL_LIMIT, optional: true });
			context.state.notes['outcome'] = await forCode(context, codeOf(context), (code) =>
				deny(seenFrom(context, sessions), code, input, key),
			);
			context.status = 204;
		},
	};
}

function codeOf(context: Context): string {
	return context.params['code'] ?? '';
}
