import { isIP } from 'node:net';
import { connect, type PeerCertificate } from 'node:tls';
import { whyNoAnswer } from './ask';
import { findingsOf, type Finding } from './finding';
import type { Check } from './subject';

const DAY = 24 * 60 * 60 * 1_000;
/** Days before its end at which whoever renews a certificate has failed to. */
const LATE = 14;

const certificate = findingsOf('certificate');

/** Whether browsers and agents trust the certificate of the address, and how long it is valid. */
export const checkCertificate: Check = async ({ config: { baseUrl }, timeoutMs, now }) => {
	const url = baseUrl === undefined ? undefined : new URL(baseUrl);
	if (url?.protocol !== 'https:') return [];
	try {
		return [findingOf(await presented(url, timeoutMs), url.hostname, now)];
	} catch (error) {
		// What cannot be reached at all is another check's.
		return whyNoAnswer(error) === 'it does not speak TLS'
			? [certificate.problem(`${url.host} does not speak TLS`, 'Let the proxy bring TLS on this port.')]
			: [];
	}
};

interface Presented {
	/** Why it is not trusted; undefined where it is. */
	readonly fault: string | undefined;
	readonly certificate: PeerCertificate;
	readonly protocol: string | null;
}

function presented(url: URL, timeoutMs: number): Promise<Presented> {
	return new Promise((resolve, reject) => {
		const host = url.hostname.replace(/^\[|\]$/g, '');
		const socket = connect({
			host,
			port: Number(url.port || 443),
			// An address is no server name (RFC 6066).
			...(isIP(host) === 0 && { servername: host }),
			// To see what is wrong with it.
			rejectUnauthorized: false,
			timeout: timeoutMs,
		});
		socket.once('secureConnect', () => {
			// The types say that it is an error; it is its code.
			const fault = socket.authorized ? undefined : String(socket.authorizationError);
			resolve({ fault, certificate: socket.getPeerCertificate(), protocol: socket.getProtocol() });
			socket.destroy();
		});
		socket.once('timeout', () => socket.destroy(new Error('no answer in time'))).once('error', reject);
	});
}

function findingOf({ fault, certificate: shown, protocol }: Presented, host: string, now: number): Finding {
	const until = new Date(shown.valid_to);
	const days = Math.floor((until.getTime() - now) / DAY);
	const valid = `valid until ${until.toISOString().slice(0, 10)}, ${String(days)} days`;
	if (days < 0)
		return certificate.problem(
			`it has expired on ${until.toISOString().slice(0, 10)}`,
			'Renew it, and find out why whoever renews it did not.',
		);
	if (fault === 'ERR_TLS_CERT_ALTNAME_INVALID')
		return certificate.problem(`it is not for ${host}`, 'Get one for the name that is in LINKAUTH_BASE_URL.');
	if (fault !== undefined)
		return certificate.problem(
			`it is not trusted here (${fault})`,
			'Serve one that browsers trust, with its chain; for a CA of your own set NODE_EXTRA_CA_CERTS here and in n8n.',
		);
	if (days < LATE)
		return certificate.warning(valid, 'Renew it, and find out why it was not renewed by itself.');
	return certificate.ok(`${valid}, ${protocol ?? 'TLS'}`);
}
