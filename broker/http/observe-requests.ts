import type { Context } from './context';

/**
 * Called with each request once its answer is ready.
 * @param milliseconds since the request arrived
 */
export type RequestObserver = (context: Context, milliseconds: number) => void;

/** The pattern of the route that answered, or `none`. */
export function routeOf(context: Context): string {
	const pattern = (context as { _matchedRoute?: unknown })._matchedRoute;
	return typeof pattern === 'string' ? pattern : 'none';
}
