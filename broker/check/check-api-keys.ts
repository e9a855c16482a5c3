import type { ApiKey } from '../keys/api-key';
import { findingsOf, type Finding } from './finding';
import type { Check } from './subject';

/** Characters from which a random key cannot be guessed, of 64 different ones: 128 bits. */
const LONG_ENOUGH = 22;
/** Different characters that a random key of that length has at least, but for one in millions. */
const VARIED = 8;
/** Beginnings of keys that stand in the documentation. */
const EXAMPLES = /^(?:a-long-random-key|replace-|key-of-|change-?me|example)/i;

const found = findingsOf('API keys');

/** Whether the keys are there, long enough, no example, and each somebody’s. */
export const checkApiKeys: Check = ({ config, environment, keys }) => {
	if (keys.length === 0)
		return config.apiKeysFile === undefined
			? [
					found.warning(
						'none: anybody can ask people for credentials',
						'Set LINKAUTH_API_KEYS=NAME:KEY; openssl rand -hex 16 makes a key.',
					),
				]
			: [
					found.warning(
						`${config.apiKeysFile} has none: nobody can create a request`,
						'Add one to the file.',
					),
				];
	const faults = [...weakKeys(environment['LINKAUTH_API_KEYS'] ?? ''), ...repeatedKeys(keys)];
	return faults.length > 0 ? faults : [found.ok(`${String(keys.length)}, of ${callers(keys)}`)];
};

function callers(keys: readonly ApiKey[]): string {
	const names = [...new Set(keys.map(({ id }) => id))];
	const shown = names.slice(0, 5).map((name) => `“${name}”`);
	return [...shown, ...(names.length > 5 ? [`${String(names.length - 5)} more`] : [])].join(', ');
}

/** The keys of the environment are there to be looked at; of the others there is the hash. */
function weakKeys(setting: string): readonly Finding[] {
	return setting.split(',').flatMap((entry, at) => {
		const [, name = `entry ${String(at + 1)}`, key = ''] = /^(?:([^:]+):)?(.+)$/.exec(entry.trim()) ?? [];
		if (key === '' || name === 'sha256') return [];
		const advice = 'Replace it by one that openssl rand -hex 16 has made.';
		if (EXAMPLES.test(key))
			return [found.problem(`that of “${name}” is an example of the documentation`, advice)];
		if (key.length < LONG_ENOUGH || new Set(key).size < VARIED)
			return [
				found.warning(
					`that of “${name}” has ${String(key.length)} characters, ${String(new Set(key).size)} different ones`,
					advice,
				),
			];
		return [];
	});
}

/** The same key twice: the first one's name and permissions count. */
function repeatedKeys(keys: readonly ApiKey[]): readonly Finding[] {
	return keys.flatMap(({ id, hash }, at) => {
		const first = keys.find((each) => each.hash.equals(hash));
		if (first === undefined || first === keys[at]) return [];
		return [
			found.problem(
				first.id === id ? `“${id}” has the same key twice` : `“${first.id}” and “${id}” have the same key`,
				'Give each a key of its own: only the first one’s name and permissions count.',
			),
		];
	});
}
