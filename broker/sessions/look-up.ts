import type { SecurityInfo, SessionInfo } from '../../protocol/messages';
import { formatUserCode, normalizeUserCode } from '../../protocol/user-code';
import type { SessionDependencies } from './dependencies';
import { findForPerson } from './find-for-person';

/**
 * What the page may know about a session while nobody has confirmed it.
 * @throws ProblemError `session_not_found` in every other case
 */
export async function lookUp(
	dependencies: SessionDependencies,
	userCode: string,
	security: SecurityInfo,
): Promise<SessionInfo> {
	const session = await findForPerson('look', dependencies, userCode);
	const { facts } = session;
	return {
		status: 'pending',
		display_name: facts.displayName,
		template_type: 'form',
		code: formatUserCode(normalizeUserCode(userCode) ?? ''),
		fields: facts.fields,
		public_key: facts.publicKey,
		expires_at: new Date(facts.expiresAt).toISOString(),
		expires_in: Math.max(0, Math.floor((facts.expiresAt - dependencies.now()) / 1_000)),
		security,
		...(facts.requester && { requester: facts.requester }),
		...(facts.reason !== undefined && { reason: facts.reason }),
		...(facts.allowedHosts && { allowed_hosts: facts.allowedHosts }),
	};
}
