import Koa from 'koa';
import { problemFor, refuseUnanswered } from './http/answer-problems';
import { clientNetworkReader } from './http/client-network';
import type { Context, State } from './http/context';
import { identifyRequest, logRequests, type RequestLog } from './http/log-requests';
import type { RequestObserver } from './http/observe-requests';
import { replyProblem, writeReply } from './http/reply';
import { securityHeadersSetter, type SecurityHeaders } from './http/security-headers';
import { hasUnreadBody } from './http/unread-bodies';
import { refuseUnreadable } from './http/unreadable-requests';
import { buildRouter, routesOf } from './routes/build-router';
import { longPoll, type LongPollDependencies } from './routes/long-poll';
import type { RouteDependencies } from './routes/route';

/** What the application depends on. */
export interface AppDependencies extends RouteDependencies, LongPollDependencies {
	readonly requestLog: RequestLog;
	/** Called for each request once its answer is ready. */
	readonly requestObservers: readonly RequestObserver[];
	readonly trustedProxies: readonly string[];
	/** Headers of every answer. */
	readonly headers: SecurityHeaders;
}

/**
 * The broker as a Koa application: what every request passes, from top to bottom. It is one middleware because the frames
 * of several would be held by each of thousands of polls that wait.
 */
export function createApp(dependencies: AppDependencies): Koa<State> {
	const app = new Koa<State>();
	const { requestLog, notReady } = dependencies;
	const { logger } = requestLog;
	const router = buildRouter(dependencies);
	const routes = longPoll(routesOf(router), dependencies);
	const networkOf = clientNetworkReader(dependencies.trustedProxies);
	const setSecurityHeaders = securityHeadersSetter(dependencies.headers);
	const observers = [...dependencies.requestObservers, logRequests(requestLog)];

	// Only errors outside of the middleware, such as a connection that breaks during a response.
	app.on('error', (err: Error) => {
		logger.warn({ err }, 'response could not be sent');
	});
	app.use(async (context: Context, next) => {
		const started = performance.now();
		identifyRequest(context);
		context.state.network = networkOf(context);
		try {
			refuseUnreadable(context);
			await routes(context, next);
			refuseUnanswered(context);
		} catch (error) {
			replyProblem(context, problemFor(error, context, logger));
		}
		// Answered already where the body could not be read to its end.
		if (!context.headerSent) {
			writeReply(context);
			// A broker that is shutting down closes its connections, so that the next request reaches another one.
			if (notReady.aborted || hasUnreadBody(context)) context.set('Connection', 'close');
			setSecurityHeaders(context);
		}
		const milliseconds = performance.now() - started;
		for (const observe of observers) observe(context, milliseconds);
	});
	app.use(router.allowedMethods());
	return app;
}
