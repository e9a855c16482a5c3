import type { RequesterInfo } from '../../protocol/messages';
import type { SessionState } from '../../protocol/states';
import type { FieldDefinition } from '../../protocol/templates';
import type { AskedSignIn } from '../oauth/accept-sign-in';
import type { RecordStore } from '../storage/record-store';

/** What is kept of a link: hashes of its parts. */
export interface LinkHashes {
	/** SHA-256 hex of the fingerprint that the link pins. */
	readonly keyHash?: string;
	/** SHA-256 hex of a long link's 128 random bits. */
	readonly linkHash?: string;
}

/** The record `asked`: what a session was created with; never changed. Contains no code and no token. */
export interface Asked extends LinkHashes {
	readonly displayName: string;
	readonly fields: readonly FieldDefinition[];
	/** Instead of fields: where the person signs in. */
	readonly signIn?: AskedSignIn;
	/** Base64 of DER SubjectPublicKeyInfo. */
	readonly publicKey: string;
	readonly modulusBytes: number;
	/** SHA-256 hex. */
	readonly pollTokenHash: string;
	/** Milliseconds since the epoch, by the store's clock. */
	readonly createdAt: number;
	/** Milliseconds since the epoch, by the store's clock. To be shown: what ends a session is its records' end. */
	readonly expiresAt: number;
	/** The template's name, or that of sign-ins; undefined where the agent gave fields of its own. */
	readonly template?: string;
	/** Seconds. */
	readonly interval: number;
	/** The id of the API key that created it; undefined where the broker has no keys. */
	readonly owner?: string;
	readonly requester?: RequesterInfo;
	readonly reason?: string;
	readonly allowedHosts?: readonly string[];
	readonly agentState?: string;
	/** Milliseconds from confirming to answering; undefined in sessions of earlier versions, which have until their end. */
	readonly answerTime?: number;
	/** Whether there is a record `ended`. */
	readonly keepsEnd?: true;
}

/** Which attempt led to a state, and when, in milliseconds since the epoch; sessions of earlier versions do not say. */
interface Step {
	readonly by: string;
	readonly at?: number;
}

/** The record `state`: how a session stands. Attempts are named by hashes of their Idempotency-Keys. */
export interface Standing {
	readonly status: SessionState;
	/** When a page looked at it for the first time, in milliseconds since the epoch. */
	readonly openedAt?: number;
	/** Who confirmed, and SHA-256 hex of the connect tokens that this attempt was given: one for each time it was made. */
	readonly confirmed?: Step & { readonly tokenHashes: readonly string[] };
	/**
	 * Until when it has to be answered, in milliseconds since the epoch; where that is earlier than its own end. To be
	 * shown, as that: its records end then, and live on to its own end once it is answered.
	 */
	readonly answerBy?: number;
	/** The sign-in that was begun last; an answer to any other is refused. */
	readonly signIn?: {
		/** SHA-256 hex of its `state`. */
		readonly stateHash: string;
		/** When the broker took its code, in milliseconds since the epoch: it is redeemed once. */
		readonly redeemedAt?: number;
	};
	/** Who completed, and what the envelope is. */
	readonly completed?: Step & { readonly algorithm: string; readonly size: number };
	/** Who declined, and why. */
	readonly denied?: Step & { readonly reason?: string };
	/** Who collected. */
	readonly collected?: Step;
	/** Whether there is a record `callback`. */
	readonly callback?: true;
	/** Whether that one is to be called when the request was opened. */
	readonly tellsOpened?: true;
}

/** The reason that the page gives where the person reports the request as suspicious. */
export const REPORTED = 'reported';

/** A session as it was read. */
export interface Session {
	/** Lower-case hexadecimal SHA-256 of its user code. */
	readonly id: string;
	readonly asked: Asked;
	readonly state: Standing;
	/** Of the record `state`: a change is made only while it is still this. */
	readonly version: string;
}

/** When a session ends that stands so, in milliseconds since the epoch. */
export function endOf({ expiresAt }: Pick<Asked, 'expiresAt'>, { status, answerBy }: Standing): number {
	return status === 'confirmed' ? (answerBy ?? expiresAt) : expiresAt;
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
