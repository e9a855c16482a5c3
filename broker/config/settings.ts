import * as z from 'zod';
import type { BrokerClient } from '../oauth/broker-clients';
import {
	apiKeys,
	baseUrl,
	hostPatterns,
	hosts,
	networks,
	oneOf,
	onOrOff,
	storeLocation,
	wholeNumber,
} from './parsers';
import { templatesFile } from './read-templates';
import { brandingFile } from './read-branding';

/** One row of the settings table. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
	/** Environment variables that carry it, the first that is set wins. */
	readonly names: readonly [string, ...string[]];
	/** What it does, in a sentence or two. */
	readonly meaning: string;
	/** As written in the environment. */
	readonly fallback: string;
	/** Reads it. */
	readonly schema: Schema;
}

function setting<Schema extends z.ZodType>(row: Setting<Schema>): Setting<Schema> {
	return row;
}

const address = z.string().regex(/^[A-Za-z0-9.:_-]+$/, 'an address or a host name');

const optionalText = z.string().transform((text) => (text === '' ? undefined : text));

const secret = optionalText.refine(
	(text) => text === undefined || text.length >= 32,
	'at least 32 characters',
);

/** A bearer token (RFC 6750 section 2.1). */
const operatorToken = optionalText.refine(
	(text) => text === undefined || /^[A-Za-z0-9\-._~+/]{32,512}=*$/.test(text),
	'at least 32 letters, digits and any of -._~+/, such as openssl rand -hex 32 gives',
);

/** Every setting of the broker. The table in the documentation is generated from this one. */
export const SETTINGS = {
	host: setting({
		names: ['LINKAUTH_HOST', 'HOST'],
		meaning: 'Address to listen on. `127.0.0.1` for this machine only.',
		fallback: '0.0.0.0',
		schema: address,
	}),
	port: setting({
		names: ['LINKAUTH_PORT', 'PORT'],
		meaning: 'Port to listen on. `0` takes a free one and says which in the log.',
		fallback: '8080',
		schema: wholeNumber(0, 65_535),
	}),
	baseUrl: setting({
		names: ['LINKAUTH_BASE_URL'],
		meaning:
			'The address by which people reach the broker; links begin with it. Set it: empty means `http://localhost:PORT`, which only works on this machine.',
		fallback: '',
		schema: z.union([z.literal('').transform(() => undefined), baseUrl], {
			error: 'an http:// or https:// address without query, fragment or password',
		}),
	}),
	apiKeys: setting({
		names: ['LINKAUTH_API_KEYS'],
		meaning:
			'Keys of at least 16 characters that agents must send, separated by commas, each `key` or `name:key`. A name is shown to people as the verified requester. Empty lets everybody create sessions.',
		fallback: '',
		schema: apiKeys,
	}),
	apiKeysFile: setting({
		names: ['LINKAUTH_API_KEYS_FILE'],
		meaning:
			'A JSON file of more keys, each with a name and what it may; read again when it changes, so that keys are rotated without a restart. See docs/keys.md.',
		fallback: '',
		schema: z.string().transform((text) => (text === '' ? undefined : text)),
	}),
	templates: setting({
		names: ['LINKAUTH_TEMPLATES_FILE'],
		meaning:
			'A JSON file of templates that agents may ask by, beside the built-in ones or in their place: `{"templates": {"acme_login": {"display_name": "ACME", "fields": [{"name": "pin", "label": "PIN", "type": "password"}]}}}`.',
		fallback: '',
		schema: templatesFile,
	}),
	createNetworks: setting({
		names: ['LINKAUTH_CREATE_NETWORKS'],
		meaning:
			'Addresses and networks from which sessions may be created, separated by commas. Empty allows it from everywhere.',
		fallback: '',
		schema: networks,
	}),
	createdPerKey: setting({
		names: ['LINKAUTH_CREATED_PER_KEY'],
		meaning: 'Sessions that one API key may create in a minute.',
		fallback: '300',
		schema: wholeNumber(1, 1_000_000),
	}),
	createdPerNetwork: setting({
		names: ['LINKAUTH_CREATED_PER_NETWORK'],
		meaning:
			'Sessions that one network (an IPv4 address, or the /64 of an IPv6 one; its /56 four times, its /48 sixteen times as many) may create in a minute.',
		fallback: '300',
		schema: wholeNumber(1, 1_000_000),
	}),
	openSessions: setting({
		names: ['LINKAUTH_OPEN_SESSIONS'],
		meaning: 'Sessions that one API key may have open at once, waiting for people or to be collected.',
		fallback: '100',
		schema: wholeNumber(1, 1_000_000),
	}),
	waitsPerKey: setting({
		names: ['LINKAUTH_WAITS_PER_KEY'],
		meaning: 'Polls of one API key that may wait on one broker; further ones are answered at once.',
		fallback: '1000',
		schema: wholeNumber(1, 1_000_000),
	}),
	waitsPerNetwork: setting({
		names: ['LINKAUTH_WAITS_PER_NETWORK'],
		meaning: 'Polls of one network that may wait on one broker; further ones are answered at once.',
		fallback: '1000',
		schema: wholeNumber(1, 1_000_000),
	}),
	connections: setting({
		names: ['LINKAUTH_CONNECTIONS'],
		meaning:
			'Connections that one broker has open at most; further ones are closed at once. Each takes a file descriptor, and 16 kB while it waits for an answer.',
		fallback: '15000',
		schema: wholeNumber(10, 1_000_000),
	}),
	connectionsPerNetwork: setting({
		names: ['LINKAUTH_CONNECTIONS_PER_NETWORK'],
		meaning:
			'Connections of one network (an IPv4 address, or the /48 of an IPv6 one) among them. Your trusted proxies may have any number.',
		fallback: '2000',
		schema: wholeNumber(1, 1_000_000),
	}),
	bodyBudget: setting({
		names: ['LINKAUTH_BODY_BUDGET'],
		meaning:
			'Mebibytes of bodies and envelopes that one broker reads and sends at the same time, a quarter of it for one network; beyond it calls are answered 503 (`busy`). Reading takes up to three times as much memory for a moment.',
		fallback: '32',
		schema: wholeNumber(8, 65_536).transform((mebibytes) => mebibytes * 1024 * 1024),
	}),
	store: setting({
		names: ['LINKAUTH_STORE'],
		meaning:
			'Where sessions wait: `memory:` (this process only; gone when it ends), or a Redis or Valkey that several brokers share: `redis://host:port`, `redis+sentinel://host:port,host:port/master-name`, `redis+cluster://host:port,host:port`; `rediss…` for TLS, `user:password@` before the hosts.',
		fallback: 'memory:',
		schema: storeLocation,
	}),
	storeTimeout: setting({
		names: ['LINKAUTH_STORE_TIMEOUT'],
		meaning: 'Milliseconds to wait for any one answer of the store before the call is answered 503.',
		fallback: '1500',
		schema: wholeNumber(50, 4_000),
	}),
	memoryCeiling: setting({
		names: ['LINKAUTH_MEMORY_CEILING'],
		meaning:
			'Mebibytes that the `memory:` store may hold. At the ceiling new sessions are refused with 503; those that wait are kept.',
		fallback: '64',
		schema: wholeNumber(1, 65_536).transform((mebibytes) => mebibytes * 1024 * 1024),
	}),
	defaultTtl: setting({
		names: ['LINKAUTH_DEFAULT_TTL'],
		meaning: 'Seconds that a session lives where the agent does not say.',
		fallback: '600',
		schema: wholeNumber(30, 86_400),
	}),
	maxTtl: setting({
		names: ['LINKAUTH_MAX_TTL'],
		meaning:
			'Seconds that a session lives at most; a longer wish is cut to this. One of more than 900 has a link with 128 random bits; its code alone opens it for 900 seconds.',
		fallback: '604800',
		schema: wholeNumber(30, 604_800),
	}),
	answerTime: setting({
		names: ['LINKAUTH_ANSWER_TIME'],
		meaning:
			'Seconds that a person has from confirming to answering, and never longer than the session lives; then it is over.',
		fallback: '900',
		schema: wholeNumber(60, 86_400),
	}),
	pollInterval: setting({
		names: ['LINKAUTH_POLL_INTERVAL'],
		meaning: 'Seconds that an agent must keep between two polls that do not wait.',
		fallback: '5',
		schema: wholeNumber(1, 60),
	}),
	trustedProxies: setting({
		names: ['LINKAUTH_TRUSTED_PROXIES'],
		meaning:
			'Addresses and networks of your proxies, separated by commas. Only from them is `X-Forwarded-For` believed.',
		fallback: '',
		schema: networks,
	}),
	callbackAllowedHosts: setting({
		names: ['LINKAUTH_CALLBACK_ALLOWED_HOSTS'],
		meaning:
			'Hosts that the broker may call back although they are not on the public internet or not reached by https, separated by commas, each `host` or `host:port`, as agents write them.',
		fallback: '',
		schema: hosts,
	}),
	oauthHosts: setting({
		names: ['LINKAUTH_OAUTH_HOSTS'],
		meaning:
			'Hosts that people may be sent to for a sign-in beside those of the providers that the broker knows, separated by commas, each `host`, `host:port` (where the port is not 443) or `*.host`.',
		fallback: '',
		schema: hostPatterns,
	}),
	verificationMode: setting({
		names: ['LINKAUTH_VERIFICATION_MODE'],
		meaning:
			'`complete`: links carry the code, the person compares it. `manual_code_entry`: links do not, the person types it, which is harder to phish.',
		fallback: 'complete',
		schema: oneOf(['complete', 'manual_code_entry']),
	}),
	branding: setting({
		names: ['LINKAUTH_BRANDING_FILE'],
		meaning:
			'A JSON file that says how the page looks: `name`, `logo` (the path of an SVG or PNG, seen from the file), `colors` (`accent`, `accentDark`), `imprint_url`, `privacy_url`. Empty leaves it as it is.',
		fallback: '',
		schema: brandingFile,
	}),
	rateLimits: setting({
		names: ['LINKAUTH_RATE_LIMITS'],
		meaning:
			'`off` switches off all limits of networks, keys and sessions, for load tests on a closed network. Sizes, and connections and bytes in all, are always limited.',
		fallback: 'on',
		schema: onOrOff,
	}),
	drainDelay: setting({
		names: ['LINKAUTH_DRAIN_DELAY'],
		meaning:
			'Seconds to go on serving after SIGTERM while `GET /ready` already answers 503, so that load balancers turn elsewhere first. Then waiting polls are answered, and connections have 9 seconds to end.',
		fallback: '0',
		schema: wholeNumber(0, 120),
	}),
	metricsPort: setting({
		names: ['LINKAUTH_METRICS_PORT'],
		meaning:
			'A port of its own for `GET /metrics` (Prometheus), so that what it tells is for your scrapers and not for the internet. `0` counts and serves nothing.',
		fallback: '0',
		schema: wholeNumber(0, 65_535),
	}),
	metricsHost: setting({
		names: ['LINKAUTH_METRICS_HOST'],
		meaning:
			'Address that the metrics listen on. `0.0.0.0` where Prometheus runs elsewhere and a firewall keeps others away.',
		fallback: '127.0.0.1',
		schema: address,
	}),
	operatorPort: setting({
		names: ['LINKAUTH_OPERATOR_PORT'],
		meaning:
			'A port of its own for the operator: a page that shows which requests are open and ends them, and what `linkauth-broker sessions` asks where the store is `memory:`. Needs `LINKAUTH_OPERATOR_TOKEN`. `0` serves nothing. See docs/operating.md.',
		fallback: '0',
		schema: wholeNumber(0, 65_535),
	}),
	operatorHost: setting({
		names: ['LINKAUTH_OPERATOR_HOST'],
		meaning:
			'Address that the operator’s port listens on. Elsewhere than on this machine only behind TLS and a firewall.',
		fallback: '127.0.0.1',
		schema: address,
	}),
	operatorToken: setting({
		names: ['LINKAUTH_OPERATOR_TOKEN'],
		meaning:
			'A secret of at least 32 characters that the operator’s port asks for. `linkauth-broker sessions` sends it.',
		fallback: '',
		schema: operatorToken,
	}),
	operatorNames: setting({
		names: ['LINKAUTH_OPERATOR_NAMES'],
		meaning:
			'Host names by which the operator’s port is reached, separated by commas, as behind a proxy. Addresses, `localhost` and `LINKAUTH_OPERATOR_HOST` always work; requests for other names are refused, so that no page of another site can reach it under its own name.',
		fallback: '',
		schema: hosts,
	}),
	auditFile: setting({
		names: ['LINKAUTH_AUDIT_FILE'],
		meaning:
			'A file that gets one line for each change of a session, chained by hashes so that `linkauth-broker audit verify FILE` finds what was removed or altered. Each broker needs one of its own. Empty writes none.',
		fallback: '',
		schema: optionalText,
	}),
	logAddresses: setting({
		names: ['LINKAUTH_LOG_ADDRESSES'],
		meaning:
			'`on` writes the network that a call came from (an IPv4 address, or the /64 of an IPv6 address) to the log and to the audit log.',
		fallback: 'off',
		schema: onOrOff,
	}),
	logKey: setting({
		names: ['LINKAUTH_LOG_KEY'],
		meaning:
			'A secret of at least 32 characters under which sessions are named in logs. Give all brokers the same, and a session has one name in all of them. Empty takes a random one at each start.',
		fallback: '',
		schema: secret,
	}),
	logFormat: setting({
		names: ['LINKAUTH_LOG_FORMAT'],
		meaning:
			'How lines of the log are written: `json`, `pretty` for people, or `auto`: `pretty` where standard output is a terminal, `json` everywhere else.',
		fallback: 'auto',
		schema: oneOf(['auto', 'json', 'pretty']),
	}),
	logLevel: setting({
		names: ['LINKAUTH_LOG_LEVEL'],
		meaning: 'How much is logged: `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`.',
		fallback: 'info',
		schema: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
	}),
} as const;

/** Name of a setting within the program. */
export type SettingName = keyof typeof SETTINGS;

/** The configuration, every setting read. */
export type Config = {
	readonly [Name in SettingName]: z.infer<(typeof SETTINGS)[Name]['schema']>;
} & {
	/** The broker's own clients at providers, of `OAUTH_{NAME}_CLIENT_ID` and what goes with it. */
	readonly oauthClients: readonly BrokerClient[];
};
