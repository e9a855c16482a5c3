import {
	pino,
	stdTimeFunctions,
	type Bindings,
	type ChildLoggerOptions,
	type DestinationStream,
	type Logger,
} from 'pino';
import { listedFieldsOnly } from './log-fields';

/** The broker's log: JSON, a line each, of nothing but the fields in {@link LOG_FIELDS}; levels by name, times in UTC. */
export function createLogger(level: string, destination: DestinationStream): Logger {
	const options = {
		level,
		base: null,
		timestamp: stdTimeFunctions.isoTime,
		formatters: { level: (label: string) => ({ level: label }), log: listedFieldsOnly },
		serializers: { err: describeError },
	};
	return withListedBindings(pino(options, destination));
}

/** pino formats what a line says, and not what a child logger says on every line. Children inherit this one's way. */
function withListedBindings(logger: Logger): Logger {
	const child = Reflect.get(logger, 'child') as unknown as (...args: readonly unknown[]) => Logger;
	const listed = function (this: Logger, bindings: Bindings, options?: ChildLoggerOptions): Logger {
		return Reflect.apply(child, this, [listedFieldsOnly(bindings), options]);
	};
	Object.defineProperty(logger, 'child', { value: listed });
	return logger;
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
