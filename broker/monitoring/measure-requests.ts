import { routeOf, type RequestObserver } from '../http/observe-requests';
import type { Metrics } from './metrics';

/** Counts each request and the time it took. */
export function measureRequests(metrics: Metrics): RequestObserver {
	return (context, milliseconds) => {
		metrics.requestAnswered(context.method, routeOf(context), context.status, milliseconds / 1_000);
	};
}
