import path from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../broker/config/read-config';
import { startBroker } from '../broker/server/start-broker';
import { recordingStorage } from './recording-storage';

/** The real broker, in this process, so that all it keeps and writes can be searched. */
export interface DemoBroker {
	/** Where the workflow reaches it, without a trailing slash. */
	readonly url: string;
	/** Every record that was ever written to its store. */
	readonly records: readonly string[];
	/** Every line of its log. */
	readonly log: readonly string[];
	/** Milliseconds since the epoch at which the last form arrived; NaN where none has. */
	submittedAt(): number;
	stop(): Promise<void>;
}

/** One line of the broker's log about a request. */
export interface RequestLine {
	readonly method?: string;
	readonly route?: string;
	readonly status?: number;
	/** Milliseconds since the epoch at which it was answered. */
	readonly time: number;
	readonly milliseconds?: number;
	readonly outcome?: string;
}

/**
 * Starts the broker on a free port with the embedded store, everything logged.
 * @param root the repository, with the broker built
 * @param environment `LINKAUTH_PORT` and `LINKAUTH_BASE_URL` are taken from it, for those who try it from a phone
 * @param onRequest told of each request as the log is
 */
export async function startDemoBroker(
	root: string,
	environment: Readonly<Record<string, string | undefined>>,
	onRequest: (line: RequestLine) => void,
): Promise<DemoBroker> {
	const config = readConfig({
		LINKAUTH_HOST: '127.0.0.1',
		LINKAUTH_PORT: environment['LINKAUTH_PORT'] ?? '0',
		LINKAUTH_BASE_URL: environment['LINKAUTH_BASE_URL'],
		LINKAUTH_LOG_LEVEL: 'trace',
	});
	const records: string[] = [];
	const log: string[] = [];
	let submittedAt = NaN;
	const write = (text: string) => {
		log.push(text);
		const line = JSON.parse(text) as RequestLine;
		if (line.outcome === 'completed') submittedAt = line.time - (line.milliseconds ?? 0);
		onRequest(line);
	};
	const broker = await startBroker({
		config,
		logger: pino({ level: config.logLevel, base: null }, { write }),
		pageDirectory: path.join(root, 'broker/dist/page'),
		docsDirectory: path.join(root, 'broker/dist/openapi'),
		operatorDirectory: path.join(root, 'broker/dist/operator'),
		storage: await recordingStorage(config, records),
	});
	return {
		url: `http://127.0.0.1:${String(broker.port)}`,
		records,
		log,
		submittedAt: () => submittedAt,
		stop: () => broker.stop(),
	};
}
