import type { SecurityInfo, SignInReturnReply } from '../../protocol/messages';
import { sessionNotFound } from '../problem';
import { refusal } from './change-session';
import type { SessionDependencies } from './dependencies';
import { infoOf } from './look-up';
import type { ShownLink } from './link';
import { endOf, type Session } from './session';
import { sha256Hex } from './tokens';
import { TRANSITIONS } from './transitions';

/**
 * What the page goes on with once the provider has sent its person back, where the page itself did not keep it.
 * @param found the session of this browser, which has shown its connect token
 * @throws ProblemError `session_not_found` for the state of another sign-in; `already_decided`
 */
export function comeBack(
	dependencies: SessionDependencies,
	found: Session,
	{ state, link, shown }: { readonly state: string; readonly link: string; readonly shown: ShownLink },
	security: SecurityInfo,
): Omit<SignInReturnReply, 'connect_token'> {
	if (found.state.signIn?.stateHash !== sha256Hex(state)) throw sessionNotFound();
	const transition = TRANSITIONS.redeem[found.state.status];
	if (!('to' in transition)) throw refusal('already_decided');
	const left = endOf(found.asked, found.state) - dependencies.now();
	return {
		link,
		expires_in: Math.max(0, Math.floor(left / dependencies.timings.second)),
		session: infoOf(dependencies, found.asked, shown, security),
	};
}
