import helmet from 'koa-helmet';
import type Koa from 'koa';

/**
 * Headers for every answer. Nothing is cached, framed or sniffed, and no page of ours runs or shows a byte that is
 * not from here.
 * @param overTls whether people reach the broker by https, so that browsers may be told to insist (RFC 6797)
 */
export function securityHeaders(overTls: boolean): Koa.Middleware {
	return helmet({
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
}
