import type { LinkUse, SessionInfo, SignInInfo } from '../../protocol/messages';

/** Why a call to the broker has no answer yet. The page repeats the call by itself. */
export interface Failure {
	readonly kind: 'no-connection' | 'unavailable' | 'rate-limited';
	/** When the call is repeated, in milliseconds of Date.now(); absent while it is being repeated. */
	readonly retryAt?: number;
}

/** The request that is open in this tab. */
export interface CredentialRequest {
	/** What the address has to find it by: the user code, `ABCD-1234`, or the 28 characters of a long link. */
	readonly link: string;
	readonly session: SessionInfo;
	/**
	 * When the request expires, in milliseconds of this device's Date.now(): its time at the broker's reply plus the
	 * broker's `expires_in`. So a device whose date is wrong does no harm. Confirming sets it anew: from then on the time
	 * to answer counts.
	 */
	readonly deadline: number;
	/** Whether the link has a key fingerprint and the key that the broker served has the same one. */
	readonly keyVerified: boolean;
	/** The fragment of the link, with its pins, once the person has been sent to sign in: the way back has none. */
	readonly fragment?: string;
}

/** What is asked for: it decides which views follow the first ones. */
export type RequestKind = SessionInfo['template_type'];

/** What was entered into one field: the value as it will be sent, and the file that it came from. */
export interface DraftValue {
	readonly value: string;
	readonly file?: { readonly name: string; readonly size: number };
}

/** What was typed so far, by field name. Lives in memory only. */
export type Draft = Readonly<Record<string, DraftValue>>;

/** What is kept of an ended request. */
export interface EndedRequest {
	readonly displayName: string;
	readonly requester?: string;
	/** Where it was one to sign in. */
	readonly signIn?: SignInInfo | undefined;
	/** What the sender is told, where it did not work. */
	readonly reason?: string | undefined;
}

/** How a request ended in this tab. */
export type Ending =
	| 'done'
	| 'declined'
	| 'reported'
	| 'expired'
	| 'unsure'
	| 'answered'
	/** The provider says that no access was given. */
	| 'sign-in-refused'
	/** The provider ended the sign-in with an error, or did not accept it afterwards. */
	| 'sign-in-failed'
	/** The answer came from somebody else than the provider. */
	| 'sign-in-mixed-up'
	/** The person came back when the request had ended. */
	| 'sign-in-late';

type EndedState = {
	readonly [View in Ending]: { readonly view: View; readonly ended: EndedRequest };
}[Ending];

/** Why a link does not open any more. */
export interface UsedLink {
	readonly state: LinkUse['state'];
	/** When that happened, in milliseconds since 1970. */
	readonly at: number;
	/** The same by this device's Date.now(), whose date may be wrong: only good to say how long ago it was. */
	readonly since: number;
}

/** The question whether to decline, or to report, a request. */
export type EndQuestion = {
	readonly [View in 'decline' | 'report']: {
		readonly view: View;
		readonly request: CredentialRequest;
		/** Where the person came from, and may go back to. */
		readonly from: StateOf<'check'> | StateOf<'form'> | StateOf<'sign-in'>;
		readonly busy?: boolean;
		readonly failure?: Failure;
	};
}['decline' | 'report'];

/** Everything that the page can show. What is rendered depends on nothing else. */
export type PageState =
	| { readonly view: 'loading' }
	| { readonly view: 'unreachable'; readonly failure: Failure }
	| {
			readonly view: 'enter-code';
			readonly busy: boolean;
			readonly problem?: 'not-a-code' | 'not-open';
			/** What was typed already. */
			readonly typed?: string;
			readonly failure?: Failure;
	  }
	| { readonly view: 'not-open' }
	| { readonly view: 'insecure' }
	| { readonly view: 'key-error'; readonly reason: 'mismatch' | 'malformed' }
	| {
			readonly view: 'check';
			readonly request: CredentialRequest;
			readonly busy?: 'confirm';
			readonly failure?: Failure;
	  }
	/** Without `used`: somebody else has confirmed the request, and the broker does not say when. */
	| { readonly view: 'used'; readonly used?: UsedLink }
	| {
			readonly view: 'form';
			readonly request: CredentialRequest;
			readonly draft: Draft;
			/** Whether the person has tried to send it, so that what is wrong is shown. */
			readonly checked?: boolean;
			/** Why the broker did not take what was sent. */
			readonly refusal?: 'too-large' | 'not-taken';
	  }
	| EndQuestion
	| {
			readonly view: 'sending';
			readonly request: CredentialRequest;
			readonly phase: 'encrypting' | 'sending';
			readonly failure?: Failure;
	  }
	| {
			readonly view: 'sign-in';
			readonly request: CredentialRequest;
			/** `leaving`: the provider's page is being opened. `away`: it was, and no answer has come back yet. */
			readonly progress?: 'leaving' | 'away';
	  }
	/** What the link pins and what the broker gave to sign in with are not the same. */
	| { readonly view: 'sign-in-alarm' }
	/** The provider could not be reached when the broker asked it for tokens. */
	| { readonly view: 'sign-in-again'; readonly request: CredentialRequest }
	/** The sender is being told that the sign-in did not work. */
	| { readonly view: 'sign-in-ending'; readonly request: CredentialRequest; readonly failure?: Failure }
	/** An answer that belongs to nothing that this browser knows, or to what has ended; or none at all. */
	| { readonly view: 'sign-in-elsewhere'; readonly answer: 'unknown' | 'ended' | 'none' }
	| EndedState
	| { readonly view: 'refused'; readonly status: number; readonly code?: string };

/** The state of one view. */
export type StateOf<View extends PageState['view']> = Extract<PageState, { readonly view: View }>;

/** The request that a state is about, while it is open. */
export function openRequestOf(state: PageState): CredentialRequest | undefined {
	return 'request' in state ? state.request : undefined;
}

/** What a state's request asks for; what is asked for mostly, where it is about none. */
export function kindOf(state: PageState): RequestKind {
	const { view, request, ended } = state as {
		readonly view: PageState['view'];
		readonly request?: CredentialRequest;
		readonly ended?: EndedRequest;
	};
	const kind = ended?.signIn !== undefined || view.startsWith('sign') ? 'oauth' : 'form';
	return request?.session.template_type ?? kind;
}
