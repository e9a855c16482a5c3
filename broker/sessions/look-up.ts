import type { SecurityInfo, SessionInfo } from '../../protocol/messages';
import { formatUserCode, normalizeUserCode } from '../../protocol/user-code';
import type { SessionDependencies } from './dependencies';
import { findForPerson } from './find-for-person';

/**
 * What the page shows of a session that nobody has confirmed yet.
 * @throws ProblemError `session_not_found` in every other state
 */
export async function lookUp(
	dependencies: SessionDependencies,
	userCode: string,
	security: SecurityInfo,
): Promise<SessionInfo> {
	const session = await findForPerson('lookUp', dependencies, userCode);
	const { facts } = session;
	const left = facts.expiresAt - dependencies.now();
	return {
		status: 'pending',
		display_name: facts.displayName,
		template_type: 'form',
		code: formatUserCode(normalizeUserCode(userCode) ?? ''),
		fields: facts.fields,
		public_key: facts.publicKey,
		expires_at: new Date(facts.expiresAt).toISOString(),
		expires_in: Math.max(0, Math.floor(left / dependencies.timings.second)),
		security,
		...(facts.requester && { requester: facts.requester }),
		...(facts.reason !== undefined && { reason: facts.reason }),
		...(facts.allowedHosts && { allowed_hosts: facts.allowedHosts }),
	};
}
