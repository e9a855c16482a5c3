import { securityInfo } from '../security-info';
import { ask } from './ask';
import { findingsOf, type Finding } from './finding';
import type { Check } from './subject';

/** A port that is for operators, and not for the internet. */
interface InnerPort {
	readonly check: string;
	readonly port: number;
	readonly host: string;
	/** The setting of its host. */
	readonly setting: string;
	/** What is asked for there. */
	readonly path: string;
}

/** Whether metrics and the operator's page are reached where people reach the broker. */
export const checkInnerPorts: Check = async ({ config, timeoutMs }) => {
	const { metricsPort, metricsHost, operatorPort, operatorHost } = config;
	const ports: readonly InnerPort[] = [
		{
			check: 'metrics',
			port: metricsPort,
			host: metricsHost,
			setting: 'LINKAUTH_METRICS_HOST',
			path: '/metrics',
		},
		{
			check: 'operator page',
			port: operatorPort,
			host: operatorHost,
			setting: 'LINKAUTH_OPERATOR_HOST',
			path: '/',
		},
	];
	return Promise.all(ports.map((each) => look(each, config.baseUrl, timeoutMs)));
};

async function look(inner: InnerPort, baseUrl: string | undefined, timeoutMs: number): Promise<Finding> {
	const { check, port, host, setting, path } = inner;
	const { ok, warning } = findingsOf(check);
	if (port === 0) return ok('off');
	const where = `port ${String(port)} of ${host}`;
	// By a name of this machine, everything on it is reached.
	if (baseUrl === undefined || securityInfo(baseUrl).mode === 'development') return ok(where);
	const { hostname } = new URL(baseUrl);
	const place = `http://${hostname}:${String(port)}${path}`;
	const answer = await ask(place, { timeoutMs }).catch(() => undefined);
	if (answer === undefined) return ok(`${where}, not at the name that people use`);
	return warning(
		`${place} is reached from here, by the name that people use`,
		`Where that is from everywhere: close the port in the firewall, or set ${setting} to an inner address.`,
	);
}
