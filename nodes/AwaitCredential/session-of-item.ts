import { normalizeUserCode, formatUserCode, sessionIdOf } from '../../protocol/user-code';
import type { Connection } from '../shared/connection';
import { unsealAgentState, unsealSession, type AgentState, type Session } from '../shared/sealed-session';
import { parseUrl } from '../shared/url';
import { LinkAuthError } from '../shared/errors';
import type { AwaitParameters } from './await-parameters';

/**
 * The session that an item means, from its sealed text or from the user code alone.
 * @returns undefined where no request has the code
 * @throws LinkAuthError, of which SealedValueError, BrokerRefusal and BrokerUnavailable are kinds
 */
export async function findSession(
	connection: Connection,
	from: AwaitParameters['from'],
): Promise<Session | undefined> {
	const session =
		'code' in from
			? await sessionOfCode(connection, from.code)
			: await unsealSession(connection.sealingKey, from.session);
	if (session !== undefined) assertSameBroker(connection, session);
	return session;
}

async function sessionOfCode(connection: Connection, code: string): Promise<Session | undefined> {
	const normal = normalizeUserCode(code);
	if (normal === undefined) {
		throw new LinkAuthError(
			'The Code is not one of a request.',
			'Enter the eight letters and digits that Request Credential gave, such as ABCD-1234.',
		);
	}
	const id = await sessionIdOf(normal);
	const sealed = await connection.broker.agentState(id);
	if (sealed === undefined) return undefined;
	return { ...(await unsealAgentState(connection.sealingKey, sealed)), id, code: formatUserCode(normal) };
}

function assertSameBroker(connection: Connection, { broker }: AgentState): void {
	if (parseUrl(broker)?.href === parseUrl(connection.brokerUrl)?.href) return;
	throw new LinkAuthError(
		'The request was made at another broker.',
		`It was made at ${broker}, and the LinkAuth API credential of this node says ${connection.brokerUrl}. Pick the credential that Request Credential used.`,
	);
}
