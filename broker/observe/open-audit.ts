import type { Logger } from 'pino';
import { AuditFile } from './audit/audit-file';
import { auditLog } from './audit/audit-log';
import type { Metrics } from './metrics';
import type { SessionNamer } from './session-name';
import type { SessionObserver } from '../sessions/session-events';

/** What the audit log is opened with. */
export interface AuditOptions {
	readonly path: string;
	/** Whether clients' networks are in it. */
	readonly addresses: boolean;
	readonly logger: Logger;
	readonly metrics: Metrics;
	readonly nameSession: SessionNamer;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
}

/** An audit log that is being written. */
export interface OpenAudit {
	readonly observer: SessionObserver;
	close(): void;
}

/** Milliseconds between two anchors in the ordinary log. */
const ANCHOR_INTERVAL = 3_600_000;

/**
 * Opens the audit log. Where it stands is written to the ordinary log at the start, every hour and at the end: what is
 * cut off the file's end later shows against that.
 * @throws where the file cannot be opened, or is none
 */
export function openAudit(options: AuditOptions): OpenAudit {
	const { path, logger, metrics, now } = options;
	const file = AuditFile.open({
		path,
		now,
		onFault: (reason) => {
			metrics.auditFault();
			logger.error({ reason }, 'the audit log is at fault');
		},
	});
	const anchor = () => {
		logger.info({ auditHash: file.end.hash, auditLines: file.end.lines }, 'audit log');
	};
	anchor();
	const timer = setInterval(anchor, ANCHOR_INTERVAL).unref();
	return {
		observer: auditLog({ file, ...options }),
		close: () => {
			clearInterval(timer);
			file.close();
			anchor();
		},
	};
}
