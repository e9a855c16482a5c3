import { verifyAudit, type AuditAnchors, type AuditVerdict } from './verify-audit';

/** What a command printed, and the status the process is to end with. */
export interface CommandResult {
	readonly status: 0 | 1;
	readonly text: string;
}

/** `audit verify FILE`: 0 where the file is whole, 1 where it is not or cannot be read. */
export async function auditVerifyCommand(path: string, anchors: AuditAnchors): Promise<CommandResult> {
	try {
		const verdict = await verifyAudit(path, anchors);
		return { status: verdict.good ? 0 : 1, text: describe(path, verdict, anchors) };
	} catch (error) {
		const reason = error instanceof Error ? error.message : 'unknown';
		return { status: 1, text: `${path} cannot be read: ${reason}` };
	}
}

function describe(path: string, verdict: AuditVerdict, anchors: AuditAnchors): string {
	if (!verdict.good) {
		return verdict.line === undefined
			? `${path} is not whole: ${verdict.fault}.`
			: `${path} is not whole: line ${String(verdict.line)}: ${verdict.fault}.`;
	}
	const anchored = anchors.last !== undefined || anchors.contained !== undefined;
	return [
		`${path} is whole: ${String(verdict.end.lines)} lines, none altered, removed or added in between.`,
		...(verdict.incomplete ? ['After them is the beginning of a line that was not written to its end.'] : []),
		`Last hash: ${verdict.end.hash}`,
		...(anchored
			? []
			: [
					'Whether lines are missing at the end shows only against a hash noted elsewhere: --expect-last, --expect.',
				]),
	].join('\n');
}
