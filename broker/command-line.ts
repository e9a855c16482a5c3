import { parseArgs } from 'node:util';
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
	/** The command line is wrong. */
	| { readonly kind: 'misused'; readonly text: string };

const HELP = `linkauth-broker ${version}: asks people for credentials, and hands them on without seeing them.

  linkauth-broker                       serves; every setting is an environment variable, LINKAUTH_…
  linkauth-broker check                 looks for what is wrong with the settings, the address, the proxy and the store
      --json                            and prints it for programs
  linkauth-broker audit verify FILE     checks that nothing of an audit log was altered or removed
      --expect-last HASH                and that it ends with this line
      --expect HASH                     and that it has this line
  linkauth-broker --version
  linkauth-broker --help

The check ends with 0 where all is well, 1 where there are warnings, 2 where there is a problem.
The audit command ends with 0 where the file is whole, 1 where it is not, 2 where the command line is wrong.
`;

const OPTIONS = {
	help: { type: 'boolean', short: 'h' },
	version: { type: 'boolean', short: 'v' },
	'expect-last': { type: 'string' },
	expect: { type: 'string' },
	json: { type: 'boolean' },
} as const;
const HASH = /^[0-9a-f]{64}$/;

/** Reads the command line, without the names of the runtime and the program. */
export function readCommandLine(args: readonly string[]): Command {
	try {
		const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
		if (values.help) return { kind: 'print', text: HELP };
		if (values.version) return { kind: 'print', text: `${version}\n` };
		if (positionals.join(' ') === 'check') return { kind: 'check', json: values.json ?? false };
		if (values.json) return misused('--json: only check has it.');
		return commandOf(positionals, values.expect, values['expect-last']);
	} catch (error) {
		return misused(error instanceof Error ? error.message : 'The command line cannot be read.');
	}
}

function commandOf(words: readonly string[], contained?: string, last?: string): Command {
	const [noun, verb, file, ...rest] = words;
	const hashes = [contained, last].filter((hash) => hash !== undefined);
	if (noun === undefined && hashes.length === 0) return { kind: 'serve' };
	if (noun !== 'audit' || verb !== 'verify') return misused('There is no such command.');
	if (file === undefined || rest.length > 0) return misused('audit verify: expected one file.');
	if (!hashes.every((hash) => HASH.test(hash))) return misused('Expected a hash of 64 hexadecimal digits.');
	return {
		kind: 'audit-verify',
		file,
		anchors: { ...(last !== undefined && { last }), ...(contained !== undefined && { contained }) },
	};
}

function misused(reason: string): Command {
	return { kind: 'misused', text: `${reason}\n\n${HELP}` };
}
