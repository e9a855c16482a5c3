import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createApp } from '../app';
import type { Config } from '../config/settings';
import { ByteBudget } from '../http/byte-budget';
import { networkGuard } from '../http/client-network';
import { limitConnections } from '../http/limit-connections';
import { securityHeaders } from '../http/security-headers';
import { selfCheckKeyOf } from '../keys/self-check';
import type { LimitName } from '../limits/limit-table';
import { measureRequests } from '../monitoring/measure-requests';
import { openOperator } from '../operator/open-operator';
import { readDocs } from '../routes/read-docs';
import { readPage } from '../routes/read-page';
import { securityInfo } from '../security-info';
import type { Storage } from '../storage/storage';
import { TIMINGS, type Timings } from '../timings';
import { answerRequests, closeServer, createHttpServer, listen } from './http-server';
import { openServices } from './open-services';

/** What a broker is started with. */
export interface BrokerOptions {
	readonly config: Config;
	readonly logger: Logger;
	/** Where the build puts the page. */
	readonly pageDirectory: string;
	/** Where the build puts the OpenAPI document. */
	readonly docsDirectory: string;
	/** Where the build puts the operator's page. */
	readonly operatorDirectory: string;
	/** An open storage to use instead of the configured one. Closed with the broker. */
	readonly storage?: Storage;
	/** Times other than a broker in use has, for tests. */
	readonly timings?: Partial<Timings> | undefined;
}

/** A broker that listens. */
export interface RunningBroker {
	readonly port: number;
	/**
	 * Reports that it is not ready, goes on serving for the configured delay, answers the polls that wait, finishes the
	 * requests in flight, and closes everything.
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
	const notReady = new AbortController();
	const stopping = new AbortController();
	const server = createHttpServer(timings);
	const services = await openServices({ config, logger, timings, storage: options.storage });
	const { monitoring, storage } = services;
	const onHit = (limit: LimitName): void => {
		monitoring.metrics.limitHit(limit);
	};
	limitConnections(server, {
		...config,
		connectionsPerNetwork: config.rateLimits ? config.connectionsPerNetwork : undefined,
		onHit,
	});
	const port = await listen(server, config);
	const baseUrl = config.baseUrl ?? `http://localhost:${String(port)}`;
	const sessions = services.openSessions(baseUrl);
	const operator = await openOperator({
		...services,
		config,
		logger,
		timings,
		sessions,
		directory: options.operatorDirectory,
		pseudonymize: monitoring.pseudonymize,
	});
	const app = createApp({
		...services,
		requestLog: { logger, pseudonymize: monitoring.pseudonymize, addresses: config.logAddresses },
		requestObservers: [measureRequests(monitoring.metrics)],
		page,
		docs,
		headers,
		notReady: notReady.signal,
		stopping: stopping.signal,
		selfCheckKey: selfCheckKeyOf(config, services.keyring),
		requireNetwork: networkGuard(config.createNetworks, config.trustedProxies),
		trustedProxies: config.trustedProxies,
		security: securityInfo(baseUrl),
		baseUrl,
		answerTimeout: timings.answerTimeout,
		store: { ping: () => storage.store.ping(), room: storage.room },
		budget: new ByteBudget({ total: config.bodyBudget, onHit }),
		sessions,
	});
	answerRequests(server, app.callback(), headers);
	logStart(config, logger, port, baseUrl);
	return {
		port,
		stop: async () => {
			notReady.abort();
			await sleep(config.drainDelay * 1_000);
			stopping.abort();
			await operator.close();
			await closeServer(server);
			await services.close();
		},
	};
}

function logStart(config: Config, logger: Logger, port: number, baseUrl: string): void {
	if (!config.baseUrl) logger.warn('LINKAUTH_BASE_URL is not set: links only work on this machine');
	if (!securityInfo(baseUrl).secure)
		logger.warn('LINKAUTH_BASE_URL is http:// and not this machine: the page refuses to take credentials');
	if (config.apiKeys.length === 0 && config.apiKeysFile === undefined)
		logger.warn('LINKAUTH_API_KEYS is not set: anybody can create sessions');
	if (!config.rateLimits) logger.warn('LINKAUTH_RATE_LIMITS=off: GUESSING USER CODES IS NOT LIMITED');
	const ports = {
		...(config.metricsPort !== 0 && { metricsPort: config.metricsPort }),
		...(config.operatorPort !== 0 && { operatorPort: config.operatorPort }),
	};
	logger.info({ port, baseUrl, store: config.store.kind, ...ports }, 'listening');
}
