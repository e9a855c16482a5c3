import { totalmem } from 'node:os';
import { selfCheckKey } from '../keys/self-check';
import { checkBaseUrl, checkPlainHttp, checkReached } from './check-address';
import { checkApiKeys } from './check-api-keys';
import { checkCallbackHosts } from './check-callback-hosts';
import { checkCertificate } from './check-certificate';
import { checkClock } from './check-clock';
import { checkConfiguration } from './check-configuration';
import { checkFileDescriptors } from './check-file-descriptors';
import { checkFiles } from './check-files';
import type { Finding } from './finding';
import { checkLimits } from './check-limits';
import { checkInnerPorts } from './check-inner-ports';
import { checkProxy } from './check-proxy';
import { checkRunning } from './check-running';
import { checkSignIns } from './check-sign-ins';
import { checkStore } from './check-store';
import type { Check, Environment, Subject } from './subject';
import { visitBroker } from './visit';

/** Everything that is looked at, in the order in which it is told. */
const CHECKS: readonly Check[] = [
	checkApiKeys,
	checkFiles,
	checkLimits,
	checkFileDescriptors,
	checkCallbackHosts,
	checkSignIns,
	checkStore,
	checkRunning,
	checkBaseUrl,
	checkCertificate,
	checkReached,
	checkPlainHttp,
	checkProxy,
	checkClock,
	checkInnerPorts,
];
/** Milliseconds. */
const TIMEOUT = 5_000;

/** What differs from this machine and from the usual, for tests. */
export type SubjectOptions = Partial<Pick<Subject, 'availableMemory' | 'openFiles' | 'now' | 'timeoutMs'>>;

/** Looks at everything that operators get wrong. What a broker would not start with is told alone. */
export async function runChecks(
	environment: Environment,
	options: SubjectOptions = {},
): Promise<readonly Finding[]> {
	const { findings, usable } = checkConfiguration(environment);
	if (!usable) return findings;
	const { config, keys } = usable;
	const { timeoutMs = TIMEOUT } = options;
	const key = selfCheckKey({ ...config, keys });
	const subject: Subject = {
		config,
		keys,
		environment,
		visit: config.baseUrl === undefined ? undefined : await visitBroker(config.baseUrl, { key, timeoutMs }),
		availableMemory: process.constrainedMemory() || totalmem(),
		openFiles: openFiles(),
		now: Date.now(),
		timeoutMs,
		...options,
	};
	const found = await Promise.all(CHECKS.map(async (check) => check(subject)));
	return [...findings, ...found.flat()];
}

/** Node has raised the limit as far as it may. */
function openFiles(): number | undefined {
	// Otherwise it resolves the name of everybody who is connected.
	Object.assign(process.report, { excludeNetwork: true });
	const { userLimits } = process.report.getReport() as {
		userLimits?: { open_files?: { soft?: number | string } };
	};
	const limit = userLimits?.open_files?.soft;
	return limit === 'unlimited' ? Infinity : limit === undefined ? undefined : Number(limit);
}
