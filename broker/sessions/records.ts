import type { FieldDefinition } from '../../protocol/templates';
import type { RequesterInfo } from '../../protocol/messages';
import type { RecordKey } from '../storage/record-store';

/** The steps of a session, in their order; each is taken at most once. */
export const STEPS = ['open', 'submit', 'collect'] as const;
export type Step = (typeof STEPS)[number];

/** What a session is created with; never changed. Contains no code and no token. */
export interface SessionFacts {
	readonly displayName: string;
	readonly fields: readonly FieldDefinition[];
	/** Base64 of DER SubjectPublicKeyInfo. */
	readonly publicKey: string;
	readonly modulusBytes: number;
	/** SHA-256 hex. */
	readonly pollTokenHash: string;
	/** Milliseconds since the epoch. */
	readonly createdAt: number;
	/** Milliseconds since the epoch. */
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

/** The first step: a browser confirmed the code, or the person declined at once. */
type OpenOutcome =
	| { readonly kind: 'confirmed'; readonly connectTokenHash: string }
	| { readonly kind: 'denied'; readonly reason?: string };

/** The second step. The ciphertext is a record of its own, so that it can be deleted earlier. */
export type SubmitOutcome =
	| { readonly kind: 'completed'; readonly algorithm: string }
	| { readonly kind: 'denied'; readonly reason?: string };

/** The third step. */
interface CollectOutcome {
	/** Milliseconds since the epoch. */
	readonly at: number;
}

/** The outcomes of the steps. */
export interface Outcomes {
	readonly open: OpenOutcome;
	readonly submit: SubmitOutcome;
	readonly collect: CollectOutcome;
}

/** A step's outcome, and the attempt that took it. */
export type StepTaken<S extends Step> = { readonly by: string } & Outcomes[S];

/** The names of a session's records. */
export const records = {
	facts: (session: string): RecordKey => ({ session, name: 'session' }),
	/** Exists until the step is taken: the one attempt that deletes it takes the step. */
	claim: (session: string, step: Step): RecordKey => ({ session, name: `claim-${step}` }),
	/** A {@link StepTaken}. */
	outcome: (session: string, step: Step): RecordKey => ({ session, name: `outcome-${step}` }),
	/** Exists for each attempt with an Idempotency-Key that was not answered with a conflict. */
	attempt: (session: string, step: Step, attempt: string): RecordKey => ({
		session,
		name: `attempt-${step}-${attempt}`,
	}),
	/** The attempt that takes over a step from a broker that died. */
	takeover: (session: string, step: Step): RecordKey => ({ session, name: `takeover-${step}` }),
	/** Exists for each further connect token of the attempt that confirmed. */
	connectToken: (session: string, hash: string): RecordKey => ({ session, name: `connect-${hash}` }),
	/** The ciphertext, a string. */
	sealed: (session: string): RecordKey => ({ session, name: 'sealed' }),
	/** The callback. Kept for a while after the session's end, so that `expired` can be delivered. */
	callback: (session: string): RecordKey => ({ session, name: 'callback' }),
	/** When the agent polled last, and the interval that it has to keep. */
	pace: (session: string): RecordKey => ({ session, name: 'pace' }),
} as const;
