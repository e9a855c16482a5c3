import { ask } from './ask';
import { findingsOf } from './finding';
import type { Check } from './subject';

const metrics = findingsOf('metrics');

/** Whether the metrics can be read where people reach the broker. */
export const checkMetricsPort: Check = async ({
	config: { baseUrl, metricsPort, metricsHost },
	timeoutMs,
}) => {
	if (metricsPort === 0) return [metrics.ok('off')];
	const where = `port ${String(metricsPort)} of ${metricsHost}`;
	if (baseUrl === undefined) return [metrics.ok(where)];
	const { hostname } = new URL(baseUrl);
	const places = [`${baseUrl}/metrics`, `http://${hostname}:${String(metricsPort)}/metrics`];
	for (const place of /^(?:localhost|127\.|\[::1\])/.test(hostname) ? [] : places) {
		const answer = await ask(place, { timeoutMs }).catch(() => undefined);
		if (answer?.text.includes('linkauth_build_info') === true)
			return [
				metrics.warning(
					`${place} can be read from here, by the name that people use`,
					'Where that is from everywhere: close the port in the firewall, or set LINKAUTH_METRICS_HOST to an inner address.',
				),
			];
	}
	return [metrics.ok(`${where}, not at the address that people use`)];
};
