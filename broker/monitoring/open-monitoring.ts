import type { Logger } from 'pino';
import type { Config } from '../config/settings';
import type { SessionObserver } from '../sessions/session-events';
import type { Storage } from '../storage/storage';
import type { Timings } from '../timings';
import type { Metrics } from './metrics';
import { measuredStorage } from './measured-storage';
import { openAudit } from './open-audit';
import { openMetrics } from './open-metrics';
import { sessionPseudonymizer, type Pseudonymizer } from './pseudonymize';
import { sessionMetrics } from './session-metrics';

/** What monitoring is opened with. */
export interface MonitoringOptions {
	readonly config: Config;
	readonly logger: Logger;
	readonly storage: Storage;
	readonly timings: Timings;
}

/** What watches a broker. */
export interface Monitoring {
	readonly metrics: Metrics;
	/** The metrics' and the audit log's, where each is configured. */
	readonly observers: readonly SessionObserver[];
	readonly pseudonymize: Pseudonymizer;
	/** The storage that was given, measured where metrics are served. */
	readonly storage: Storage;
	close(): Promise<void>;
}

/**
 * Opens the metrics and the audit log, where they are configured. What is not configured costs nothing.
 * @throws where the metrics' port cannot be listened on, or the audit log cannot be opened
 */
export async function openMonitoring({
	config,
	logger,
	storage,
	timings,
}: MonitoringOptions): Promise<Monitoring> {
	const pseudonymize = sessionPseudonymizer(config.logKey);
	const served = await openMetrics({
		port: config.metricsPort,
		host: config.metricsHost,
		templates: config.templates.keys(),
	});
	const { metrics } = served;
	const audit =
		config.auditFile === undefined
			? undefined
			: openAudit({
					path: config.auditFile,
					addresses: config.logAddresses,
					logger,
					metrics,
					pseudonymize,
					now: Date.now,
					timings,
				});
	metrics.watchPolls(() => storage.notifier.waiting);
	return {
		metrics,
		pseudonymize,
		storage: served.serving ? measuredStorage(storage, metrics) : storage,
		observers: [...(served.serving ? [sessionMetrics(metrics)] : []), ...(audit ? [audit.observer] : [])],
		close: async () => {
			audit?.close();
			await served.close();
		},
	};
}
