import { NUMBERS } from './numbers';

/** What there is to say about a limit, for the documentation. In Markdown. */
interface LimitRow {
	/** What is counted, and by what. */
	readonly counts: string;
	/** How many: a number, or the setting that has it. */
	readonly limit: string;
	/** Whether all brokers of one Redis count together. */
	readonly together: boolean;
	/** What wider networks of IPv6 may: a /56 and a /48. */
	readonly ipv6?: string;
	/** What it is for, and what happens beyond it. */
	readonly why: string;
}

const WIDER = '4 and 16 times as many';
const aMinute = (limit: number): string => `${String(limit)} a minute`;

/** Every limit that is counted when it is hit, by its name in `linkauth_limits_hit_total`. */
export const LIMIT_TABLE = {
	created_by_key: {
		counts: 'sessions created by one API key',
		limit: '`LINKAUTH_CREATED_PER_KEY`',
		together: true,
		why: 'A key that leaked, or an agent in a loop, does not fill the store. One that fails for want of the store costs nothing.',
	},
	created_by_network: {
		counts: 'sessions created by one network',
		limit: '`LINKAUTH_CREATED_PER_NETWORK`',
		together: true,
		ipv6: WIDER,
		why: 'The same for brokers without API keys.',
	},
	open_sessions: {
		counts: 'sessions of one API key that are open',
		limit: '`LINKAUTH_OPEN_SESSIONS`',
		together: true,
		why: 'Bounds the store, and how many valid codes there are to guess.',
	},
	page_calls: {
		counts: 'calls of the page by one network for one session',
		limit: aMinute(NUMBERS.pageCalls),
		together: false,
		why: 'Opening, checking and declining take three; a session is no way to load the broker.',
	},
	failed_look_ups: {
		counts: 'codes, ids and tokens that one network got wrong',
		limit: aMinute(NUMBERS.failures),
		together: true,
		ipv6: WIDER,
		why: 'Guessing (RFC 8628 section 5.1). A typing mistake is one of 20. Calls with the right token are never held back.',
	},
	failed_look_ups_in_all: {
		counts: 'the same over all networks',
		limit: aMinute(NUMBERS.failuresInAll),
		together: true,
		why: 'Guessing from many addresses: beyond it a network that got one wrong in this minute has had its share, instead of 20. One that got none wrong is let through, so nobody is locked out by others.',
	},
	wrong_keys: {
		counts: 'calls of one network with a missing or wrong API key',
		limit: aMinute(NUMBERS.wrongKeys),
		together: true,
		ipv6: WIDER,
		why: 'Guessing keys. Calls with a right key are never held back.',
	},
	callbacks_by_session: {
		counts: 'callbacks registered for one session',
		limit: aMinute(NUMBERS.callbacks),
		together: true,
		why: 'Each may lead to a delivery of up to 1.9 MB.',
	},
	callbacks_by_key: {
		counts: 'callbacks registered by one API key',
		limit: 'as many as it may create sessions',
		together: true,
		why: 'The same for many sessions.',
	},
	callbacks_by_network: {
		counts: 'callbacks registered by one network',
		limit: 'as many as it may create sessions',
		together: true,
		ipv6: WIDER,
		why: 'The same without API keys.',
	},
	collections: {
		counts: 'times that the envelope of one session is handed out',
		limit: aMinute(NUMBERS.collections),
		together: false,
		why: 'Repeats of a collection whose answer was lost; each takes up to 1.9 MB until it is sent.',
	},
	waits_by_session: {
		counts: 'polls of one session that wait',
		limit: `${String(NUMBERS.waits)} at a time`,
		together: false,
		why: 'An agent needs one. Beyond it polls are answered at once.',
	},
	waits_by_key: {
		counts: 'polls of one API key that wait',
		limit: '`LINKAUTH_WAITS_PER_KEY`',
		together: false,
		why: 'Each takes 16 kB; a key does not take them from all others.',
	},
	waits_by_network: {
		counts: 'polls of one network that wait',
		limit: '`LINKAUTH_WAITS_PER_NETWORK`',
		together: false,
		ipv6: WIDER,
		why: 'The same without API keys.',
	},
	connections: {
		counts: 'connections',
		limit: '`LINKAUTH_CONNECTIONS`',
		together: false,
		why: '10,000 polls that wait, and 5,000 for people, in 512 MB. Those that wait for a next request are ended before it is reached.',
	},
	connections_by_network: {
		counts: 'connections of one network, not of trusted proxies',
		limit: '`LINKAUTH_CONNECTIONS_PER_NETWORK`',
		together: false,
		ipv6: 'as many as a /64',
		why: 'One network does not take them from all others.',
	},
	bodies: {
		counts: 'bytes of bodies and envelopes in flight, of one network a quarter',
		limit: '`LINKAUTH_BODY_BUDGET`',
		together: false,
		ipv6: 'as many as a /64',
		why: '17 of the largest bodies at the same moment, in 100 MB. Beyond it 503 (`busy`); the page and the nodes try again.',
	},
} as const satisfies Readonly<Record<string, LimitRow>>;

/** Name of a limit. */
export type LimitName = keyof typeof LIMIT_TABLE;

/** The names, in the order of the table. */
export const LIMIT_NAMES = Object.keys(LIMIT_TABLE) as readonly LimitName[];
