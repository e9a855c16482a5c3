import type { ConfirmReply } from '../../protocol/messages';
import { makeToken } from '../../protocol/tokens';
import type { SessionDependencies } from './dependencies';
import { alreadyDecided, findForPerson } from './find-for-person';
import { records } from './records';
import { readSession } from './session';
import { takeStep } from './take-step';
import { emit } from './session-events';
import { hashToken } from './token-hash';

/**
 * The person confirms the code: one browser, and only one, gets a connect token. The same attempt, repeated, gets
 * another one; those of earlier replies stay valid, because such a reply may still arrive.
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
	const result = await takeStep(dependencies, session, {
		step: 'open',
		idempotencyKey,
		outcome: { kind: 'confirmed', connectTokenHash },
	});
	if (result === 'conflict') throw alreadyDecided();
	if (result === 'done') emit(dependencies, 'confirmed', session);
	if (result === 'repeated') {
		const latest = await readSession(store, session.id, now());
		if (latest?.state !== 'confirmed') throw alreadyDecided();
		const ttl = session.facts.expiresAt - now();
		await store.write(records.connectToken(session.id, connectTokenHash), 1, ttl);
	}
	return { connect_token: connectToken };
}
