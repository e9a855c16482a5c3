import type { ConfirmReply } from '../../protocol/messages';
import { makeToken } from '../../protocol/tokens';
import type { SessionDependencies } from './dependencies';
import { alreadyDecided, findForPerson } from './find-for-person';
import { records, type OpenOutcome } from './records';
import { readSession } from './session';
import { takeStep } from './take-step';
import { tell } from './tell';
import { hashToken } from './token-hash';

/**
 * The person says the code matches: one browser, and only one, gets to go on. The same attempt made again gets a
 * fresh connect token in place of the one that was lost on the way.
 * @throws ProblemError `session_not_found`, `already_decided`
 */
export async function confirm(
	dependencies: SessionDependencies,
	userCode: string,
	idempotencyKey: string | undefined,
): Promise<ConfirmReply> {
	const session = await findForPerson('confirm', dependencies, userCode, idempotencyKey);
	const connectToken = makeToken('connect');
	const outcome: OpenOutcome = { kind: 'confirmed', connectTokenHash: hashToken(connectToken) };
	const result = await takeStep(dependencies, session, { step: 'open', idempotencyKey, outcome });
	if (result === 'lost') throw alreadyDecided();
	if (result === 'won') tell(dependencies, 'confirmed', session);
	if (result === 'repeated') await replaceConnectToken(dependencies, session.id, outcome);
	return { connect_token: connectToken };
}

/** The token of the reply that was lost stops working: only its hash was kept, so it cannot be given again. */
async function replaceConnectToken(
	{ store, now }: SessionDependencies,
	id: string,
	outcome: OpenOutcome,
): Promise<void> {
	const session = await readSession(store, id, now());
	if (session?.state !== 'confirmed' || !session.opened) throw alreadyDecided();
	const left = session.facts.expiresAt - now();
	await store.write(records.outcome(id, 'open'), { ...outcome, by: session.opened.by }, left);
}
