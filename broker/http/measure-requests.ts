import type { Metrics } from '../observe/metrics';
import { routeOf, type RequestWatcher } from './watch-requests';

/** Counts each request and the time it took. */
export function measureRequests(metrics: Metrics): RequestWatcher {
	return (context, milliseconds) => {
		metrics.requestAnswered(context.method, routeOf(context), context.status, milliseconds / 1_000);
	};
}
