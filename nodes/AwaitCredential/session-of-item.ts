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

/**
 * The id of the session that a code belongs to.
 * @throws LinkAuthError where it is no code
 */
export async function sessionIdOfCode(code: string): Promise<string> {
	return await sessionIdOf(normalized(code));
}

async function sessionOfCode(connection: Connection, code: string): Promise<Session | undefined> {
	const { broker, sealingKey } = connection;
	const id = await sessionIdOfCode(code);
	const sealed = await broker.agentState(id);
	if (sealed !== undefined) {
		return { ...(await unsealAgentState(sealingKey, sealed)), id, code: formatUserCode(normalized(code)) };
	}
	if (await broker.keepsAgentState()) return undefined;
	throw new LinkAuthError(
		'This broker cannot be asked by the Code alone: it keeps nothing for an agent to go on with.',
		'Choose Continue From: Session, in the workflow in which Request Credential made the request; or use a broker that has the extension agent_state.',
	);
}

function normalized(code: string): string {
	const normal = normalizeUserCode(code);
	if (normal !== undefined) return normal;
	throw new LinkAuthError(
		'The Code is not one of a request.',
		'Enter the eight letters and digits that Request Credential gave, such as ABCD-1234.',
	);
}

function assertSameBroker(connection: Connection, { broker }: AgentState): void {
	if (parseUrl(broker)?.href === parseUrl(connection.brokerUrl)?.href) return;
	throw new LinkAuthError(
		'The request was made at another broker.',
		`It was made at ${broker}, and the LinkAuth API credential of this node says ${connection.brokerUrl}. Pick the credential that Request Credential used.`,
	);
}
