import Koa from 'koa';
import { answerProblems } from './http/answer-problems';
import { clientNetworkReader } from './http/client-network';
import type { Context, Middleware, State } from './http/context';
import { logRequests, nameRequests, type RequestLog } from './http/log-requests';
import { measureRequests } from './http/measure-requests';
import { setSecurityHeaders, type SecurityHeaders } from './http/security-headers';
import { refuseUnreadableRequests } from './http/unreadable-requests';
import { watchRequests } from './http/watch-requests';
import type { Metrics } from './observe/metrics';
import { buildRouter } from './routes/build-router';
import { longPoll, type LongPollDependencies } from './routes/long-poll';
import type { RouteDependencies } from './routes/route';

/** What the application is made of. */
export interface AppDependencies extends RouteDependencies, LongPollDependencies {
	readonly requestLog: RequestLog;
	readonly metrics: Metrics;
	readonly trustedProxies: readonly string[];
	/** Of every answer. */
	readonly headers: SecurityHeaders;
}

/** The broker as a Koa application: what a request passes through, from top to bottom. */
export function createApp(dependencies: AppDependencies): Koa<State> {
	const app = new Koa<State>();
	const { requestLog } = dependencies;
	const router = buildRouter(dependencies);
	const networkOf = clientNetworkReader(dependencies.trustedProxies);

	// Only what fails outside of the middleware, such as a connection that breaks under an answer, arrives here.
	app.on('error', (err: Error) => {
		requestLog.logger.warn({ err }, 'an answer could not be sent');
	});
	const passed: readonly Middleware[] = [
		watchRequests([measureRequests(dependencies.metrics), logRequests(requestLog)]),
		nameRequests(requestLog),
		closeWhenRetiring(dependencies.retiring),
		setSecurityHeaders(dependencies.headers),
		(context, next) => {
			context.set('Cache-Control', 'no-store');
			context.state.network = networkOf(context);
			return next();
		},
		answerProblems(requestLog.logger),
		refuseUnreadableRequests(),
		longPoll(router.routes(), dependencies),
	];
	for (const middleware of passed) app.use((context, next) => middleware(context as Context, next));
	app.use(router.allowedMethods());
	return app;
}

/** Keeps no connection alive once the broker is asked to end: the next request is to find another one. */
function closeWhenRetiring(retiring: AbortSignal): Middleware {
	return (context, next) => {
		if (retiring.aborted) context.set('Connection', 'close');
		return next();
	};
}
