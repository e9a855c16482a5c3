import { ask } from './ask';
import { securityInfo } from '../security-info';
import { findingsOf, type Finding } from './finding';
import type { Check } from './subject';
import type { Visit } from './visit';

const base = findingsOf('base URL');
const reached = findingsOf('reached');

/** Whether people can use the address that links begin with. */
export const checkBaseUrl: Check = ({ config: { baseUrl } }) => {
	if (baseUrl === undefined)
		return [
			base.warning(
				'LINKAUTH_BASE_URL is not set',
				'Set it to the address that people use; links begin with it.',
			),
		];
	const { secure, mode } = securityInfo(baseUrl);
	if (!secure)
		return [
			base.problem(
				`${baseUrl} is not https, and not this machine`,
				'Put a proxy with TLS in front of the broker and set the https:// address: browsers encrypt in no other page.',
			),
		];
	return [base.ok(mode === 'development' ? `${baseUrl}, which only works on this machine` : baseUrl)];
};

/** Whether that address leads from here to a broker, and to one of this configuration. */
export const checkReached: Check = ({ config: { baseUrl, port }, visit }) => {
	if (baseUrl === undefined || visit === undefined) return [];
	const found = redirected(baseUrl, visit) ?? unanswered(baseUrl, visit, port) ?? stranger(baseUrl, visit);
	return found ? [found] : [reached.ok(reachedAs(visit))];
};

function redirected(baseUrl: string, visit: Visit): Finding | undefined {
	if (visit.kind !== 'answered' || visit.status < 300 || visit.status >= 400) return undefined;
	const to = visit.headers.location ?? 'somewhere else';
	return reached.problem(
		`${baseUrl} redirects to ${to}`,
		'Agents follow no redirects with their secrets: set LINKAUTH_BASE_URL to the address that answers itself.',
	);
}

function unanswered(baseUrl: string, visit: Visit, port: number): Finding | undefined {
	if (visit.kind === 'unreachable')
		return reached.problem(
			`${baseUrl} is not reached from here: ${visit.why}`,
			'Look at DNS, firewall and proxy; where only this machine cannot reach it, run the check elsewhere.',
		);
	if (visit.status === 502 || visit.status === 503 || visit.status === 504)
		return reached.problem(
			`${baseUrl} answers ${String(visit.status)}`,
			`The proxy does not reach the broker: is it running, and does the proxy lead to its port ${String(port)}?`,
		);
	return undefined;
}

function stranger(baseUrl: string, visit: Visit): Finding | undefined {
	if (visit.kind !== 'answered') return undefined;
	const { issuer, same, status } = visit;
	if (issuer === undefined)
		return reached.problem(
			`${baseUrl} answers ${String(status)}, and is no LinkAuth broker`,
			'Let the proxy pass this address, with everything below it, to the broker.',
		);
	if (issuer !== baseUrl)
		return reached.problem(
			`${baseUrl} leads to a broker whose links begin with ${issuer}`,
			'Set LINKAUTH_BASE_URL of the broker and of this check to the same address.',
		);
	if (same === 'no')
		return reached.problem(
			`${baseUrl} leads to a broker with other API keys, log key or store`,
			'Run the check with the settings of the broker; or the address leads to another one.',
		);
	return undefined;
}

function reachedAs(visit: Visit): string {
	return visit.kind === 'answered' && visit.same === 'yes'
		? 'a broker with these settings answers'
		: 'a LinkAuth broker answers; without LINKAUTH_API_KEYS or LINKAUTH_LOG_KEY nothing shows that it is yours';
}

/** Whether the plain address leads to the encrypted one. */
export const checkPlainHttp: Check = async ({ config: { baseUrl }, timeoutMs }) => {
	const url = baseUrl === undefined ? undefined : new URL(baseUrl);
	// On another port, the plain address is somebody else's.
	if (url?.protocol !== 'https:' || url.port !== '') return [];
	const plain = `http://${url.host}${url.pathname.replace(/\/$/, '')}/connect`;
	const answer = await ask(plain, { timeoutMs }).catch(() => undefined);
	if (answer?.status !== 200) return [];
	return [
		findingsOf('redirect').warning(
			`${plain} answers as well`,
			'Let the proxy redirect it to https: people who type the address would get a page that refuses.',
		),
	];
};
