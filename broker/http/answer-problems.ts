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
import type { Context } from './context';

/** The problem to answer with. Of an unexpected error nothing reaches the client; it is logged. */
export function problemFor(error: unknown, { state }: Context, logger: Logger): ProblemError {
	if (error instanceof ProblemError) return error;
	if (error instanceof StoreUnavailable) {
		state.notes['fault'] = error.message;
		return storeUnavailable();
	}
	if (error instanceof StoreFull) return storeFull();
	logger.error({ requestId: state.requestId, err: error }, 'unexpected error');
	return internalError();
}

/** Refuses what no route has answered: an unknown address, or an unknown method. */
export function refuseUnanswered(context: Context): void {
	if (context.state.reply !== undefined || context.body != null || ![404, 405, 501].includes(context.status))
		return;
	const { allow } = context.response.headers;
	if (typeof allow === 'string' && allow !== '') throw methodNotAllowed(allow);
	throw notFound();
}
