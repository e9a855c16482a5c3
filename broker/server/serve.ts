import type { Logger } from 'pino';
import { BadConfiguration, readConfig } from '../config/read-config';
import type { Config } from '../config/settings';
import { createLogger } from '../monitoring/create-logger';
import { openLogOutput } from '../monitoring/log-output';
import { startBroker, type BrokerOptions, type RunningBroker } from './start-broker';
import { TIMINGS } from '../timings';

/** Where the build puts what the broker serves, and times for tests. */
export type ServeOptions = Pick<
	BrokerOptions,
	'pageDirectory' | 'docsDirectory' | 'operatorDirectory' | 'timings'
>;

/** Starts a broker as the environment says; on SIGTERM or SIGINT stops it and ends the process. */
export async function serve(options: ServeOptions): Promise<void> {
	const config = configOrExit();
	const logger = createLogger(config.logLevel, await openLogOutput(config.logFormat));
	const broker = await startOrExit({ ...options, config, logger });
	const drainLimit = options.timings?.drainLimit ?? TIMINGS.drainLimit;
	const end = (signal: string) => void stop(signal, broker, { config, logger, drainLimit });
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

async function startOrExit(options: BrokerOptions): Promise<RunningBroker> {
	try {
		return await startBroker(options);
	} catch (error) {
		options.logger.fatal({ reason: error instanceof Error ? error.message : 'unknown' }, 'cannot start');
		process.exit(1);
	}
}

async function stop(
	signal: string,
	broker: RunningBroker,
	{ config, logger, drainLimit }: { config: Config; logger: Logger; drainLimit: number },
): Promise<void> {
	logger.info({ signal }, 'stopping');
	const limit = config.drainDelay * 1_000 + drainLimit;
	setTimeout(() => {
		logger.warn('some connections were not closed in time');
		process.exit(0);
	}, limit).unref();
	await broker.stop();
	logger.info('stopped');
}
