import type { IncomingHttpHeaders } from 'node:http';

/** What the policy of every answer says, by directive. */
const POLICY: Readonly<Record<string, string>> = {
	'default-src': "'none'",
	'script-src': "'self'",
	'style-src': "'self'",
	'img-src': "'self'",
	'connect-src': "'self'",
	'font-src': "'none'",
	'frame-ancestors': "'none'",
	'base-uri': "'none'",
	'form-action': "'none'",
	'require-trusted-types-for': "'script'",
	'trusted-types': "'none'",
};

/** The same of a document that holds scripts and styles: by their hashes. */
const DOCUMENT_POLICY: Readonly<Record<string, RegExp | string>> = {
	...POLICY,
	'script-src': /^'self'(?: 'sha256-[A-Za-z0-9+/]{43}=')*$/,
	'style-src': /^'self'(?: 'sha256-[A-Za-z0-9+/]{43}=')*$/,
};

/** Scripts and pictures of the page: nothing by themselves. */
const ASSET_POLICY: Readonly<Record<string, string>> = { 'default-src': "'none'", sandbox: '' };

/** The operator's own pictures and colours: shown by the page, and nothing by themselves. */
const BRANDING_POLICY: Readonly<Record<string, string>> = {
	'default-src': "'none'",
	'style-src': "'unsafe-inline'",
	sandbox: '',
};

/** Headers that every answer has, whatever it answers. */
const REQUIRED: Readonly<Record<string, RegExp>> = {
	'x-content-type-options': /^nosniff$/,
	'referrer-policy': /^no-referrer$/,
	'cross-origin-opener-policy': /^same-origin$/,
	'cross-origin-resource-policy': /^same-origin$/,
	'cross-origin-embedder-policy': /^require-corp$/,
	'x-frame-options': /^DENY$/,
	'x-dns-prefetch-control': /^off$/,
	'cache-control': /^no-store$|^public, max-age=31536000, immutable$/,
	'x-request-id': /^[0-9a-f-]{36}$/,
};

/** Headers that no answer has: they say what the broker is made of, let others in. */
const FORBIDDEN = [
	'x-powered-by',
	'server',
	'via',
	'access-control-allow-origin',
	'access-control-allow-credentials',
	'etag',
	'last-modified',
];

/** What of the headers of an answer is not as it has to be. */
export function headerFaults(address: string, headers: IncomingHttpHeaders): string[] {
	const policy = policiesOf(address);
	return [
		...Object.entries(REQUIRED)
			.filter(([name, expected]) => !expected.test(String(headers[name] ?? '')))
			.map(([name]) => `${name} is ${String(headers[name])}`),
		...FORBIDDEN.filter((name) => headers[name] !== undefined).map((name) => `${name} is there`),
		...cookieFaults(address, headers['set-cookie'] ?? []),
		...fewest(policy.map((each) => policyFaults(String(headers['content-security-policy'] ?? ''), each))),
	];
}

/** A browser keeps what it needs for its own sign-in, for minutes, out of reach of scripts and of other sites. */
const COOKIE =
	/^(?:__Host-)?linkauth-(?:trip-)?[0-9a-f]{16}=[\w.-]*; Path=\/; Max-Age=\d{1,3}; HttpOnly; SameSite=Lax(?:; Secure)?$/;

function cookieFaults(address: string, cookies: readonly string[]): string[] {
	const mayKeep = /^\/v1\/(?:oauth\/(?:authorize\/|redeem)|connect\/[^/]+\/confirm$)/.test(address);
	return cookies.filter((each) => !mayKeep || !COOKIE.test(each)).map((each) => `keeps ${each}`);
}

function policiesOf(address: string): Readonly<Record<string, RegExp | string>>[] {
	if (address.startsWith('/branding/')) return [POLICY, BRANDING_POLICY];
	if (address.startsWith('/assets/')) return [POLICY, ASSET_POLICY];
	return /^\/(?:connect|v1\/oauth\/callback)(?:[/?]|$)/.test(address) ? [DOCUMENT_POLICY] : [POLICY];
}

function fewest(faults: string[][]): string[] {
	return faults.reduce((one, other) => (other.length < one.length ? other : one));
}

function policyFaults(policy: string, expected: Readonly<Record<string, RegExp | string>>): string[] {
	const directives = new Map(
		policy.split(';').map((directive) => {
			const [name = '', ...values] = directive.trim().split(' ');
			return [name, values.join(' ')];
		}),
	);
	const missing = Object.entries(expected).filter(([name, value]) => {
		const found = directives.get(name);
		return typeof value === 'string' ? found !== value : found === undefined || !value.test(found);
	});
	const unknown = [...directives.keys()].filter((name) => expected[name] === undefined);
	return [
		...missing.map(([name]) => `the policy's ${name}`),
		...unknown.map((name) => `the policy has ${name}`),
	];
}
