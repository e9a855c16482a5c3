import { destination, type DestinationStream } from 'pino';
import type { Config } from '../config/settings';
import { prettyLines } from './pretty-lines';

/** Milliseconds for which lines are collected. */
const INTERVAL = 50;
/** Characters that are collected at most; more are written at once. */
const COLLECTED = 16 * 1024;
/** pino's number of the first level that does not wait: `warn`. */
const URGENT = 40;

/**
 * Standard output for a log. While nothing goes on, a line is written at once; those that follow within the interval are
 * written together, because a system call for each would be a fifth of what a request costs. A warning or an error is
 * written at once, with everything before it, and so is what is left when the process ends; one that is killed loses
 * the requests of one interval.
 */
export async function openLogOutput(format: Config['logFormat']): Promise<DestinationStream> {
	const terminal = process.stdout.isTTY;
	const pretty = format === 'pretty' || (format === 'auto' && terminal);
	if (!pretty) return logOutput((line) => line);
	// NO_COLOR and FORCE_COLOR are respected by hasColors.
	return logOutput(
		await prettyLines({
			colors: terminal && process.stdout.hasColors(),
			columns: terminal ? process.stdout.columns : undefined,
		}),
	);
}

function logOutput(format: (line: string) => string): DestinationStream {
	const output = destination({ dest: 1, sync: true });
	let lines = '';
	let timer: NodeJS.Timeout | undefined;
	const flush = (): void => {
		const collected = lines;
		lines = '';
		if (collected !== '') output.write(collected);
	};
	process.once('exit', flush);
	const stream = {
		/** Asks pino to say the level of each line in `lastLevel`. */
		[Symbol.for('pino.metadata')]: true,
		lastLevel: 0,
		write: (line: string): void => {
			lines += format(line);
			if (timer === undefined || stream.lastLevel >= URGENT || lines.length >= COLLECTED) flush();
			timer ??= setTimeout(() => {
				timer = undefined;
				flush();
			}, INTERVAL).unref();
		},
	};
	return stream;
}
