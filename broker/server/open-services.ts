import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { CallbackPlan } from '../callbacks/callback-plan';
import { CallbackWorker } from '../callbacks/callback-worker';
import type { Config } from '../config/settings';
import { Keyring } from '../keys/keyring';
import { openMonitoring, type Monitoring } from '../monitoring/open-monitoring';
import { AllowedDestinations } from '../outbound/allowed-destinations';
import { ExpiryWorker } from '../sessions/expiry-worker';
import { releaseOpenSession } from '../sessions/release-open-session';
import { combineObservers } from '../sessions/combine-observers';
import type { SessionObserver } from '../sessions/session-events';
import { openStorage } from '../storage/open-storage';
import type { Storage } from '../storage/storage';
import { waitForStore } from '../storage/wait-for-store';
import type { Timings } from '../timings';

/** What the services are opened with. */
export interface ServiceOptions {
	readonly config: Config;
	readonly logger: Logger;
	readonly timings: Timings;
	/** A storage that is open already, instead of the configured one. */
	readonly storage: Storage | undefined;
}

/** What a broker works with, apart from HTTP: all that is to be opened, and closed again. */
export interface Services {
	readonly storage: Storage;
	readonly monitoring: Monitoring;
	/** Called for every change of a session. */
	readonly observer: SessionObserver;
	readonly callbacks: CallbackPlan;
	readonly keyring: Keyring;
	/** Waits so many milliseconds; resolves early where the signal aborts. */
	readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
	close(): Promise<void>;
}

/**
 * Opens everything behind the HTTP server. A store that does not answer is no reason not to start.
 * @throws where the metrics' port, the audit log or the file of API keys cannot be used
 */
export async function openServices(options: ServiceOptions): Promise<Services> {
	const { config, logger, timings } = options;
	const opened = options.storage ?? (await openConfiguredStorage(options));
	await waitForStore(opened.store, config.storeTimeout);
	const monitoring = await openMonitoring({ config, logger, timings, storage: opened });
	const { storage } = monitoring;
	const { observer, expiries } = observeSessions(monitoring, options);
	const keyring = openKeyring(options);
	const { plan, worker } = startCallbacks(monitoring, options);
	return {
		storage,
		monitoring,
		observer,
		callbacks: plan,
		keyring,
		sleep,
		close: async () => {
			await worker.stop();
			keyring.close();
			await expiries?.close();
			await monitoring.close();
			await storage.close();
		},
	};
}

function openConfiguredStorage({ config, logger }: ServiceOptions): Promise<Storage> {
	return openStorage({
		location: config.store,
		timeoutMs: config.storeTimeout,
		memoryCeiling: config.memoryCeiling,
		now: Date.now,
		onFault: (error) => {
			logger.warn({ reason: error.message }, 'the store cannot be reached');
		},
	});
}

/** One observer for all; expired sessions are only looked for where monitoring has somebody to report them to. */
function observeSessions({ observers, storage }: Monitoring, { logger, timings }: ServiceOptions) {
	const all = [...observers, releaseOpenSession(storage.openSessions)];
	const observer = combineObservers(all, (err) => {
		logger.error({ err }, 'an observer of a session failed');
	});
	if (observers.length === 0) return { observer };
	const expiries = new ExpiryWorker({ ...storage, now: Date.now, sleep, observer, timings });
	all.push(expiries);
	return { observer, expiries };
}

function openKeyring({ config, logger, timings }: ServiceOptions): Keyring {
	return new Keyring({
		fixed: config.apiKeys,
		file: config.apiKeysFile,
		interval: timings.keysInterval,
		onReload: (result) => {
			if ('fault' in result)
				logger.error(
					{ reason: result.fault },
					'the API keys file cannot be used; the keys stay as they were',
				);
			else logger.info({ keys: result.keys }, 'the API keys file was reloaded');
		},
	});
}

/** Which callbacks are due, and the worker that makes them. */
function startCallbacks({ storage, metrics }: Monitoring, { config, logger, timings }: ServiceOptions) {
	const outbound = {
		allowed: new AllowedDestinations(config.callbackAllowedHosts),
		timeoutMs: timings.callbackTimeout,
	};
	const shared = { ...storage, outbound, timings, now: Date.now };
	const plan = new CallbackPlan({
		...shared,
		onDue: () => {
			worker.wake();
		},
	});
	const worker = new CallbackWorker({
		...shared,
		plan,
		logger,
		onResult: (result) => {
			metrics.callbackTried(result);
		},
	});
	worker.start();
	return { plan, worker };
}

async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
	await wait(milliseconds, undefined, signal ? { signal } : {}).catch(() => undefined);
}
