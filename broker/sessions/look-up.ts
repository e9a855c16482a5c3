import type { SecurityInfo, SessionInfo } from '../../protocol/messages';
import { formatUserCode } from '../../protocol/user-code';
import { linkUsed, sessionNotFound, type ProblemError } from '../problem';
import { changeSession } from './change-session';
import type { SessionDependencies } from './dependencies';
import { endedOf, linkUse, readEnded } from './ended';
import { findById } from './find';
import { codeEnd, isWhole, leadsTo, type ShownLink } from './link';
import type { Asked, Session } from './session';
import { signInInfo } from './sign-in-info';
import { TRANSITIONS } from './transitions';

/** What was looked up, and the session's id for the log. */
export interface LookedUp {
	readonly sessionId: string;
	readonly info: SessionInfo;
}

/**
 * What the page shows of a session that nobody has confirmed yet. The first time it is noted that somebody has looked.
 * @param link undefined where what was shown is none
 * @throws ProblemError `session_not_found` in every other state, and where there is none; `link_used` instead for whoever
 *   has the whole link
 */
export async function lookUp(
	dependencies: SessionDependencies,
	link: ShownLink | undefined,
	security: SecurityInfo,
): Promise<LookedUp> {
	const { store, now, timings } = dependencies;
	const found = await findById(store, link?.id);
	const leads = link !== undefined && leadsTo(link, found?.asked, now(), timings);
	const isShown = found !== undefined && !('refused' in TRANSITIONS['look up'][found.state.status]);
	if (!link || !leads || !isShown) throw await whyNot(dependencies, link, found);
	const { kind, session } = await changeSession(dependencies, found, {
		action: 'look up',
		next: ({ state }) =>
			state.openedAt === undefined ? { state: { ...state, openedAt: now() } } : undefined,
		isRepeat: () => false,
	});
	if (kind === 'changed' && session.state.tellsOpened) dependencies.callbacks.decided(session.id);
	return { sessionId: session.id, info: infoOf(dependencies, session.asked, link, security) };
}

/** What the page shows of a session. */
export function infoOf(
	{ now, timings }: Pick<SessionDependencies, 'now' | 'timings'>,
	asked: Asked,
	{ code, secretHash }: ShownLink,
	security: SecurityInfo,
): SessionInfo {
	const isCodeAlone = asked.linkHash !== undefined && secretHash === undefined;
	const end = isCodeAlone ? Math.min(asked.expiresAt, codeEnd(asked, timings)) : asked.expiresAt;
	const { answerTime } = asked;
	return {
		status: 'pending',
		display_name: asked.displayName,
		template_type: asked.signIn ? 'oauth' : 'form',
		code: formatUserCode(code),
		fields: asked.fields,
		public_key: asked.publicKey,
		expires_at: new Date(end).toISOString(),
		expires_in: Math.max(0, Math.floor((end - now()) / timings.second)),
		...(answerTime !== undefined && { answer_seconds: Math.floor(answerTime / timings.second) }),
		security,
		...(asked.requester && { requester: asked.requester }),
		...(asked.reason !== undefined && { reason: asked.reason }),
		...(asked.allowedHosts && { allowed_hosts: asked.allowedHosts }),
		...(asked.signIn && {
			...(asked.signIn.provider !== undefined && { oauth_provider: asked.signIn.provider }),
			oauth_scopes: asked.signIn.scopes,
			oauth: signInInfo(asked.signIn),
		}),
	};
}

/**
 * Why there is nothing to show: a reason for whoever has the whole link, and for everybody else always the same. The
 * store is asked the same whether there is such a session or not.
 */
async function whyNot(
	{ store }: Pick<SessionDependencies, 'store'>,
	link: ShownLink | undefined,
	session: Session | undefined,
): Promise<ProblemError> {
	if (!link || (link.secretHash === undefined && link.keyHash === undefined)) return sessionNotFound();
	const over = await readEnded(store, link.id);
	const ended = session ? endedOf(session.asked, session.state) : over;
	if (!ended || !isWhole(link, ended)) return sessionNotFound();
	const use = linkUse(ended, !session);
	return use ? linkUsed(use) : sessionNotFound();
}
