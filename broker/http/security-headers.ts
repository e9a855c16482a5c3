import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet, { type HelmetOptions } from 'helmet';
import type { Context } from './context';

/** Headers by their names. */
export type SecurityHeaders = Readonly<Record<string, string>>;

/** What may stand in a document itself: hashes (CSP Level 3), `'sha256-…'`. */
export interface InlineHashes {
	readonly scripts: readonly string[];
	readonly styles: readonly string[];
}

const NOTHING_INLINE: InlineHashes = { scripts: [], styles: [] };

/**
 * The security headers of every response: no framing, no content sniffing, no storing in caches, and a Content Security
 * Policy that allows scripts, styles, images and connections from the broker's own origin only.
 * @param overTls whether people reach the broker by https: then there is a Strict-Transport-Security header (RFC 6797)
 */
export function securityHeaders(overTls: boolean): SecurityHeaders {
	const headers = headersOf({
		contentSecurityPolicy: { useDefaults: false, directives: policyDirectives(NOTHING_INLINE) },
		crossOriginOpenerPolicy: { policy: 'same-origin' },
		crossOriginResourcePolicy: { policy: 'same-origin' },
		crossOriginEmbedderPolicy: { policy: 'require-corp' },
		referrerPolicy: { policy: 'no-referrer' },
		strictTransportSecurity: overTls ? { maxAge: 31_536_000, includeSubDomains: false } : false,
		xFrameOptions: { action: 'deny' },
	});
	return { ...headers, 'cache-control': 'no-store' };
}

/** The same Content Security Policy for a document that holds scripts and styles itself: exactly these, and no other. */
export function documentPolicy(inline: InlineHashes): string {
	const headers = headersOf({
		contentSecurityPolicy: { useDefaults: false, directives: policyDirectives(inline) },
	});
	return headers['content-security-policy'] ?? '';
}

function policyDirectives({ scripts, styles }: InlineHashes): Record<string, Iterable<string>> {
	return {
		defaultSrc: ["'none'"],
		scriptSrc: ["'self'", ...scripts],
		styleSrc: ["'self'", ...styles],
		imgSrc: ["'self'"],
		connectSrc: ["'self'"],
		fontSrc: ["'none'"],
		frameAncestors: ["'none'"],
		baseUri: ["'none'"],
		formAction: ["'none'"],
		requireTrustedTypesFor: ["'script'"],
		trustedTypes: ["'none'"],
	};
}

/** They are the same for every request: reading them from one response is enough. */
function headersOf(options: HelmetOptions): SecurityHeaders {
	const response = new ServerResponse(new IncomingMessage(new Socket()));
	helmet(options)(response.req, response, (error) => {
		if (error instanceof Error) throw error;
	});
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
