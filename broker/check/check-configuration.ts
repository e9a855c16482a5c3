import { BadConfiguration, readConfig } from '../config/read-config';
import type { Config } from '../config/settings';
import type { ApiKey } from '../keys/api-key';
import { BadKeysFile, readKeysFile } from '../keys/read-keys-file';
import { findingsOf, type Finding } from './finding';
import type { Environment } from './subject';

/** The configuration as it can be used, and what there is to say of it. */
export interface ReadConfiguration {
	readonly findings: readonly Finding[];
	/** Undefined where a broker would not start. */
	readonly usable: { readonly config: Config; readonly keys: readonly ApiKey[] } | undefined;
}

const configuration = findingsOf('configuration');
const ADVICE = 'Correct it; docs/settings.md has every setting. A broker does not start with it.';

/** Reads the settings, and the file of keys that they name; every fault is a finding. */
export function checkConfiguration(environment: Environment): ReadConfiguration {
	try {
		const config = readConfig(environment);
		const file = config.apiKeysFile;
		const keys = [...config.apiKeys, ...(file === undefined ? [] : readKeysFile(file))];
		const set = Object.keys(environment).filter((name) => name.startsWith('LINKAUTH_')).length;
		return { findings: [configuration.ok(`${String(set)} settings`)], usable: { config, keys } };
	} catch (error) {
		if (!(error instanceof BadConfiguration || error instanceof BadKeysFile)) throw error;
		const from = error instanceof BadKeysFile ? 'LINKAUTH_API_KEYS_FILE: ' : '';
		return {
			findings: error.faults.map((fault) => configuration.problem(from + fault, ADVICE)),
			usable: undefined,
		};
	}
}
