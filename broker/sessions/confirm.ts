import type { ConfirmReply } from '../../protocol/messages';
import { makeToken } from '../../protocol/tokens';
import { alreadyDecided } from '../problem';
import type { SessionDependencies } from './dependencies';
import { findForPerson } from './find-for-person';
import { records } from './records';
import { readSession } from './session';
import { takeStep } from './take-step';
import { tell } from './tell';
import { hashToken } from './token-hash';

/**
 * The person says the code matches: one browser, and only one, gets to go on. The same attempt made again gets a
 * connect token of its own. Those of earlier replies go on working: one may be late instead of lost, and whichever
 * of two was written last must not decide which of them is worth something.
 * @throws ProblemError `session_not_found`, `already_decided`
 */
export async function confirm(
	dependencies: SessionDependencies,
	userCode: string,
	idempotencyKey: string | undefined,
): Promise<ConfirmReply> {
	const { store, now } = dependencies;
	const session = await findForPerson('confirm', dependencies, userCode, idempotencyKey);
	const connectToken = makeToken('connect');
	const connectTokenHash = hashToken(connectToken);
	const letOnToo = () =>
		store.write(records.connectToken(session.id, connectTokenHash), 1, session.facts.expiresAt - now());
	const result = await takeStep(dependencies, session, {
		step: 'open',
		idempotencyKey,
		outcome: { kind: 'confirmed', connectTokenHash },
		asHeir: letOnToo,
	});
	if (result === 'lost') throw alreadyDecided();
	if (result === 'won') tell(dependencies, 'confirmed', session);
	if (result === 'repeated') {
		const latest = await readSession(store, session.id, now());
		if (latest?.state !== 'confirmed') throw alreadyDecided();
		await letOnToo();
	}
	return { connect_token: connectToken };
}
