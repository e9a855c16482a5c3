import type { PrettyOptions } from 'pino-pretty';

/** What the terminal is like. */
export interface Terminal {
	/** Whether it shows colours. */
	readonly colors: boolean;
	/** Characters of a line; undefined where it is not known. */
	readonly columns: number | undefined;
}

/** An entry of the log, with the fields of `LOG_FIELDS`. */
type Entry = Readonly<Record<string, unknown>>;

/** Characters of `[00:00:00.000] ERROR: `, which stand before what is said here. */
const PREFIX = 22;
const INDENT = '    ';
/** Said in words, or on lines of their own. */
const APART = new Set(['level', 'time', 'msg', 'err', 'method', 'route', 'status', 'milliseconds']);
/** What would move the cursor, change colours, or turn the direction of what follows. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Turns lines of JSON into lines for people: `[12:00:00.123] INFO: GET /v1/sessions/:id 200 4 ms outcome=pending`. What
 * does not fit on the line follows on the next one; an error is followed by where it happened. The library is only
 * loaded where it is used.
 */
export async function prettyLines({ colors, columns }: Terminal): Promise<(line: string) => string> {
	const { prettyFactory } = await import('pino-pretty');
	const messageFormat: PrettyOptions['messageFormat'] = (entry, _message, _level, extras) => {
		const [first = '', ...more] = fill([messageOf(entry), ...detailsOf(entry)], columns ?? Infinity);
		const lines = [...more, ...errorOf(entry['err'])].map((line) => extras.colors.dim(line));
		return [first, ...lines].join(`\n${INDENT}`);
	};
	return prettyFactory({
		colorize: colors,
		// What is said has the terminal's own colour: white and black are the background of some.
		customColors: {
			...{ fatal: 'bgRed', error: 'red', warn: 'yellow', info: 'green', debug: 'blue', trace: 'gray' },
			message: 'reset',
		},
		translateTime: 'SYS:HH:MM:ss.l',
		hideObject: true,
		messageFormat,
	});
}

/** A request by what it asked and got; everything else by its message. */
function messageOf(entry: Entry): string {
	const { msg, method, route, status, milliseconds } = entry;
	if (msg !== 'request')
		return [msg, status]
			.filter((each) => each !== undefined)
			.map(printable)
			.join(' ');
	return [method, route, status, milliseconds, 'ms'].map(printable).join(' ');
}

/** `name=value` of everything else; the request's id, which is long and seldom looked for, at the end. */
function detailsOf({ requestId, ...entry }: Entry): readonly string[] {
	return Object.entries({ ...entry, requestId })
		.filter(([name, value]) => !APART.has(name) && value !== undefined)
		.map(([name, value]) => `${name}=${printable(value)}`);
}

function errorOf(error: unknown): readonly string[] {
	if (typeof error !== 'object' || error === null) return [];
	const { type, code, at = [] } = error as { type?: unknown; code?: unknown; at?: readonly unknown[] };
	const name = [type, code].filter((each) => each !== undefined).map(printable);
	return [name.join(' '), ...at.map(printable)];
}

/** Puts words into lines of so many characters at most; a longer word has a line of its own. */
function fill(words: readonly string[], columns: number): readonly string[] {
	const lines: string[] = [];
	let room = 0;
	for (const word of words) {
		if (word.length < room) {
			lines.push(`${lines.pop() ?? ''} ${word}`);
			room -= word.length + 1;
		} else {
			room = columns - (lines.length === 0 ? PREFIX : INDENT.length) - word.length;
			lines.push(word);
		}
	}
	return lines;
}

/** A value that does to a terminal nothing but appear on it. */
function printable(value: unknown): string {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return text.replaceAll(
		UNPRINTABLE,
		(character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
	);
}
