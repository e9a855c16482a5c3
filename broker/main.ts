#!/usr/bin/env node
import path from 'node:path';
import type { Logger } from 'pino';
import { readCommandLine } from './command-line';
import { BadConfiguration, readConfig } from './config/read-config';
import type { Config } from './config/settings';
import { auditVerifyCommand } from './observe/audit/audit-command';
import { createLogger } from './observe/create-logger';
import { startBroker, type RunningBroker } from './start-broker';

/** Where the build puts the page, seen from where it puts this file. */
const PAGE_DIRECTORY = path.join(__dirname, 'page');
/** Where it puts the OpenAPI document. */
const DOCS_DIRECTORY = path.join(__dirname, 'openapi');
/** Milliseconds for connections to end. */
const DRAIN_LIMIT = 9_000;

void main();

async function main(): Promise<void> {
	const command = readCommandLine(process.argv.slice(2));
	switch (command.kind) {
		case 'serve':
			return serve();
		case 'print':
			process.stdout.write(command.text);
			return;
		case 'misused':
			process.stderr.write(command.text);
			process.exitCode = 2;
			return;
		case 'audit-verify': {
			const { status, text } = await auditVerifyCommand(command.file, command.anchors);
			(status === 0 ? process.stdout : process.stderr).write(`${text}\n`);
			process.exitCode = status;
		}
	}
}

async function serve(): Promise<void> {
	const config = configOrExit();
	const logger = createLogger(config.logLevel);
	const broker = await startOrExit(config, logger);
	const end = (signal: string) => void drain(signal, broker, { config, logger });
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

async function startOrExit(config: Config, logger: Logger): Promise<RunningBroker> {
	try {
		return await startBroker({
			config,
			logger,
			pageDirectory: PAGE_DIRECTORY,
			docsDirectory: DOCS_DIRECTORY,
		});
	} catch (error) {
		logger.fatal({ reason: error instanceof Error ? error.message : 'unknown' }, 'cannot start');
		process.exit(1);
	}
}

async function drain(
	signal: string,
	broker: RunningBroker,
	{ config, logger }: { config: Config; logger: Logger },
): Promise<void> {
	logger.info({ signal }, 'draining');
	const limit = config.drainDelay * 1_000 + DRAIN_LIMIT;
	setTimeout(() => {
		logger.warn('some connections did not end in time');
		process.exit(0);
	}, limit).unref();
	await broker.stop();
	logger.info('ended');
}
