import { parseArgs } from 'node:util';
import { MOST_LISTED, OPEN_STATES, type OpenState, type Selection } from './operator/operator';
import type { OperatorAction } from './operator/operator-command';
import { version } from './package.json';

/** What the program is asked to do. */
export type Command =
	| { readonly kind: 'serve' }
	/** Prints something and ends. */
	| { readonly kind: 'print'; readonly text: string }
	| {
			readonly kind: 'audit-verify';
			readonly file: string;
			readonly anchors: { readonly last?: string; readonly contained?: string };
	  }
	/** Looks for what operators get wrong. */
	| { readonly kind: 'check'; readonly json: boolean }
	| {
			readonly kind: 'operator';
			readonly action: OperatorAction;
			readonly json: boolean;
			readonly url: string | undefined;
	  }
	/** The command line is wrong. */
	| { readonly kind: 'misused'; readonly text: string };

const HELP = `linkauth-broker ${version}: asks people for credentials, and hands them on without seeing them.

  linkauth-broker                       serves; every setting is an environment variable, LINKAUTH_…
  linkauth-broker check                 looks for what is wrong with settings, address, proxy and store
      --json                            and prints JSON

  linkauth-broker sessions list         the requests that are open, with the settings of the running brokers
      --key NAME                        of one API key
      --state STATE                     pending, confirmed or ready
      --limit N                         the N oldest, 100 without it
  linkauth-broker sessions show ID      one of them; ID as in the log, or how it begins
  linkauth-broker sessions end ID…      ends them
  linkauth-broker sessions end --key NAME
  linkauth-broker sessions end --all
  linkauth-broker keys list             the API keys, what they may and have open; never the keys themselves
      --json                            all of these print JSON
      --url URL                         they ask a broker at its LINKAUTH_OPERATOR_PORT instead of the store

  linkauth-broker audit verify FILE     checks that nothing of an audit log was altered or removed
      --expect-last HASH                and that it ends with this line
      --expect HASH                     and that it has this line

  linkauth-broker --version
  linkauth-broker --help

The check ends with 0 where all is well, 1 where there are warnings, 2 where there is a problem. Another command ends
with 0 where it was done, 1 where it was not (the file of an audit log is not whole, the store is away, there is no such
session, some are still open), 2 where the command line is wrong.
`;

const OPTIONS = {
	help: { type: 'boolean', short: 'h' },
	version: { type: 'boolean', short: 'v' },
	'expect-last': { type: 'string' },
	expect: { type: 'string' },
	key: { type: 'string' },
	state: { type: 'string' },
	limit: { type: 'string' },
	all: { type: 'boolean' },
	json: { type: 'boolean' },
	url: { type: 'string' },
} as const;

type Values = ReturnType<typeof parse>['values'];

/** A command, and the options that it takes. */
interface CommandRow {
	readonly options: readonly (keyof typeof OPTIONS)[];
	/** @param rest the words behind its name @throws Misused */
	read(rest: readonly string[], values: Values): Command;
}

const COMMANDS: Readonly<Record<string, CommandRow>> = {
	check: {
		options: ['json'],
		read: (rest, { json = false }) => {
			if (rest.length > 0) throw new Misused('check: expected nothing behind it.');
			return { kind: 'check', json };
		},
	},
	'audit verify': { options: ['expect', 'expect-last'], read: auditVerify },
	'sessions list': {
		options: ['key', 'state', 'limit', 'json', 'url'],
		read: (rest, values) => operator(values, { verb: 'list', filter: filterOf(rest, values) }),
	},
	'sessions show': {
		options: ['json', 'url'],
		read: ([id, ...rest], values) => {
			if (id === undefined || rest.length > 0) throw new Misused('sessions show: expected one id.');
			return operator(values, { verb: 'show', id });
		},
	},
	'sessions end': {
		options: ['key', 'all', 'json', 'url'],
		read: (ids, values) => operator(values, { verb: 'end', selection: selectionOf(ids, values) }),
	},
	'keys list': {
		options: ['json', 'url'],
		read: (rest, values) => {
			if (rest.length > 0) throw new Misused('keys list: expected nothing behind it.');
			return operator(values, { verb: 'keys' });
		},
	},
};
const HASH = /^[0-9a-f]{64}$/;
/** Sessions that are listed where nobody says how many. */
const USUAL_LIMIT = 100;

/** What is wrong with a command line. */
class Misused extends Error {}

/** Reads the command line, without the names of the runtime and the program. */
export function readCommandLine(args: readonly string[]): Command {
	try {
		const { values, positionals } = parse(args);
		if (values.help) return { kind: 'print', text: HELP };
		if (values.version) return { kind: 'print', text: `${version}\n` };
		return commandOf(positionals, values);
	} catch (error) {
		const reason = error instanceof Error ? error.message : 'The command line cannot be read.';
		return { kind: 'misused', text: `${reason}\n\n${HELP}` };
	}
}

function parse(args: readonly string[]) {
	return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
}

function commandOf(words: readonly string[], values: Values): Command {
	const given = Object.keys(values) as (keyof Values)[];
	if (words.length === 0 && given.length === 0) return { kind: 'serve' };
	// A name has one word or two.
	const length = [1, 2].find((each) => Object.hasOwn(COMMANDS, words.slice(0, each).join(' ')));
	const name = words.slice(0, length).join(' ');
	const command = length === undefined ? undefined : COMMANDS[name];
	if (!command) throw new Misused('There is no such command.');
	const foreign = given.find((option) => !command.options.includes(option));
	if (foreign !== undefined) throw new Misused(`${name}: --${foreign} is no option of this command.`);
	return command.read(words.slice(length), values);
}

function auditVerify([file, ...rest]: readonly string[], values: Values): Command {
	const { expect: contained, 'expect-last': last } = values;
	if (file === undefined || rest.length > 0) throw new Misused('audit verify: expected one file.');
	const hashes = [contained, last].filter((hash) => hash !== undefined);
	if (!hashes.every((hash) => HASH.test(hash)))
		throw new Misused('Expected a hash of 64 hexadecimal digits.');
	return {
		kind: 'audit-verify',
		file,
		anchors: { ...(last !== undefined && { last }), ...(contained !== undefined && { contained }) },
	};
}

function operator({ json = false, url }: Values, action: OperatorAction): Command {
	const parsed = url === undefined ? undefined : URL.parse(url);
	if (url !== undefined && !['http:', 'https:'].includes(parsed?.protocol ?? ''))
		throw new Misused('--url: expected an address like http://127.0.0.1:9465.');
	return { kind: 'operator', action, json, url: parsed?.href.replace(/\/+$/, '') };
}

function filterOf(rest: readonly string[], { key, state, limit }: Values) {
	if (rest.length > 0) throw new Misused('sessions list: expected nothing behind it.');
	const open = OPEN_STATES.find((each) => each === state);
	if (state !== undefined && open === undefined)
		throw new Misused(`--state: expected one of ${OPEN_STATES.join(', ')}.`);
	if (limit !== undefined && !(/^\d{1,5}$/.test(limit) && Number(limit) <= MOST_LISTED))
		throw new Misused(`--limit: expected a whole number from 0 to ${String(MOST_LISTED)}.`);
	return { key, state: open satisfies OpenState | undefined, limit: Number(limit ?? USUAL_LIMIT) };
}

/** One way to say which, and never all by accident. */
function selectionOf(ids: readonly string[], { key, all }: Values): Selection {
	const ways = [ids.length > 0, key !== undefined, all === true].filter(Boolean);
	if (ways.length !== 1)
		throw new Misused('sessions end: expected ids, or --key NAME, or --all; one of the three.');
	if (key !== undefined) return { key };
	return all === true ? { all: true } : { ids };
}
