/** One row of the table of metrics. */
export interface MetricRow {
	readonly kind: 'counter' | 'gauge' | 'histogram';
	/** What it counts or measures, in a sentence. */
	readonly help: string;
	readonly labels: readonly string[];
	/** Upper bounds of a histogram's buckets, in seconds. */
	readonly buckets?: readonly number[];
}

/** Seconds within which a store answers, up to its timeout. */
const STORE_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
/** Seconds of an answer: those that work at once, and polls that wait for up to a minute. */
const REQUEST_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5, 10, 30, 60];
/** Seconds that people take, up to a day. */
const PERSON_BUCKETS = [5, 10, 20, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 14_400, 86_400];

/**
 * Every metric of the broker's own. docs/monitoring.md has the same table. A label's values come from the configuration or
 * from a list in the source, so their number is bounded, and none can name a person or a session.
 */
export const METRICS = {
	linkauth_build_info: {
		kind: 'gauge',
		help: 'Always 1; the version of the broker is in the label.',
		labels: ['version'],
	},
	linkauth_sessions_total: {
		kind: 'counter',
		help: 'What became of sessions. Each outcome is counted once, by the broker on which it happened.',
		labels: ['outcome', 'template'],
	},
	linkauth_session_completion_seconds: {
		kind: 'histogram',
		help: 'Time from the request to its completion by the person.',
		labels: ['template'],
		buckets: PERSON_BUCKETS,
	},
	linkauth_polls_waiting: {
		kind: 'gauge',
		help: 'Long polls that wait on this broker just now.',
		labels: [],
	},
	linkauth_http_requests_total: {
		kind: 'counter',
		help: 'Requests answered, by the pattern of their route; `none` is an address that does not exist.',
		labels: ['method', 'route', 'status'],
	},
	linkauth_http_request_seconds: {
		kind: 'histogram',
		help: 'Time to the answer. For the poll of a session this includes the time it was asked to wait.',
		labels: ['method', 'route'],
		buckets: REQUEST_BUCKETS,
	},
	linkauth_store_operation_seconds: {
		kind: 'histogram',
		help: 'Time that the store took for an answer, or until it was given up on.',
		labels: ['operation'],
		buckets: STORE_BUCKETS,
	},
	linkauth_store_faults_total: {
		kind: 'counter',
		help: 'Calls of the store that failed: `unavailable`, or `full` where it is at its ceiling.',
		labels: ['operation', 'fault'],
	},
	linkauth_store_full: {
		kind: 'gauge',
		help: '1 while new sessions are refused because the store is full, otherwise 0. Those that there are go on.',
		labels: [],
	},
	linkauth_store_used_ratio: {
		kind: 'gauge',
		help: 'Share of what the store may hold that is used, 0 to 1; 0 where it has no bound.',
		labels: [],
	},
	linkauth_limits_hit_total: {
		kind: 'counter',
		help: 'Calls that were refused because a limit was reached.',
		labels: ['limit'],
	},
	linkauth_callbacks_total: {
		kind: 'counter',
		help: 'Attempts to call back, by how they ended, and addresses that were tried.',
		labels: ['result'],
	},
	linkauth_audit_faults_total: {
		kind: 'counter',
		help: 'Times that the audit log could not be written, or was found changed by somebody else.',
		labels: [],
	},
} as const satisfies Readonly<Record<string, MetricRow>>;

/** Name of a metric. */
export type MetricName = keyof typeof METRICS;
