import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config/settings';
import { findingsOf, type Finding } from './finding';
import type { Check, Environment } from './subject';

const OTHERS_WRITE = 0o002;
const OTHERS_READ = 0o004;

const files = findingsOf('files');

/** Whether others on the machine may write the broker's files or read its keys, and whether it may write its audit log. */
export const checkFiles: Check = ({ config, environment }) => {
	const faults = [
		...readFiles(config, environment).flatMap(writableByOthers),
		...keysForEverybody(config.apiKeysFile),
		...auditFault(config.auditFile),
	];
	return faults.length > 0 ? faults : [files.ok('readable, and written by nobody else')];
};

/** The files that the settings name, apart from the audit log. */
function readFiles({ apiKeysFile }: Config, environment: Environment): readonly string[] {
	const others = ['LINKAUTH_TEMPLATES_FILE', 'LINKAUTH_BRANDING_FILE'].map((name) => environment[name] ?? '');
	return [apiKeysFile ?? '', ...others].filter((file) => file !== '');
}

function writableByOthers(file: string): readonly Finding[] {
	if ((statSync(file).mode & OTHERS_WRITE) === 0) return [];
	return [files.problem(`${file} can be changed by everybody on this machine`, `chmod o-w ${file}`)];
}

function keysForEverybody(file: string | undefined): readonly Finding[] {
	if (file === undefined || (statSync(file).mode & OTHERS_READ) === 0) return [];
	const { keys } = JSON.parse(readFileSync(file, 'utf8')) as { keys: readonly { readonly key: string }[] };
	if (keys.every(({ key }) => key.startsWith('sha256:'))) return [];
	return [
		files.warning(
			`${file} has keys that everybody on this machine can read`,
			`chmod o-r ${file}, or put the keys' SHA-256 into it (docs/keys.md).`,
		),
	];
}

function auditFault(file: string | undefined): readonly Finding[] {
	if (file === undefined) return [];
	try {
		accessSync(existsSync(file) ? file : path.dirname(file), constants.W_OK);
		return [];
	} catch {
		return [
			files.problem(
				`${file} cannot be written by this user`,
				'Let the user of the broker write to it; the broker does not start otherwise.',
			),
		];
	}
}
