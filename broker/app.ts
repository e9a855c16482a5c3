import Koa from 'koa';
import { answerProblems } from './http/answer-problems';
import { clientNetworkReader } from './http/client-network';
import type { Context, Middleware, State } from './http/context';
import { identifyRequests, logRequests, type RequestLog } from './http/log-requests';
import { observeRequests, type RequestObserver } from './http/observe-requests';
import { setSecurityHeaders, type SecurityHeaders } from './http/security-headers';
import { closeUnreadBodies } from './http/unread-bodies';
import { refuseUnreadableRequests } from './http/unreadable-requests';
import { buildRouter } from './routes/build-router';
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

/** The broker as a Koa application: its middleware, from first to last. */
export function createApp(dependencies: AppDependencies): Koa<State> {
	const app = new Koa<State>();
	const { requestLog } = dependencies;
	const router = buildRouter(dependencies);
	const networkOf = clientNetworkReader(dependencies.trustedProxies);

	// Only errors outside of the middleware, such as a connection that breaks during a response.
	app.on('error', (err: Error) => {
		requestLog.logger.warn({ err }, 'response could not be sent');
	});
	const chain: readonly Middleware[] = [
		observeRequests([...dependencies.requestObservers, logRequests(requestLog)]),
		identifyRequests,
		closeWhenNotReady(dependencies.notReady),
		setSecurityHeaders(dependencies.headers),
		(context, next) => {
			context.set('Cache-Control', 'no-store');
			context.state.network = networkOf(context);
			return next();
		},
		closeUnreadBodies(),
		answerProblems(requestLog.logger),
		refuseUnreadableRequests(),
		longPoll(router.routes(), dependencies),
	];
	for (const middleware of chain) app.use((context, next) => middleware(context as Context, next));
	app.use(router.allowedMethods());
	return app;
}

/** Closes connections once the broker is shutting down, so that the next request reaches another broker. */
function closeWhenNotReady(notReady: AbortSignal): Middleware {
	return (context, next) => {
		if (notReady.aborted) context.set('Connection', 'close');
		return next();
	};
}
