import { routeOf, type RequestWatcher } from '../http/watch-requests';
import type { Metrics } from './metrics';

/** Counts each request and the time it took. */
export function measureRequests(metrics: Metrics): RequestWatcher {
	return (context, milliseconds) => {
		metrics.requestAnswered(context.method, routeOf(context), context.status, milliseconds / 1_000);
	};
}
