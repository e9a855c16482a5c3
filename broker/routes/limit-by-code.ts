import { normalizeUserCode, sessionIdOf } from '../../protocol/user-code';
import type { Context } from '../http/context';
import { rateLimitHeaders, type Limits } from '../limits/limits';
import { ProblemError, sessionNotFound } from '../problem';

/** A call for a user code. */
interface CallForCode {
	/** The code as it was typed. */
	readonly typed: string;
	/** Whether calls that find a session are counted as well. */
	readonly callsCount: boolean;
	/** @param code in its normal form */
	readonly call: (code: string) => unknown;
}

/**
 * Makes a call for a user code, and counts it against the network where there is no such session.
 * @throws ProblemError `rate_limited`, `session_not_found`, and what the call throws
 */
export async function limitByCode(
	context: Context,
	limits: Limits,
	{ typed, callsCount, call }: CallForCode,
): Promise<unknown> {
	const { network } = context.state;
	await limits.refuseGuessers(network);
	const code = normalizeUserCode(typed);
	try {
		if (code === undefined) throw sessionNotFound();
		const session = await sessionIdOf(code);
		context.state.logSession(session);
		if (callsCount) context.set(rateLimitHeaders(await limits.countCall(network, session)));
		return await call(code);
	} catch (error) {
		if (error instanceof ProblemError && error.code === 'session_not_found')
			await limits.countFailure(network);
		throw error;
	}
}
