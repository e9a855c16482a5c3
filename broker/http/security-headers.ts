import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';
import type { Context } from './context';

/** Headers by their names. */
export type SecurityHeaders = Readonly<Record<string, string>>;

/**
 * The security headers of every response: no framing, no content sniffing, no storing in caches, and a Content Security
 * Policy that allows scripts, styles, images and connections from the broker's own origin only.
 * @param overTls whether people reach the broker by https: then there is a Strict-Transport-Security header (RFC 6797)
 */
export function securityHeaders(overTls: boolean): SecurityHeaders {
	const setHeaders = helmet({
		contentSecurityPolicy: {
			useDefaults: false,
			directives: {
				defaultSrc: ["'none'"],
				scriptSrc: ["'self'"],
				styleSrc: ["'self'"],
				imgSrc: ["'self'"],
				connectSrc: ["'self'"],
				fontSrc: ["'none'"],
				frameAncestors: ["'none'"],
				baseUri: ["'none'"],
				formAction: ["'none'"],
				requireTrustedTypesFor: ["'script'"],
				trustedTypes: ["'none'"],
			},
		},
		crossOriginOpenerPolicy: { policy: 'same-origin' },
		crossOriginResourcePolicy: { policy: 'same-origin' },
		crossOriginEmbedderPolicy: { policy: 'require-corp' },
		referrerPolicy: { policy: 'no-referrer' },
		strictTransportSecurity: overTls ? { maxAge: 31_536_000, includeSubDomains: false } : false,
		xFrameOptions: { action: 'deny' },
	});
	// They are the same for every request: reading them from one response is enough.
	const response = new ServerResponse(new IncomingMessage(new Socket()));
	setHeaders(response.req, response, (error) => {
		if (error instanceof Error) throw error;
	});
	response.setHeader('cache-control', 'no-store');
	return Object.fromEntries(
		response.getHeaderNames().map((name) => [name, String(response.getHeader(name))]),
	);
}

/**
 * Sets the headers that the route has not set itself. To be called after it: set before, they would stay in memory for as
 * long as each of thousands of long polls waits. All in one go, which takes two thirds of the time.
 */
export function securityHeadersSetter(headers: SecurityHeaders): (context: Context) => void {
	const all = new Map(Object.entries(headers));
	return ({ res }) => {
		const own = res.getHeaderNames().some((name) => all.has(name));
		res.setHeaders(own ? new Map([...all].filter(([name]) => !res.hasHeader(name))) : all);
	};
}
