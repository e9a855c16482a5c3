import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Timings } from '../../broker/timings';
import { cleanup } from './cleanup';
import { inRepository } from './repository';

/** The broker as the build makes it. */
export const BROKER_MAIN = inRepository('broker/dist/main.js');
/** The same with times that are passed in. */
const TIMED_BROKER = inRepository('broker/.cache/timed-broker.js');

/** A broker that runs as a process of its own. */
export interface RunningBroker {
	/** Where it listens, `http://127.0.0.1:PORT`, without a trailing slash. */
	readonly url: string;
	readonly port: number;
	readonly process: ChildProcess;
	/** Everything it has written to its log so far. */
	log(): string;
	/** Ends it with a signal, by default SIGTERM, and waits until it has ended. */
	stop(signal?: NodeJS.Signals): Promise<void>;
}

/** What differs from a broker in use. */
export interface StartOptions {
	/** The program; by default the one that the build makes. */
	readonly main?: string;
	/** Times that differ from those in use. */
	readonly timings?: Partial<Timings>;
}

/**
 * Starts the built broker on a free port, and waits until it listens. Its settings are the defaults, except that the
 * rate limits are off. It is stopped when the test, or outside of one the file, has ended.
 * @param environment settings, `LINKAUTH_…`
 */
export async function startBroker(
	environment: Readonly<Record<string, string>> = {},
	{ main = BROKER_MAIN, timings }: StartOptions = {},
): Promise<RunningBroker> {
	const program = timings ? [TIMED_BROKER, JSON.stringify(timings), path.dirname(BROKER_MAIN)] : [main];
	const child = spawn(process.execPath, program, {
		env: {
			PATH: process.env['PATH'],
			...coverage(),
			LINKAUTH_HOST: '127.0.0.1',
			LINKAUTH_PORT: '0',
			LINKAUTH_RATE_LIMITS: 'off',
			...environment,
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
		if (child.exitCode !== null || child.signalCode !== null) return;
		// Later than its exit: all that it wrote has been read.
		const ended = once(child, 'close');
		child.kill(signal);
		await ended;
	};
	cleanup(child, () => {
		// One that a test has frozen hears no other signal.
		child.kill('SIGCONT');
		return stop();
	});
	const lines: string[] = [];
	child.stderr.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
	const output = createInterface(child.stdout).on('line', (line) => lines.push(line));
	const port = await new Promise<number>((resolve, reject) => {
		const onLine = (line: string): void => {
			// The client of Sentinels writes faults of its own there, as they come.
			if (!line.startsWith('{')) return;
			const entry = JSON.parse(line) as { msg: string; port?: number };
			if (entry.msg !== 'listening' || entry.port === undefined) return;
			output.off('line', onLine);
			resolve(entry.port);
		};
		output.on('line', onLine);
		child.once('exit', (code) => {
			reject(new Error(`the broker ended with ${String(code)} before it listened:\n${lines.join('\n')}`));
		});
	});
	return {
		url: `http://127.0.0.1:${String(port)}`,
		port,
		process: child,
		log: () => lines.join('\n'),
		stop,
	};
}

/** Where a broker leaves which of its lines ran, under `npm run coverage`. */
function coverage(): Readonly<Record<string, string>> {
	const directory = process.env['LINKAUTH_COVERAGE'];
	return directory === undefined ? {} : { NODE_V8_COVERAGE: directory };
}
