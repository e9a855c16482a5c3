import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Fetch } from '../../protocol/oauth/oauth-types';
import { openCallbacks, type OpenCallbacks } from '../callbacks/open-callbacks';
import type { Config } from '../config/settings';
import { Keyring } from '../keys/keyring';
import { createLimits, noLimits } from '../limits/create-limits';
import type { Limits } from '../limits/limits';
import { openMonitoring, type Monitoring } from '../monitoring/open-monitoring';
import { BrokerClients } from '../oauth/broker-clients';
import { clientFetch } from '../outbound/client-fetch';
import { AllowedDestinations } from '../outbound/allowed-destinations';
import { Endings } from '../operator/endings';
import { combineObservers } from '../sessions/combine-observers';
import { createSessions, type Sessions } from '../sessions/create-sessions';
import type { SessionDependencies } from '../sessions/dependencies';
import { ExpiryWorker } from '../sessions/expiry-worker';
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
	readonly limits: Limits;
	readonly keyring: Keyring;
	/** What has ended in the last hour; counted where an operator's port shows it. */
	readonly endings: Endings;
	/** @param baseUrl where people reach the broker, which is known once it listens */
	openSessions(baseUrl: string): Sessions;
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
	const limits = openLimits(options, monitoring);
	const keyring = openKeyring(options);
	const callbacks = startCallbacks(monitoring, options);
	const clients = openClients(options);
	const endings = new Endings(Date.now);
	const observers = [...monitoring.observers, ...(config.operatorPort === 0 ? [] : [endings])];
	let expiries: ExpiryWorker | undefined;
	return {
		storage,
		monitoring,
		limits,
		keyring,
		endings,
		openSessions: (baseUrl) => {
			const dependencies = sessionDependencies(
				{ monitoring, observers, limits, callbacks, baseUrl, ...clients },
				options,
			);
			expiries = new ExpiryWorker({ ...dependencies, sleep });
			return createSessions(dependencies);
		},
		close: async () => {
			await callbacks.close();
			clients.clients.close();
			keyring.close();
			await expiries?.close();
			limits.close();
			await monitoring.close();
			await storage.close();
		},
	};
}

/** What sessions work with; every end is only watched where there is somebody to report it to. */
function sessionDependencies(
	{ monitoring, observers, limits, callbacks, baseUrl, clients, fetch }: SessionServices,
	{ config, logger, timings }: ServiceOptions,
): SessionDependencies {
	const { storage } = monitoring;
	return {
		store: storage.store,
		now: storage.now,
		notifier: storage.notifier,
		ending: storage.ending,
		reportsEnds: observers.length > 0,
		room: storage.room,
		timings,
		settings: { ...config, baseUrl },
		callbacks: callbacks.planner,
		openSessions: limits,
		pace: (session, interval) => limits.takePoll(session, interval),
		observer: combineObservers(observers, (err) => {
			logger.error({ err }, 'an observer of a session failed');
		}),
		clients,
		fetch,
	};
}

/** What sessions are opened with. */
interface SessionServices {
	readonly monitoring: Monitoring;
	/** Those of monitoring, and what counts for the operator. */
	readonly observers: readonly SessionObserver[];
	readonly limits: Limits;
	readonly callbacks: OpenCallbacks;
	readonly baseUrl: string;
	readonly clients: BrokerClients;
	readonly fetch: Fetch;
}

function openLimits({ config, timings }: ServiceOptions, { storage, metrics }: Monitoring): Limits {
	const shared = { scripts: storage.scripts, second: timings.second };
	if (!config.rateLimits) return noLimits(shared);
	return createLimits({
		...config,
		...shared,
		onHit: (limit) => {
			metrics.limitHit(limit);
		},
	});
}

function openConfiguredStorage({ config, logger }: ServiceOptions): Promise<Storage> {
	return openStorage({
		location: config.store,
		timeoutMs: config.storeTimeout,
		memoryCeiling: config.memoryCeiling,
		onFault: (error) => {
			logger.warn({ reason: error.message }, 'the store cannot be reached');
		},
	});
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

/** The broker's own clients at providers. */
function openClients({ config, logger, timings }: ServiceOptions): {
	readonly clients: BrokerClients;
	readonly fetch: Fetch;
} {
	const fetch = clientFetch(config.oauthClients, timings.providerTimeout);
	const clients = new BrokerClients({
		clients: config.oauthClients,
		fetch,
		retryDelay: timings.providerRetryDelay,
		onFault: (provider, reason) => {
			logger.warn({ provider, reason }, 'a provider does not say what its addresses are');
		},
	});
	return { clients, fetch };
}

/** Which callbacks are due, and the pool that makes them. */
function startCallbacks(
	{ storage, metrics }: Monitoring,
	{ config, logger, timings }: ServiceOptions,
): OpenCallbacks {
	return openCallbacks({
		store: storage.store,
		due: storage.callbacksDue,
		now: storage.now,
		allowed: new AllowedDestinations(config.callbackAllowedHosts),
		logger,
		timings,
		onResult: (result) => {
			metrics.callbackTried(result);
		},
	});
}

async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
	await wait(milliseconds, undefined, signal ? { signal } : {}).catch(() => undefined);
}
