import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { CALLBACK_RESULTS } from '../callbacks/callback-results';
import { LIMIT_NAMES } from '../limits/limit-table';
import { version } from '../package.json';
import { NO_TEMPLATE, SESSION_OUTCOMES, SIGN_IN_TEMPLATE } from '../sessions/session-events';
import { METRICS, type MetricName, type MetricRow } from './metric-table';
import { STORE_OPERATIONS, type Metrics } from './metrics';

/** What HTTP itself calls methods; whatever else is sent counts as `other`. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Metrics that can be read. */
export interface ReadableMetrics extends Metrics {
	readonly contentType: string;
	/** Everything in Prometheus' text format. */
	read(): Promise<string>;
}

/**
 * Metrics for Prometheus. Every counter starts at 0 for each of its labels' values, so that the first event is an increase.
 * @param templates names from the configuration
 */
export function prometheusMetrics(templates: Iterable<string>): ReadableMetrics {
	const registry = new Registry();
	collectDefaultMetrics({ register: registry });
	new Gauge(row(registry, 'linkauth_build_info')).set({ version }, 1);
	const sessions = new Counter(row(registry, 'linkauth_sessions_total'));
	const completion = new Histogram(row(registry, 'linkauth_session_completion_seconds'));
	const requests = new Counter(row(registry, 'linkauth_http_requests_total'));
	const requestTime = new Histogram(row(registry, 'linkauth_http_request_seconds'));
	const storeTime = new Histogram(row(registry, 'linkauth_store_operation_seconds'));
	const storeFaults = new Counter(row(registry, 'linkauth_store_faults_total'));
	const limits = new Counter(row(registry, 'linkauth_limits_hit_total'));
	const callbacks = new Counter(row(registry, 'linkauth_callbacks_total'));
	const audit = new Counter(row(registry, 'linkauth_audit_faults_total'));

	for (const template of [...templates, SIGN_IN_TEMPLATE, NO_TEMPLATE]) {
		completion.zero({ template });
		for (const outcome of SESSION_OUTCOMES) sessions.inc({ outcome, template }, 0);
	}
	for (const operation of STORE_OPERATIONS) {
		storeTime.zero({ operation });
		for (const fault of ['unavailable', 'full']) storeFaults.inc({ operation, fault }, 0);
	}
	for (const limit of LIMIT_NAMES) limits.inc({ limit }, 0);
	for (const result of CALLBACK_RESULTS) callbacks.inc({ result }, 0);

	return {
		contentType: registry.contentType,
		read: () => registry.metrics(),
		sessionChanged: (outcome, template) => {
			sessions.inc({ outcome, template });
		},
		sessionCompleted: (template, seconds) => {
			completion.observe({ template }, seconds);
		},
		requestAnswered: (method, route, status, seconds) => {
			const known = METHODS.has(method) ? method : 'other';
			requests.inc({ method: known, route, status: `${String(Math.floor(status / 100))}xx` });
			requestTime.observe({ method: known, route }, seconds);
		},
		storeAnswered: (operation, result, seconds) => {
			storeTime.observe({ operation }, seconds);
			if (result !== 'ok') storeFaults.inc({ operation, fault: result });
		},
		limitHit: (limit) => {
			limits.inc({ limit });
		},
		callbackTried: (result) => {
			callbacks.inc({ result });
		},
		auditFault: () => {
			audit.inc();
		},
		watchPolls: (read) => {
			new Gauge({
				...row(registry, 'linkauth_polls_waiting'),
				collect() {
					this.set(read());
				},
			});
		},
		watchRoom: (read) => {
			new Gauge({
				...row(registry, 'linkauth_store_full'),
				collect() {
					this.set(read().full ? 1 : 0);
				},
			});
			new Gauge({
				...row(registry, 'linkauth_store_used_ratio'),
				collect() {
					this.set(read().used ?? 0);
				},
			});
		},
	};
}

/** A row of the table as prom-client takes it. */
function row(registry: Registry, name: MetricName) {
	const { help, labels, buckets }: MetricRow = METRICS[name];
	return {
		name,
		help,
		labelNames: [...labels],
		registers: [registry],
		...(buckets && { buckets: [...buckets] }),
	};
}
