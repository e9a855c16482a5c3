import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createApp } from './app';
import { answerUnreadableRequests } from './http/unreadable-requests';
import { CallbackPlan } from './callbacks/callback-plan';
import { CallbackWorker } from './callbacks/callback-worker';
import type { Config } from './config/settings';
import { networkGuard } from './http/client-network';
import { securityHeaders } from './http/security-headers';
import { Keyring } from './keys/keyring';
import { countOut } from './limits/count-out';
import { limitsOf, noLimits } from './limits/limits';
import { AllowedDestinations } from './outbound/allowed-destinations';
import { openObservation, type Observation } from './observe/open-observation';
import { tellAll } from './observe/session-observer';
import { readDocs } from './routes/read-docs';
import { readPage } from './routes/read-page';
import { securityInfo } from './security-info';
import { awaitStore } from './storage/await-store';
import { openStorage, type Storage } from './storage/open-storage';
import { TIMINGS, type Timings } from './timings';

/** What a broker is started with. */
export interface BrokerOptions {
	readonly config: Config;
	readonly logger: Logger;
	/** Where the build puts the page. */
	readonly pageDirectory: string;
	/** Where the build puts the OpenAPI document. */
	readonly docsDirectory: string;
	/** Where sessions wait, if not where the configuration says. Closed with the broker. */
	readonly storage?: Storage;
	/** Times other than a broker in use has, for tests. */
	readonly timings?: Partial<Timings> | undefined;
}

/** A broker that listens. */
export interface RunningBroker {
	readonly port: number;
	/**
	 * Is ready no longer, goes on serving for the configured delay, answers the polls that wait, lets what is under way
	 * finish, and ends.
	 */
	stop(): Promise<void>;
}

/**
 * Puts a broker together and makes it listen.
 * @throws where the page or the OpenAPI document has not been built, or the address cannot be listened on
 */
export async function startBroker(options: BrokerOptions): Promise<RunningBroker> {
	const { config, logger } = options;
	const timings = { ...TIMINGS, ...options.timings };
	const page = await readPage(options.pageDirectory, config.branding);
	const docs = await readDocs(options.docsDirectory);
	const headers = securityHeaders(config.baseUrl?.startsWith('https:') ?? false);
	const retiring = new AbortController();
	const draining = new AbortController();
	const server = createServer({
		headersTimeout: timings.headersTimeout,
		requestTimeout: timings.requestTimeout,
		keepAliveTimeout: 65_000,
		// Refused with a problem document instead.
		requireHostHeader: false,
		connectionsCheckingInterval: timings.connectionsCheckingInterval,
	});
	const opened = options.storage ?? (await openConfigured(config, logger));
	await awaitStore(opened.store, config.storeTimeout);
	const observation = await openObservation({
		config,
		logger,
		storage: opened,
		templates: config.templates.keys(),
		sleep,
	});
	const { storage, observer, metrics, nameSession } = observation;
	const port = await listen(server, config);
	const callbacks = startCallbacks(config, observation, logger, timings);
	const keyring = openKeyring(config, logger);
	const baseUrl = config.baseUrl ?? `http://localhost:${String(port)}`;
	const app = createApp({
		requestLog: { logger, pseudonymize: nameSession, addresses: config.logAddresses },
		metrics,
		page,
		docs,
		retiring: retiring.signal,
		draining: draining.signal,
		keyring,
		requireNetwork: networkGuard(config.createNetworks, config.trustedProxies),
		trustedProxies: config.trustedProxies,
		security: securityInfo(baseUrl),
		headers,
		callbacks: callbacks.plan,
		limits: config.rateLimits
			? limitsOf({
					...config,
					scripts: storage.scripts,
					onHit: (limit) => {
						metrics.limitHit(limit);
					},
				})
			: noLimits(),
		sessions: {
			...storage,
			now: Date.now,
			sleep,
			timings,
			callbacks: callbacks.plan,
			observer: tellAll([observer, countOut(storage.openSessions)], (error) => {
				logger.error({ err: error }, 'a change of state could not be counted');
			}),
			openSessions: config.rateLimits ? storage.openSessions : undefined,
			settings: { ...config, baseUrl },
		},
	});
	const handle = app.callback();
	server.on('request', (request, response) => void handle(request, response));
	// An expectation that nobody knows is no reason not to answer (RFC 9110 section 10.1.1).
	server.on('checkExpectation', (request, response) => void handle(request, response));
	answerUnreadableRequests(server, (request, response) => void handle(request, response), headers);
	announce(config, logger, port, baseUrl);
	return {
		port,
		stop: async () => {
			retiring.abort();
			await wait(config.drainDelay * 1_000);
			draining.abort();
			await close(server);
			await callbacks.worker.stop();
			keyring.close();
			await observation.close();
			await storage.close();
		},
	};
}

function openKeyring(config: Config, logger: Logger): Keyring {
	return new Keyring({
		fixed: config.apiKeys,
		file: config.apiKeysFile,
		onReload: (result) => {
			if ('fault' in result)
				logger.error(
					{ reason: result.fault },
					'the file of API keys cannot be used; the keys stay as they were',
				);
			else logger.info({ keys: result.keys }, 'the file of API keys was read again');
		},
	});
}

/** Who is to be called, and the one who calls them. */
function startCallbacks(config: Config, { storage, metrics }: Observation, logger: Logger, timings: Timings) {
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

function openConfigured(config: Config, logger: Logger): Promise<Storage> {
	return openStorage({
		location: config.store,
		patience: config.storeTimeout,
		memoryCeiling: config.memoryCeiling,
		now: Date.now,
		onFault: (error) => {
			logger.warn({ reason: error.message }, 'the store cannot be reached');
		},
	});
}

function listen(server: Server, config: Config): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(config.port, config.host, () => {
			server.off('error', reject);
			resolve((server.address() as AddressInfo).port);
		});
	});
}

async function close(server: Server): Promise<void> {
	const closed = new Promise((resolve) => server.close(resolve));
	// A connection that was busy is kept alive once it is answered; it has to be closed again and again.
	const idle = setInterval(() => {
		server.closeIdleConnections();
	}, 50);
	await closed;
	clearInterval(idle);
}

function announce(config: Config, logger: Logger, port: number, baseUrl: string): void {
	if (!config.baseUrl) logger.warn('LINKAUTH_BASE_URL is not set: links only work on this machine');
	if (config.apiKeys.length === 0 && config.apiKeysFile === undefined)
		logger.warn('LINKAUTH_API_KEYS is not set: anybody can create sessions');
	if (!config.rateLimits) logger.warn('LINKAUTH_RATE_LIMITS=off: NOTHING HOLDS BACK WHO TRIES CODES');
	const watched = config.metricsPort === 0 ? {} : { metricsPort: config.metricsPort };
	logger.info({ port, baseUrl, store: config.store.kind, ...watched }, 'listening');
}

/** Waits; resolves early where the signal aborts. */
async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
	await wait(milliseconds, undefined, signal ? { signal } : {}).catch(() => undefined);
}
