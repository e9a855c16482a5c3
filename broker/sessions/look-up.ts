import type { SecurityInfo, SessionInfo } from '../../protocol/messages';
import { formatUserCode } from '../../protocol/user-code';
import { refusal } from './change-session';
import type { SessionDependencies } from './dependencies';
import type { Session } from './session';
import { TRANSITIONS } from './transitions';

/**
 * What the page shows of a session that nobody has confirmed yet.
 * @param code the user code in its normal form
 * @throws ProblemError `session_not_found` in every other state
 */
export function lookUp(
	{ now, timings }: Pick<SessionDependencies, 'now' | 'timings'>,
	{ asked, state }: Session,
	code: string,
	security: SecurityInfo,
): SessionInfo {
	const transition = TRANSITIONS['look up'][state.status];
	if ('refused' in transition) throw refusal(transition.refused);
	const left = asked.expiresAt - now();
	return {
		status: 'pending',
		display_name: asked.displayName,
		template_type: 'form',
		code: formatUserCode(code),
		fields: asked.fields,
		public_key: asked.publicKey,
		expires_at: new Date(asked.expiresAt).toISOString(),
		expires_in: Math.max(0, Math.floor(left / timings.second)),
		security,
		...(asked.requester && { requester: asked.requester }),
		...(asked.reason !== undefined && { reason: asked.reason }),
		...(asked.allowedHosts && { allowed_hosts: asked.allowedHosts }),
	};
}
