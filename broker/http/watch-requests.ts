import type { Context, Middleware } from './context';

/**
 * Is told of each request once its answer is ready.
 * @param milliseconds since the request arrived
 */
export type RequestWatcher = (context: Context, milliseconds: number) => void;

/** Tells the watchers of every request. They share one wait for the answer: thousands of requests wait at a time. */
export function watchRequests(watchers: readonly RequestWatcher[]): Middleware {
	return async (context, next) => {
		const started = performance.now();
		await next();
		const milliseconds = performance.now() - started;
		for (const watch of watchers) watch(context, milliseconds);
	};
}

/** The pattern of the route that answered, or `none`. */
export function routeOf(context: Context): string {
	const pattern = (context as { _matchedRoute?: unknown })._matchedRoute;
	return typeof pattern === 'string' ? pattern : 'none';
}
