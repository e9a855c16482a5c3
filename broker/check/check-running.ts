import { selfCheckKey } from '../keys/self-check';
import { findingsOf } from './finding';
import type { Check } from './subject';
import { visitBroker } from './visit';

const running = findingsOf('running');

/** Whether the broker runs on this machine, at the port that it is to listen on. */
export const checkRunning: Check = async ({ config, keys, timeoutMs }) => {
	const { host, port } = config;
	if (port === 0) return [];
	const address = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
	const url = `http://${address.includes(':') ? `[${address}]` : address}:${String(port)}`;
	const visit = await visitBroker(url, { key: selfCheckKey({ ...config, keys }), timeoutMs });
	if (visit.kind === 'unreachable')
		return [
			running.warning(
				`no broker on this machine at ${url}: ${visit.why}`,
				'Start it; or, where it runs elsewhere, run the check there (docker exec, kubectl exec).',
			),
		];
	if (visit.issuer === undefined)
		return [
			running.problem(
				`something else than a broker answers at ${url}`,
				'Give the broker another LINKAUTH_PORT, or end what listens there.',
			),
		];
	if (visit.same === 'no')
		return [
			running.problem(
				`the broker at ${url} has other API keys, log key or store`,
				'Start it anew after its settings have changed, or run the check with the settings that it has.',
			),
		];
	return [running.ok(`a broker answers at ${url}`)];
};
