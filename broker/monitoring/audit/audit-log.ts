import type { Pseudonymizer } from '../pseudonymize';
import type { SessionObserver } from '../../sessions/session-events';
import type { AuditFile } from './audit-file';

/** What the audit log says of a change. */
export interface AuditLogOptions {
	readonly file: AuditFile;
	readonly pseudonymize: Pseudonymizer;
	/** Whether clients' networks are in it. */
	readonly addresses: boolean;
}

/** Writes a line for each change of a session's state. */
export function auditLog({ file, pseudonymize, addresses }: AuditLogOptions): SessionObserver {
	return {
		changed: ({ outcome, sessionId, at, template, key, network, by }) => {
			file.append({
				time: new Date(at).toISOString(),
				event: outcome,
				session: pseudonymize(sessionId),
				template,
				...(key !== undefined && { key }),
				...(by && { by }),
				...(addresses && network !== undefined && { network }),
			});
		},
	};
}
