import type {
	AgentStateReply,
	CallbackReply,
	ConfirmReply,
	CreateSessionReply,
	SecurityInfo,
	SignInReturnReply,
} from '../../protocol/messages';
import type { Provider } from '../../protocol/providers/provider';
import type { ProblemError } from '../problem';
import { requestFaults } from './accept-request';
import { readAgentState } from './agent-state';
import { authorize, type Authorized } from './authorize';
import { cancel } from './cancel';
import { comeBack } from './come-back';
import { complete } from './complete';
import { confirm } from './confirm';
import { create } from './create';
import { deny } from './deny';
import type { Origin } from '../keys/origin';
import type { SessionDependencies } from './dependencies';
import { findById, findByLink, findByPollToken } from './find';
import type { ShownLink } from './link';
import { lookUp, type LookedUp } from './look-up';
import { poll, type Polled, type PollOptions } from './poll';
import { redeem, type KeptByBrowser } from './redeem';
import { registerCallback } from './register-callback';
import type { CallbackInput, CompleteInput, CreateSessionInput, DenyInput, RedeemInput } from './requests';
import type { Session } from './session';
import type { Cause } from './session-events';
import { waitForChange, type Signal, type Wait } from './wait-for-change';

/**
 * What can be done with sessions. Whoever calls has found the session first, by its link or by its poll token, and has
 * counted that against the caller's limits; each operation then reads and changes what has happened since by itself.
 *
 * Each throws ProblemError as its file says, and StoreUnavailable: then it may or may not have happened, and the same
 * attempt, repeated with its Idempotency-Key, is answered as the first time.
 */
export interface Sessions {
	/** Everything that {@link Sessions.create} would refuse of a body which its schema refuses already. */
	requestFaults(body: unknown): readonly ProblemError[];
	create(request: CreateSessionInput, origin: Origin): Promise<CreateSessionReply>;
	/** @param id SHA-256 of the code in hexadecimal */
	findById(id: string): Promise<Session | undefined>;
	/** @throws ProblemError `poll_token_invalid`, `session_not_found`, `session_ended` */
	findByPollToken(id: string, pollToken: string | undefined): Promise<Session>;
	/** The session that a link leads to just now. */
	findByLink(link: ShownLink | undefined): Promise<Session | undefined>;
	lookUp(link: ShownLink | undefined, security: SecurityInfo): Promise<LookedUp>;
	confirm(session: Session, idempotencyKey: string | undefined, origin: Origin): Promise<ConfirmReply>;
	complete(
		session: Session,
		input: CompleteInput,
		idempotencyKey: string | undefined,
		origin: Origin,
	): Promise<void>;
	deny(
		session: Session,
		input: DenyInput,
		idempotencyKey: string | undefined,
		origin: Origin,
	): Promise<'denied' | 'reported'>;
	/** Begins a sign-in. */
	authorize(session: Session): Promise<Authorized>;
	/** What the page goes on with after a sign-in. */
	comeBack(
		session: Session,
		shown: { readonly state: string; readonly link: string; readonly shown: ShownLink },
		security: SecurityInfo,
	): Omit<SignInReturnReply, 'connect_token'>;
	/** Exchanges the code of a sign-in for the agent. */
	redeem(session: Session, input: RedeemInput, kept: KeptByBrowser, origin: Origin): Promise<void>;
	/** Providers at which the broker has a client of its own. */
	offers(): readonly Provider[];
	/** Tells how a session stands, and collects its envelope where there is one. */
	poll(session: Session, options: PollOptions, origin: Origin): Promise<Polled>;
	/** Waits until a session has changed. @returns false where the wait ended without a change */
	waitForChange(wait: Wait, signal: Signal, stopped: () => boolean): Promise<boolean>;
	/** Lets every wait look whether it is to stop. */
	wakeAll(): void;
	cancel(session: Session, cause: Cause): Promise<void>;
	readAgentState(id: string, origin: Origin): Promise<AgentStateReply>;
	registerCallback(session: Session, input: CallbackInput, origin: Origin): Promise<CallbackReply>;
}

/** The operations on the sessions of a store. */
export function createSessions(dependencies: SessionDependencies): Sessions {
	const { store, notifier } = dependencies;
	return {
		requestFaults: (body) => requestFaults(body, dependencies),
		create: (request, origin) => create(dependencies, request, origin),
		findById: (id) => findById(store, id),
		findByPollToken: (id, pollToken) => findByPollToken(store, id, pollToken),
		findByLink: (link) => findByLink(dependencies, link),
		lookUp: (link, security) => lookUp(dependencies, link, security),
		confirm: (session, key, origin) => confirm(dependencies, session, key, origin),
		complete: (session, input, key, origin) => complete(dependencies, session, input, key, origin),
		deny: (session, input, key, origin) => deny(dependencies, session, input, key, origin),
		authorize: (session) => authorize(dependencies, session),
		comeBack: (session, shown, security) => comeBack(dependencies, session, shown, security),
		redeem: (session, input, kept, origin) => redeem(dependencies, session, input, kept, origin),
		offers: () => dependencies.clients.offers,
		poll: (session, options, origin) => poll(dependencies, session, options, origin),
		waitForChange: (wait, signal, stopped) => waitForChange(dependencies, wait, signal, stopped),
		wakeAll: () => {
			notifier.notifyAll();
		},
		cancel: (session, cause) => cancel(dependencies, session, cause),
		readAgentState: (id, origin) => readAgentState(store, id, origin),
		registerCallback: (session, input, origin) => registerCallback(dependencies, session, input, origin),
	};
}
