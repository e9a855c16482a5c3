import Koa from 'koa';
import type { Logger } from 'pino';
import { answerProblems } from './http/answer-problems';
import { clientNetworkReader } from './http/client-network';
import type { Context, State } from './http/context';
import { logRequests } from './http/log-requests';
import { securityHeaders } from './http/security-headers';
import { buildRouter, type RouteDependencies } from './routes/build-router';

/** What the application is made of. */
export interface AppDependencies extends RouteDependencies {
	readonly logger: Logger;
	readonly trustedProxies: readonly string[];
}

/** The broker as a Koa application: what a request passes through, from top to bottom. */
export function createApp(dependencies: AppDependencies): Koa<State> {
	const app = new Koa<State>();
	const router = buildRouter(dependencies);
	const networkOf = clientNetworkReader(dependencies.trustedProxies);

	// Only what fails outside of the middleware, such as a connection that breaks under an answer, arrives here.
	app.on('error', (error: Error) => {
		dependencies.logger.warn({ reason: error.message }, 'an answer could not be sent');
	});
	app.use((context, next) => logRequests(dependencies.logger)(context as Context, next));
	app.use(securityHeaders(dependencies.security.mode === 'production'));
	app.use((context, next) => {
		context.set('Cache-Control', 'no-store');
		context.state.network = networkOf(context as Context);
		return next();
	});
	app.use((context, next) => answerProblems()(context as Context, next));
	app.use(router.routes());
	app.use(router.allowedMethods());
	return app;
}
