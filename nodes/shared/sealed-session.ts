import type { SignIn } from './oauth/grant';
import type { Placement } from './placement';
import { seal, unseal } from './sealing';

/**
 * What an agent must remember to get the credential, known before the broker answers. It waits at the broker,
 * sealed, so that the user code alone is enough to go on.
 */
export interface AgentState {
	/** Broker URL as in the credential, without trailing slash. */
	readonly broker: string;
	readonly pollToken: string;
	/** PKCS #8, base64 of DER. */
	readonly privateKey: string;
	readonly use: readonly Placement[];
	readonly allowedHosts: readonly string[];
	/** RFC 3339: when the request ends at the latest, by this machine's clock. The broker may end it sooner. */
	readonly expiresAt: string;
	/** What is being connected, as the person reads it; not in what earlier versions have sealed. */
	readonly displayName?: string;
	/** Where the person signs in instead of typing. */
	readonly signIn?: SignIn;
}

/** A request to a person that has been made: what Request Credential hands to Await Credential. */
export interface Session extends AgentState {
	readonly id: string;
	/** `ABCD-1234`. */
	readonly code: string;
}

/** A session as an opaque text for the workflow's data. */
export function sealSession(sealingKey: string, session: Session): Promise<string> {
	return seal(sealingKey, 'session', session);
}

/**
 * The session in a sealed text.
 * @throws SealedValueError
 */
export async function unsealSession(sealingKey: string, sealed: unknown): Promise<Session> {
	return (await unseal(sealingKey, 'session', sealed)) as Session;
}

/** The agent's state as an opaque text for the broker to keep. */
export function sealAgentState(sealingKey: string, state: AgentState): Promise<string> {
	return seal(sealingKey, 'agent-state', state);
}

/**
 * The agent's state in a sealed text.
 * @throws SealedValueError
 */
export async function unsealAgentState(sealingKey: string, sealed: unknown): Promise<AgentState> {
	return (await unseal(sealingKey, 'agent-state', sealed)) as AgentState;
}
