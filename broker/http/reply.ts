import type { ProblemError } from '../problem';
import type { Context } from './context';
import { acceptsHtml } from './read-headers';
import { oauthErrorOf } from './oauth-errors';

const JSON_TYPE = 'application/json; charset=utf-8';
const PROBLEM_TYPE = 'application/problem+json';

/** Sets what is answered. Only {@link writeReply} makes headers and text of it: a poll that waits holds neither. */
export function reply({ state }: Context, status: number, value: unknown): void {
	state.reply = { status, type: JSON_TYPE, value };
}

/**
 * Answers with a problem document (RFC 9457), in place of anything else: an OAuth client with its own kind of error, and a
 * person on their way to a provider with the page of their link, which says how it stands.
 */
export function replyProblem(context: Context, problem: ProblemError): void {
	const { state } = context;
	if (state.leadBack !== undefined && acceptsHtml(context)) {
		context.redirect(state.leadBack);
		context.status = 303;
		state.notes['code'] = problem.code;
		return;
	}
	if (state.oauthErrors) {
		const { status, headers, body } = oauthErrorOf(problem);
		state.reply = { status, type: JSON_TYPE, value: body };
		state.notes['code'] = problem.code;
		context.set({ ...headers });
		return;
	}
	state.reply = { status: problem.status, type: PROBLEM_TYPE, value: problem.toProblem() };
	state.notes['code'] = problem.code;
	context.set(problem.extras.headers ?? {});
}

/** Writes what is answered into the response; what a route has written there itself stays, where there is no reply. */
export function writeReply(context: Context): void {
	const { reply: written } = context.state;
	if (!written) return;
	context.status = written.status;
	// Koa would look both up for each answer: the type among all that there are, and whether the object is a stream.
	context.res.setHeader('content-type', written.type);
	context.body = JSON.stringify(written.value);
}
