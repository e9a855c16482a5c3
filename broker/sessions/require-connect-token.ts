import { isToken } from '../../protocol/tokens';
import { ProblemError } from '../problem';
import type { Session } from './session';
import { tokenMatches } from './token-hash';

/**
 * Lets on only the browser that confirmed the session.
 * @throws ProblemError `connect_token_invalid`
 */
export function requireConnectToken({ opened }: Session, token: string | undefined): void {
	const held = opened?.kind === 'confirmed' ? opened.connectTokenHash : undefined;
	const right =
		held !== undefined && token !== undefined && isToken('connect', token) && tokenMatches(token, held);
	if (right) return;
	throw new ProblemError(
		'connect_token_invalid',
		'connect_token: expected the token that confirming this code gave.',
	);
}
