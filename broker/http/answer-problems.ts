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

/** The one place where errors are written to the wire, as problem documents (RFC 9457). */
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

/** What a client is told of an error: a problem as it is, a store's fault as one, and of anything else nothing. */
function toProblem(error: unknown, { state }: Context, logger: Logger): ProblemError {
	if (error instanceof ProblemError) return error;
	if (error instanceof StoreUnavailable) {
		state.notes['fault'] = error.message;
		return storeUnavailable();
	}
	if (error instanceof StoreFull) return storeFull();
	logger.error({ requestId: state.requestId, err: error }, 'unexpected fault');
	return internalError();
}

function write(context: Context, problem: ProblemError): void {
	context.status = problem.status;
	context.set(problem.extras.headers ?? {});
	context.body = problem.toProblem();
	context.type = 'application/problem+json';
	context.state.notes['code'] = problem.code;
}

/** What no route answered: an address that does not exist, or a method that it does not know. */
function refuseUnanswered(context: Context): void {
	if (context.body != null || ![404, 405, 501].includes(context.status)) return;
	const { allow } = context.response.headers;
	if (typeof allow === 'string' && allow !== '') throw methodNotAllowed(allow);
	throw notFound();
}
