import { createServer, type Server } from 'node:http';
import { NO_METRICS, type Metrics } from './metrics';
import type { ReadableMetrics } from './prometheus-metrics';

/** Where metrics are served, and for what. */
export interface MetricsOptions {
	/** 0 counts and serves nothing. */
	readonly port: number;
	readonly host: string;
	/** Names of the configured templates. */
	readonly templates: Iterable<string>;
}

/** Metrics, and what serves them. */
export interface OpenMetrics {
	readonly metrics: Metrics;
	/** Whether they are counted and served at all. */
	readonly serving: boolean;
	close(): Promise<void>;
}

/**
 * Opens `GET /metrics` on a port of its own, where it is configured: metrics are for the broker's
 * operators. The library behind it is only loaded where it is used.
 * @throws where the port cannot be listened on
 */
export async function openMetrics({ port, host, templates }: MetricsOptions): Promise<OpenMetrics> {
	if (port === 0) return { metrics: NO_METRICS, serving: false, close: () => Promise.resolve() };
	const { prometheusMetrics } = await import('./prometheus-metrics.js');
	const metrics = prometheusMetrics(templates);
	const server = serve(metrics);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, resolve);
	});
	return {
		metrics,
		serving: true,
		close: () =>
			new Promise((resolve) => {
				server.close(() => {
					resolve();
				});
				server.closeAllConnections();
			}),
	};
}

function serve(metrics: ReadableMetrics): Server {
	return createServer({ headersTimeout: 5_000, requestTimeout: 5_000 }, (request, response) => {
		request.resume();
		if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
			response.writeHead(404).end('There is only GET /metrics here.\n');
			return;
		}
		metrics.read().then(
			(text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
			() => response.writeHead(500).end('The metrics could not be read.\n'),
		);
	});
}
