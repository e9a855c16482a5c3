import { addressList, networkOf } from '../http/client-network';
import type { Arrival } from '../keys/self-check';
import { findingsOf, type Finding } from './finding';
import type { Check } from './subject';
import { INVENTED_ADDRESS } from './visit';

const proxy = findingsOf('proxy');
const SETTING = 'LINKAUTH_TRUSTED_PROXIES';

/** Whether the broker sees where people come from, and nobody can make that up; and what the proxy does to answers. */
export const checkProxy: Check = ({ config: { baseUrl, trustedProxies }, visit }) => {
	if (visit?.kind !== 'answered' || visit.issuer === undefined) return [];
	const { arrival, headers } = visit;
	const found =
		arrival === undefined
			? [
					proxy.warning(
						'what the broker sees of its clients could not be looked at',
						'It tells whoever has its LINKAUTH_API_KEYS or LINKAUTH_LOG_KEY; set one, and run the check with it.',
					),
				]
			: [seenAs(arrival, trustedProxies, baseUrl?.startsWith('https:') ?? false), ...oldHttp(arrival)];
	return [...found, ...compressed(headers['content-encoding'])];
};

function seenAs({ peer, forwarded, network }: Arrival, trusted: readonly string[], https: boolean): Finding {
	const isTrusted = addressList(trusted);
	const hops = forwarded.split(',').map((hop) => hop.trim());
	const invented = network === networkOf(INVENTED_ADDRESS);
	if (forwarded === INVENTED_ADDRESS) {
		if (invented)
			return proxy.problem(
				`a client chooses its address: ${peer} is trusted, and passes X-Forwarded-For on as clients send it`,
				'Let the proxy add the address of who connects to X-Forwarded-For, or replace the header.',
			);
		if (!https) return proxy.ok(`there is none; you are seen as ${network}`);
		return proxy.problem(
			`the proxy at ${peer} does not say who the client is, so all people share the limits of one`,
			`Let it add the client to X-Forwarded-For, and put its address into ${SETTING}.`,
		);
	}
	if (!isTrusted(peer))
		return proxy.problem(
			`calls come from ${peer}, which is not trusted, so all people share the limits of one`,
			`Put ${peer}, or the network of your proxies, into ${SETTING}.`,
		);
	if (invented)
		return proxy.warning(
			`${hops.at(-1) ?? peer}, from where this check calls, is trusted as a proxy`,
			`Clients there can choose their address: let ${SETTING} have the addresses of your proxies alone.`,
		);
	return proxy.ok(`${peer} is trusted, and you are seen as ${network}`);
}

function oldHttp({ http }: Arrival): readonly Finding[] {
	if (http !== '1.0') return [];
	return [
		findingsOf('HTTP version').warning(
			'the proxy speaks HTTP/1.0 to the broker: a connection for each call',
			'In nginx: proxy_http_version 1.1; proxy_set_header Connection "";',
		),
	];
}

function compressed(coding: string | undefined): readonly Finding[] {
	if (coding === undefined) return [];
	return [
		findingsOf('compression').warning(
			`the proxy compresses answers (${coding})`,
			'Switch it off: the length of a compressed answer tells something of the tokens in it (BREACH).',
		),
	];
}
