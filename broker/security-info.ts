import type { SecurityInfo } from '../protocol/messages';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** How people reach the broker, by its base URL: over TLS, on their own machine (loopback), or without TLS. */
export function securityInfo(baseUrl: string): SecurityInfo {
	const { protocol, hostname } = new URL(baseUrl);
	if (protocol === 'https:') return { secure: true, mode: 'production' };
	if (LOOPBACK.test(hostname)) {
		return {
			secure: true,
			mode: 'development',
			message: 'This broker runs on your own machine, for development.',
		};
	}
	return {
		secure: false,
		mode: 'insecure',
		message:
			'This broker is reached without TLS, so its page could be altered on the way. Do not enter anything.',
	};
}
