import type { z } from 'zod';
import { readOAuthClients } from './read-oauth-clients';
import { SETTINGS, type Config, type Setting, type SettingName } from './settings';

/** Every variable that begins so must be a setting. */
const PREFIX = 'LINKAUTH_';

/** The configuration cannot be used; the message lists every fault, one a line, without secrets. */
export class BadConfiguration extends Error {
	override readonly name = 'BadConfiguration';
	constructor(readonly faults: readonly string[]) {
		super(`The configuration is not usable:\n${faults.map((line) => `  ${line}`).join('\n')}`);
	}
}

/**
 * Reads every setting, and the broker's own OAuth clients, from environment variables.
 * @throws BadConfiguration with all faults at once, unknown `LINKAUTH_…` variables included
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
	const faults: string[] = unknownVariables(environment);
	const values: Partial<Record<SettingName, unknown>> = {};
	for (const [name, setting] of Object.entries(SETTINGS) as [SettingName, Setting][]) {
		const variable = setting.names.find((each) => (environment[each] ?? '').trim() !== '');
		const text = variable === undefined ? setting.fallback : (environment[variable] ?? '').trim();
		const read = setting.schema.safeParse(text);
		if (read.success) values[name] = read.data;
		else faults.push(`${variable ?? setting.names[0]}: expected ${expected(read.error)}`);
	}
	const oauthClients = readOAuthClients(environment, faults);
	if (faults.length === 0) faults.push(...contradictions(values as Config));
	if (faults.length > 0) throw new BadConfiguration(faults);
	return { ...(values as Config), oauthClients };
}

function expected(error: z.ZodError): string {
	return [...new Set(error.issues.map((issue) => issue.message))].join('; ');
}

function contradictions(config: Config): string[] {
	const { defaultTtl, maxTtl, operatorPort, operatorToken } = config;
	return [
		...(defaultTtl > maxTtl
			? [
					`LINKAUTH_DEFAULT_TTL: expected at most LINKAUTH_MAX_TTL (${String(maxTtl)}), is ${String(defaultTtl)}`,
				]
			: []),
		...(operatorPort !== 0 && operatorToken === undefined
			? [
					'LINKAUTH_OPERATOR_TOKEN: expected at least 32 characters, because LINKAUTH_OPERATOR_PORT is set and whoever reaches it could end every request',
				]
			: []),
	];
}

function unknownVariables(environment: Readonly<Record<string, string | undefined>>): string[] {
	const known = new Set<string>(Object.values(SETTINGS).flatMap((setting) => setting.names));
	return Object.keys(environment)
		.filter((name) => name.startsWith(PREFIX) && !known.has(name))
		.map((name) => `${name}: expected one of the settings, there is none of this name`);
}
