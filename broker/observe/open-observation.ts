import type { Logger } from 'pino';
import type { Config } from '../config/settings';
import type { Storage } from '../storage/open-storage';
import type { Metrics } from './metrics';
import { openAudit } from './open-audit';
import { openMetrics } from './open-metrics';
import { sessionMetrics } from './session-metrics';
import { sessionNamer, type SessionNamer } from './session-name';
import { tellAll, type SessionObserver } from './session-observer';
import { watchedStore } from './watched-store';

/** What watching needs to know. */
export interface ObservationOptions {
	readonly config: Config;
	readonly logger: Logger;
	readonly storage: Storage;
	/** Names of the templates that this broker knows. */
	readonly templates: Iterable<string>;
	/** Waits so many milliseconds; resolves early where the signal aborts. */
	readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** A broker seen from outside. */
export interface Observation {
	readonly metrics: Metrics;
	readonly observer: SessionObserver;
	readonly nameSession: SessionNamer;
	/** The storage that was given, measured. */
	readonly storage: Storage;
	close(): Promise<void>;
}

/**
 * Puts together what watches a broker: metrics, the audit log, and the names of sessions in logs.
 * @throws where the metrics' port cannot be listened on, or the audit log cannot be opened
 */
export async function openObservation(options: ObservationOptions): Promise<Observation> {
	const { config, logger, storage, templates } = options;
	const nameSession = sessionNamer(config.logKey);
	const { metrics, close } = await openMetrics({
		port: config.metricsPort,
		host: config.metricsHost,
		templates,
	});
	const audit =
		config.auditFile === undefined
			? undefined
			: await openAudit({
					path: config.auditFile,
					addresses: config.logAddresses,
					logger,
					metrics,
					nameSession,
					now: Date.now,
				});
	metrics.watchPolls(() => storage.notifier.waiting);
	const onFault = (err: unknown) => {
		logger.error({ err }, 'a change of a session could not be observed');
	};
	return {
		metrics,
		observer: tellAll([sessionMetrics(metrics), ...(audit ? [audit.observer] : [])], onFault),
		nameSession,
		storage: config.metricsPort === 0 ? storage : { ...storage, store: watchedStore(storage.store, metrics) },
		close: async () => {
			await audit?.close();
			await close();
		},
	};
}
