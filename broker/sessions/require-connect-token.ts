import { isToken } from '../../protocol/tokens';
import { ProblemError } from '../problem';
import type { RecordStore } from '../storage/record-store';
import { records } from './records';
import type { Session } from './session';
import { hashToken, tokenMatches } from './token-hash';

/**
 * Requires a connect token of the attempt that confirmed the session.
 * @throws ProblemError `connect_token_invalid`
 */
export async function requireConnectToken(
	store: RecordStore,
	{ id, opened }: Session,
	token: string | undefined,
): Promise<void> {
	if (opened?.kind === 'confirmed' && token !== undefined && isToken('connect', token)) {
		if (tokenMatches(token, opened.connectTokenHash)) return;
		const [given] = await store.read([records.connectToken(id, hashToken(token))]);
		if (given !== undefined) return;
	}
	throw new ProblemError(
		'connect_token_invalid',
		'connect_token: expected the token that confirming this code gave.',
	);
}
