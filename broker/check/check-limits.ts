import { findingsOf, type Finding } from './finding';
import type { Check, Subject } from './subject';

const MEBIBYTE = 1024 * 1024;
/** Bytes that a broker takes without any request. */
const IDLE = 96 * MEBIBYTE;
/** Times as much memory as the budget for bodies that reading them takes for a moment. */
const BODY_FACTOR = 3;

const limits = findingsOf('limits');

/** Whether the limits are on, and fit to each other, to the keys and to the memory of this machine or container. */
export const checkLimits: Check = (subject) => {
	const faults = [...switchedOff(subject), ...contradictions(subject), ...memory(subject), ...keys(subject)];
	return faults.length > 0 ? faults : [limits.ok('on, and fit to each other')];
};

function switchedOff({ config: { rateLimits } }: Subject): readonly Finding[] {
	return rateLimits
		? []
		: [
				limits.problem(
					'LINKAUTH_RATE_LIMITS=off: codes can be guessed',
					'Remove the setting; it is for load tests on a closed network.',
				),
			];
}

/** Limits of one that are higher than that of all. */
function contradictions({ config }: Subject): readonly Finding[] {
	const shares = {
		LINKAUTH_CONNECTIONS_PER_NETWORK: config.connectionsPerNetwork,
		LINKAUTH_WAITS_PER_KEY: config.waitsPerKey,
		LINKAUTH_WAITS_PER_NETWORK: config.waitsPerNetwork,
	};
	return Object.entries(shares)
		.filter(([, share]) => share > config.connections)
		.map(([name, share]) =>
			limits.warning(
				`${name} (${String(share)}) is above LINKAUTH_CONNECTIONS (${String(config.connections)}), and limits nothing`,
				'Lower it, or raise LINKAUTH_CONNECTIONS.',
			),
		);
}

function memory({ config, availableMemory }: Subject): readonly Finding[] {
	const store = config.store.kind === 'memory' ? config.memoryCeiling : 0;
	const needed = IDLE + store + BODY_FACTOR * config.bodyBudget;
	if (needed <= availableMemory) return [];
	const [most, there] = [needed, availableMemory].map((bytes) => String(Math.round(bytes / MEBIBYTE)));
	return [
		limits.warning(
			`they allow ${String(most)} MiB of memory, and there are ${String(there)}`,
			'Lower LINKAUTH_BODY_BUDGET or LINKAUTH_MEMORY_CEILING, or give the broker more.',
		),
	];
}

/** What keys of the file are allowed that the broker does not have. */
function keys({ config, keys: all }: Subject): readonly Finding[] {
	return all.flatMap(({ id, templates = [], maxTtl = 0 }) => [
		...templates
			.filter((name) => name !== 'custom' && !config.templates.has(name))
			.map((name) =>
				limits.problem(
					`the key of “${id}” may use the template “${name}”, which there is not`,
					'Correct its name, or add it to LINKAUTH_TEMPLATES_FILE.',
				),
			),
		...(maxTtl > config.maxTtl
			? [
					limits.warning(
						`max_ttl of “${id}” (${String(maxTtl)}) is above LINKAUTH_MAX_TTL (${String(config.maxTtl)}), which counts`,
						'Lower the one, or raise the other.',
					),
				]
			: []),
	]);
}
