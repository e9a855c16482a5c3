import type { Logger } from 'pino';
import { methodNotAllowed, ProblemError } from '../problem';
import { StoreFull, StoreUnavailable } from '../storage/store-faults';
import type { Context, Middleware } from './context';

/** Seconds after which a client may try again while the store cannot be reached. */
const RETRY_AFTER = '2';

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
		return new ProblemError(
			'store_unavailable',
			'The store cannot be reached just now. Nothing was lost; try again.',
			{
				headers: { 'Retry-After': RETRY_AFTER },
			},
		);
	}
	if (error instanceof StoreFull) {
		return new ProblemError('store_full', 'The broker holds as many sessions as it may. Try again later.', {
			headers: { 'Retry-After': '30' },
		});
	}
	logger.error({ requestId: state.requestId, err: error }, 'unexpected error');
	return new ProblemError('internal_error', 'Something went wrong on our side. Try again.');
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
	throw new ProblemError('not_found', 'There is nothing at this address.');
}
