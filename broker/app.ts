import Koa from 'koa';
import { answerProblems } from './http/answer-problems';
import { clientNetworkReader } from './http/client-network';
import type { Context, State } from './http/context';
import { logRequests, type RequestLog } from './http/log-requests';
import { measureRequests } from './http/measure-requests';
import { securityHeaders } from './http/security-headers';
import { refuseUnreadableRequests } from './http/unreadable-requests';
import type { Metrics } from './observe/metrics';
import { buildRouter, type RouteDependencies } from './routes/build-router';

/** What the application is made of. */
export interface AppDependencies extends RouteDependencies {
	readonly requestLog: RequestLog;
	readonly metrics: Metrics;
	readonly trustedProxies: readonly string[];
}

/** The broker as a Koa application: what a request passes through, from top to bottom. */
export function createApp(dependencies: AppDependencies): Koa<State> {
	const app = new Koa<State>();
	const router = buildRouter(dependencies);
	const networkOf = clientNetworkReader(dependencies.trustedProxies);

	// Only what fails outside of the middleware, such as a connection that breaks under an answer, arrives here.
	app.on('error', (err: Error) => {
		dependencies.requestLog.logger.warn({ err }, 'an answer could not be sent');
	});
	const log = logRequests(dependencies.requestLog);
	const measure = measureRequests(dependencies.metrics);
	app.use((context, next) => measure(context as Context, next));
	app.use((context, next) => log(context as Context, next));
	app.use((context, next) => {
		if (dependencies.retiring.aborted) context.set('Connection', 'close');
		return next();
	});
	app.use(securityHeaders(dependencies.security.mode === 'production'));
	app.use((context, next) => {
		context.set('Cache-Control', 'no-store');
		context.state.network = networkOf(context as Context);
		return next();
	});
	app.use((context, next) => answerProblems()(context as Context, next));
	app.use((context, next) => refuseUnreadableRequests()(context as Context, next));
	app.use(router.routes());
	app.use(router.allowedMethods());
	return app;
}
