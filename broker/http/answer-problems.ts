import type { Logger } from 'pino';
import {
	internalError,
	methodNotAllowed,
	notFound,
	ProblemError,
	storeFull,
	storeUnavailable,
} from '../problem';
import { StoreFull, StoreUnavailable } from '../storage/store-faults';
import type { Context, Middleware } from './context';

/** Answers every error as a problem document (RFC 9457). */
export function answerProblems(logger: Logger): Middleware {
	return async (context, next) => {
		try {
			await next();
			refuseUnanswered(context);
		} catch (error) {
			write(context, toProblem(error, context, logger));
		}
	};
}

/** The problem to answer with. Of an unexpected error nothing reaches the client; it is logged. */
function toProblem(error: unknown, { state }: Context, logger: Logger): ProblemError {
	if (error instanceof ProblemError) return error;
	if (error instanceof StoreUnavailable) {
		state.notes['fault'] = error.message;
		return storeUnavailable();
	}
	if (error instanceof StoreFull) return storeFull();
	logger.error({ requestId: state.requestId, err: error }, 'unexpected error');
	return internalError();
}

function write(context: Context, problem: ProblemError): void {
	context.status = problem.status;
	context.set(problem.extras.headers ?? {});
	context.body = problem.toProblem();
	context.type = 'application/problem+json';
	context.state.notes['code'] = problem.code;
}

/** Refuses what no route has answered: an unknown address, or an unknown method. */
function refuseUnanswered(context: Context): void {
	if (context.body != null || ![404, 405, 501].includes(context.status)) return;
	const { allow } = context.response.headers;
	if (typeof allow === 'string' && allow !== '') throw methodNotAllowed(allow);
	throw notFound();
}
