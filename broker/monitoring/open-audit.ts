import type { Logger } from 'pino';
import type { SessionObserver } from '../sessions/session-events';
import type { Timings } from '../timings';
import { AuditFile } from './audit/audit-file';
import { auditLog } from './audit/audit-log';
import type { Metrics } from './metrics';
import type { Pseudonymizer } from './pseudonymize';

/** What the audit log is opened with. */
export interface AuditOptions {
	readonly path: string;
	/** Whether clients' networks are in it. */
	readonly addresses: boolean;
	readonly logger: Logger;
	readonly metrics: Metrics;
	readonly pseudonymize: Pseudonymizer;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	readonly timings: Pick<Timings, 'auditAnchorInterval' | 'auditRetryDelay'>;
}

/** An audit log that is being written. */
export interface OpenAudit {
	readonly observer: SessionObserver;
	close(): void;
}

/**
 * Opens the audit log. Its last hash is written to the ordinary log at the start, every hour and at the end, so that it
 * can be detected when lines are cut off its end later.
 * @throws where the file cannot be opened, or is none
 */
export function openAudit(options: AuditOptions): OpenAudit {
	const { path, logger, metrics, now, timings } = options;
	const file = AuditFile.open({
		path,
		now,
		retryDelay: timings.auditRetryDelay,
		onFault: (reason) => {
			metrics.auditFault();
			logger.error({ reason }, 'audit log fault');
		},
	});
	const anchor = () => {
		logger.info({ auditHash: file.end.hash, auditLines: file.end.lines }, 'audit log anchor');
	};
	anchor();
	const timer = setInterval(anchor, timings.auditAnchorInterval).unref();
	return {
		observer: auditLog({ file, ...options }),
		close: () => {
			clearInterval(timer);
			file.close();
			anchor();
		},
	};
}
