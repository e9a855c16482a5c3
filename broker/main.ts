#!/usr/bin/env node
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pino, type Logger } from 'pino';
import { BUILT_IN_TEMPLATES } from '../protocol/templates';
import { createApp } from './app';
import { BadConfiguration, readConfig } from './config/read-config';
import type { Config } from './config/settings';
import { noPersonLimits, personLimits } from './limits/person-limits';
import { readPage } from './routes/page-routes';
import { securityInfo } from './security-info';
import { openStorage, type Storage } from './storage/open-storage';

/** Where the build puts the page, seen from where it puts this file. */
const PAGE_DIRECTORY = path.join(__dirname, '..', 'page');
/** Milliseconds. */
const DRAIN_LIMIT = 9_000;

void main();

async function main(): Promise<void> {
	const config = configOrExit();
	const logger = pino({ level: config.logLevel, base: null });
	const page = await readPage(PAGE_DIRECTORY);
	const draining = new AbortController();
	const storage = openStorage({
		location: config.store,
		patience: config.storeTimeout,
		memoryCeiling: config.memoryCeiling,
		now: Date.now,
		onFault: (error) => {
			logger.warn({ reason: error.message }, 'the store cannot be reached');
		},
	});
	const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 });
	await listen(server, config, logger);
	const { port } = server.address() as AddressInfo;
	const baseUrl = config.baseUrl ?? `http://localhost:${String(port)}`;
	const app = createApp({
		logger,
		page,
		draining: draining.signal,
		apiKeys: config.apiKeys,
		trustedProxies: config.trustedProxies,
		security: securityInfo(baseUrl),
		limits: config.rateLimits ? personLimits() : noPersonLimits(),
		sessions: {
			...storage,
			now: Date.now,
			sleep,
			settings: { ...config, baseUrl, templates: new Map(Object.entries(BUILT_IN_TEMPLATES)) },
		},
	});
	server.on('request', (request, response) => void app.callback()(request, response));
	announce(config, logger, port, baseUrl);
	const end = (signal: string) => void drain({ signal, server, storage, logger, draining });
	process.once('SIGTERM', end).once('SIGINT', end);
}

function configOrExit(): Config {
	try {
		return readConfig(process.env);
	} catch (error) {
		if (!(error instanceof BadConfiguration)) throw error;
		process.stderr.write(`${error.message}\n`);
		process.exit(1);
	}
}

function listen(server: Server, config: Config, logger: Logger): Promise<void> {
	return new Promise((resolve) => {
		server.once('error', (error) => {
			logger.fatal({ reason: error.message }, 'cannot listen');
			process.exit(1);
		});
		server.listen(config.port, config.host, resolve);
	});
}

function announce(config: Config, logger: Logger, port: number, baseUrl: string): void {
	if (!config.baseUrl) logger.warn('LINKAUTH_BASE_URL is not set: links only work on this machine');
	if (config.apiKeys.length === 0) logger.warn('LINKAUTH_API_KEYS is not set: anybody can create sessions');
	if (!config.rateLimits) logger.warn('LINKAUTH_RATE_LIMITS=off: NOTHING HOLDS BACK WHO TRIES CODES');
	logger.info({ port, baseUrl, store: config.store.kind }, 'listening');
}

/** Waits; resolves early where the signal aborts. */
async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
	await wait(milliseconds, undefined, signal ? { signal } : {}).catch(() => undefined);
}

/** What ends with the process. */
interface Ending {
	readonly signal: string;
	readonly server: Server;
	readonly storage: Storage;
	readonly logger: Logger;
	readonly draining: AbortController;
}

/** Answers the polls that wait, lets what is under way finish, and ends. */
async function drain({ signal, server, storage, logger, draining }: Ending): Promise<void> {
	logger.info({ signal }, 'draining');
	setTimeout(() => {
		logger.warn('some connections did not end in time');
		process.exit(0);
	}, DRAIN_LIMIT).unref();
	draining.abort();
	const closed = new Promise((resolve) => server.close(resolve));
	server.closeIdleConnections();
	await closed;
	await storage.notifier.close();
	await storage.store.close();
	logger.info('ended');
}
