import { pino, type DestinationStream, type Logger } from 'pino';
import { listedFieldsOnly } from './log-fields';

/**
 * The broker's log: JSON, a line each, of nothing but the fields in {@link LOG_FIELDS}.
 * @param destination standard output where it is left out
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
	const options = {
		level,
		base: null,
		formatters: { log: listedFieldsOnly, bindings: listedFieldsOnly },
		serializers: { err: describeError },
	};
	return destination ? pino(options, destination) : pino(options);
}

/** An error without its message, which may repeat what somebody sent. */
function describeError(error: unknown): Record<string, unknown> {
	if (!(error instanceof Error)) return { type: typeof error };
	const { name, message, stack = '' } = error;
	const from = message === '' ? 0 : stack.indexOf(message) + message.length;
	const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
	return {
		type: name,
		...(code !== undefined && { code }),
		at: stack
			.slice(from)
			.split('\n')
			.map((line) => line.trim())
			.filter((line) => line.startsWith('at ')),
	};
}
