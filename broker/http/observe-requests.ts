import type { Context, Middleware } from './context';

/**
 * Called with each request once its answer is ready.
 * @param milliseconds since the request arrived
 */
export type RequestObserver = (context: Context, milliseconds: number) => void;

/** Calls the observers after every request: one middleware for all, because thousands of requests wait at a time. */
export function observeRequests(observers: readonly RequestObserver[]): Middleware {
	return async (context, next) => {
		const started = performance.now();
		await next();
		const milliseconds = performance.now() - started;
		for (const observe of observers) observe(context, milliseconds);
	};
}

/** The pattern of the route that answered, or `none`. */
export function routeOf(context: Context): string {
	const pattern = (context as { _matchedRoute?: unknown })._matchedRoute;
	return typeof pattern === 'string' ? pattern : 'none';
}
