import type { FieldDefinition } from '../../protocol/templates';
import type { RequesterInfo } from '../../protocol/messages';
import type { RecordKey } from '../storage/record-store';
import type { Step } from './transitions';

/** What is fixed when a session is created. Written once, never changed. Holds no code and no token. */
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
	/** Its name in the configuration; undefined where the agent gave fields of its own. */
	readonly template?: string;
	/** Seconds. */
	readonly interval: number;
	/** Which API key created it; undefined where the broker has none. */
	readonly owner?: string;
	readonly requester?: RequesterInfo;
	readonly reason?: string;
	readonly allowedHosts?: readonly string[];
	readonly agentState?: string;
}

/** How the first step went: which browser may go on, or that the person declined at once. */
export type OpenOutcome =
	| { readonly kind: 'confirmed'; readonly connectTokenHash: string }
	| { readonly kind: 'denied'; readonly reason?: string };

/** How the second step went. The ciphertext is a record of its own, so that it can go earlier. */
export type SubmitOutcome =
	| { readonly kind: 'completed'; readonly algorithm: string }
	| { readonly kind: 'denied'; readonly reason?: string };

/** How the third step went. */
export interface CollectOutcome {
	/** Milliseconds since the epoch. */
	readonly at: number;
}

/** The outcome of each step. */
export interface Outcomes {
	readonly open: OpenOutcome;
	readonly submit: SubmitOutcome;
	readonly collect: CollectOutcome;
}

/** A step's outcome, and the attempt that won it. */
export type Won<S extends Step> = { readonly by: string } & Outcomes[S];

/** The names of a session's records. */
export const records = {
	facts: (session: string): RecordKey => ({ session, name: 'session' }),
	/** Exists until the step is taken; whoever deletes it has won the step. */
	claim: (session: string, step: Step): RecordKey => ({ session, name: `claim-${step}` }),
	/** A {@link Won} of that step. */
	outcome: (session: string, step: Step): RecordKey => ({ session, name: `outcome-${step}` }),
	/** Tells a repeated attempt from a first one. */
	attempt: (session: string, step: Step, attempt: string): RecordKey => ({
		session,
		name: `attempt-${step}-${attempt}`,
	}),
	/** Which attempt finishes a step whose winner died, where several may have been it. */
	heir: (session: string, step: Step): RecordKey => ({ session, name: `heir-${step}` }),
	/** Exists for each further connect token that was given to the attempt that confirmed. */
	connectToken: (session: string, hash: string): RecordKey => ({ session, name: `connect-${hash}` }),
	/** The ciphertext, a string. */
	sealed: (session: string): RecordKey => ({ session, name: 'sealed' }),
	/** Where the agent wants to be told how it ended. Outlives the session by a moment. */
	callback: (session: string): RecordKey => ({ session, name: 'callback' }),
	/** When the agent last polled, and how long it must wait. */
	pace: (session: string): RecordKey => ({ session, name: 'pace' }),
} as const;

/** The steps, in their order. */
export const STEPS = ['open', 'submit', 'collect'] as const satisfies readonly Step[];
