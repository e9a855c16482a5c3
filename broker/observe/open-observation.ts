import type { Logger } from 'pino';
import type { Config } from '../config/settings';
import type { Storage } from '../storage/open-storage';
import type { Metrics } from './metrics';
import type { SessionObserver } from '../sessions/session-events';
import { watchExpiry } from '../sessions/watch-expiry';
import { ExpiryWatch } from './expiry-watch';
import { openAudit } from './open-audit';
import { openMetrics } from './open-metrics';
import { sessionMetrics } from './session-metrics';
import { sessionNamer, type SessionNamer } from './session-name';
import { tellAll } from './session-observer';
import { watchedStorage } from './watched-storage';

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
 * Puts together what watches a broker: metrics, the audit log, and the names of sessions in logs. What is not asked for
 * costs nothing.
 * @throws where the metrics' port cannot be listened on, or the audit log cannot be opened
 */
export async function openObservation(options: ObservationOptions): Promise<Observation> {
	const { config, logger, templates } = options;
	const nameSession = sessionNamer(config.logKey);
	const served = await openMetrics({ port: config.metricsPort, host: config.metricsHost, templates });
	const { metrics } = served;
	const audit =
		config.auditFile === undefined
			? undefined
			: openAudit({
					path: config.auditFile,
					addresses: config.logAddresses,
					logger,
					metrics,
					nameSession,
					now: Date.now,
				});
	const storage = served.serving ? watchedStorage(options.storage, metrics) : options.storage;
	metrics.watchPolls(() => storage.notifier.waiting);
	const observers = [
		...(served.serving ? [sessionMetrics(metrics)] : []),
		...(audit ? [audit.observer] : []),
	];
	const watch = watchAll(observers, { ...options, storage });
	return {
		metrics,
		nameSession,
		storage,
		observer: watch.observer,
		close: async () => {
			await watch.expiries?.close();
			audit?.close();
			await served.close();
		},
	};
}

/** One observer for all, and where there is any, the watch that tells them of sessions that expire. */
function watchAll(observers: SessionObserver[], { logger, storage, sleep }: ObservationOptions) {
	const now = Date.now;
	const observer = tellAll(observers, (err) => {
		logger.error({ err }, 'a change of a session could not be observed');
	});
	if (observers.length === 0) return { observer };
	const dependencies = { store: storage.store, now, sleep, observer };
	const expiries = new ExpiryWatch({
		schedule: storage.expiries,
		seeOut: (id, signal) => watchExpiry(dependencies, id, signal),
		now,
	});
	observers.push(expiries);
	return { observer, expiries };
}
