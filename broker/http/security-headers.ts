import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import Koa from 'koa';
import helmet from 'koa-helmet';
import type { Middleware } from './context';

/** Headers by their names. */
export type SecurityHeaders = Readonly<Record<string, string>>;

/**
 * Headers for every answer. Nothing is framed or sniffed, and no page of ours runs or shows a byte that is not from
 * here.
 * @param overTls whether people reach the broker by https, so that browsers may be told to insist (RFC 6797)
 */
export async function securityHeaders(overTls: boolean): Promise<SecurityHeaders> {
	const set = helmet({
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
	// They are the same for every request, so one that nobody made is enough to learn them.
	const response = new ServerResponse(new IncomingMessage(new Socket()));
	await set(new Koa().createContext(response.req, response), () => Promise.resolve());
	return Object.fromEntries(
		response.getHeaderNames().map((name) => [name, String(response.getHeader(name))]),
	);
}

/**
 * Sets them, where the route has not set its own. Only when the answer is known: requests that wait, by the thousand,
 * would hold them all along.
 */
export function setSecurityHeaders(headers: SecurityHeaders): Middleware {
	const entries = Object.entries(headers);
	return (context, next) =>
		next().then(() => {
			for (const [name, value] of entries) if (!context.res.hasHeader(name)) context.set(name, value);
		});
}
