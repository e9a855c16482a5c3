import type { RequesterInfo } from '../../protocol/messages';
import type { SessionState } from '../../protocol/states';
import type { FieldDefinition } from '../../protocol/templates';
import type { RecordStore } from '../storage/record-store';

/** The record `asked`: what a session was created with; never changed. Contains no code and no token. */
export interface Asked {
	readonly displayName: string;
	readonly fields: readonly FieldDefinition[];
	/** Base64 of DER SubjectPublicKeyInfo. */
	readonly publicKey: string;
	readonly modulusBytes: number;
	/** SHA-256 hex. */
	readonly pollTokenHash: string;
	/** Milliseconds since the epoch, by the store's clock. */
	readonly createdAt: number;
	/** Milliseconds since the epoch, by the store's clock. To be shown: what ends a session is its records' end. */
	readonly expiresAt: number;
	/** The template's name; undefined where the agent gave fields of its own. */
	readonly template?: string;
	/** Seconds. */
	readonly interval: number;
	/** The id of the API key that created it; undefined where the broker has no keys. */
	readonly owner?: string;
	readonly requester?: RequesterInfo;
	readonly reason?: string;
	readonly allowedHosts?: readonly string[];
	readonly agentState?: string;
}

/** The record `state`: how a session stands. Attempts are named by hashes of their Idempotency-Keys. */
export interface Standing {
	readonly status: SessionState;
	/** Who confirmed, and SHA-256 hex of the connect tokens that this attempt was given: one for each time it was made. */
	readonly confirmed?: { readonly by: string; readonly tokenHashes: readonly string[] };
	/** Who completed, and what the envelope is. */
	readonly completed?: { readonly by: string; readonly algorithm: string; readonly size: number };
	/** Who declined, and why. */
	readonly denied?: { readonly by: string; readonly reason?: string };
	/** Who collected. */
	readonly collected?: { readonly by: string };
	/** Whether there is a record `callback`. */
	readonly callback?: true;
}

/** A session as it was read. */
export interface Session {
	/** Lower-case hexadecimal SHA-256 of its user code. */
	readonly id: string;
	readonly asked: Asked;
	readonly state: Standing;
	/** Of the record `state`: a change is made only while it is still this. */
	readonly version: string;
}

/**
 * Reads a session in one round trip.
 * @returns undefined where there is none, or none any more
 * @throws StoreUnavailable
 */
export async function readSession(store: RecordStore, id: string): Promise<Session | undefined> {
	const { asked, state } = await store.read(id, ['asked', 'state']);
	if (!asked || !state) return undefined;
	return { id, asked: asked.value as Asked, state: state.value as Standing, version: state.version };
}
