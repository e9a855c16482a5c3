import type { Metrics } from '../observe/metrics';
import type { Context, Middleware } from './context';
import { routeOf } from './log-requests';

/** Counts each request and the time it took. */
export function measureRequests(metrics: Metrics): Middleware {
	return async (context: Context, next) => {
		const started = performance.now();
		await next();
		const seconds = (performance.now() - started) / 1_000;
		metrics.requestAnswered(context.method, routeOf(context), context.status, seconds);
	};
}
