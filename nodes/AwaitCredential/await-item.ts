import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import type { PolledSession } from '../shared/broker-client';
import type { Connection } from '../shared/connection';
import { fieldsOfGrant } from '../shared/oauth/grant';
import { fetchBy } from '../shared/oauth/n8n-fetch';
import { redeemSignIn } from '../shared/oauth/redeem-sign-in';
import type { Session } from '../shared/sealed-session';
import { LinkAuthError } from '../shared/errors';
import { outputOf, UNKNOWN_CODE, type Output, type OutputContext } from './await-output';
import { readParameters, type AwaitParameters } from './await-parameters';
import { awaitSession, collectedBefore, type SessionOutcome } from './await-session';
import { CollectedSessions } from './collected-sessions';
import { findSession, sessionIdOfCode } from './session-of-item';
import { CredentialStore } from './n8n-credential/credential-store';
import { endsBeforeRequest, suspendExecution } from './suspend/suspend-execution';

/** The run that an item is part of. */
export interface ItemRun {
	readonly context: IExecuteFunctions;
	/** A language model reads the output. */
	readonly asTool: boolean;
	/** When the wait began, in milliseconds since the epoch. */
	readonly startedAt: number;
	/** The broker has called: this run goes on where a suspended one ended. */
	readonly resumed: boolean;
	/** Ends the wait. */
	readonly signal: AbortSignal;
	readonly connection: () => Promise<Connection>;
	/** Registers a session whose credential has been handed on, to be acknowledged when the run is done. */
	acknowledgeLater(session: PolledSession): void;
}

interface Item {
	readonly run: ItemRun;
	readonly parameters: AwaitParameters;
	readonly connection: Connection;
	readonly session: Session;
	/** When to give up, if before the request's end: milliseconds since the epoch, or Infinity. */
	readonly until: number;
	readonly output: OutputContext;
	/** Adds the fields of the incoming item, where they are to be kept. */
	readonly withInput: (output: Output) => Output;
}

/**
 * Waits for one item's credential, as its parameters say.
 * @returns undefined where the execution is suspended
 * @throws LinkAuthError, of which BrokerRefusal, BrokerUnavailable and SealedValueError are kinds
 */
export async function awaitItem(run: ItemRun, index: number): Promise<Output | undefined> {
	const { context, asTool } = run;
	const suspends = context.getNodeParameter('wait', index) === 'suspend' && !asTool && !run.resumed;
	if (suspends) assertAlone(context);
	const parameters = readParameters(context, index);
	const input = parameters.includeInputData && !asTool ? context.getInputData()[index]?.json : undefined;
	const withInput = ({ output, json }: Output): Output => ({ output, json: { ...input, ...json } });
	const connection = await run.connection();
	const session = await findSession(connection, parameters.from);
	if (session === undefined) {
		const id = 'code' in parameters.from ? await sessionIdOfCode(parameters.from.code) : '';
		const collectedBy = new CollectedSessions(context).nodeThatCollected(id);
		if (collectedBy !== undefined) throw collectedBefore(collectedBy);
		return withInput(UNKNOWN_CODE);
	}
	const { target } = parameters;
	const store = target && (await CredentialStore.prepare(context, index, target, session));
	const output = { sealingKey: connection.sealingKey, session, parameters, store, asTool };
	const until = run.startedAt + parameters.limitWait;
	const item: Item = { run, parameters, connection, session, until, output, withInput };
	const outcome = suspends ? await suspend(item) : await wait(item, checksOnce(item));
	return outcome && (await finish(item, await withTokens(item, outcome)));
}

function assertAlone(context: IExecuteFunctions): void {
	const { length } = context.getInputData();
	if (length === 1) return;
	throw new LinkAuthError(
		`Only one request can be waited for in a suspended execution, and ${String(length)} items came in.`,
		'Split them: call a workflow of its own for each item (Execute Sub-workflow, Mode: Run once for each item), or put a Loop Over Items node with Batch Size 1 around this one. Or choose Wait: Until Completed, which waits for all items at once.',
	);
}

/** A tool cannot be suspended: the model gets the present status, and asks again. */
function checksOnce({ run, parameters }: Item): boolean {
	return parameters.wait === 'checkOnce' || (parameters.wait === 'suspend' && run.asTool);
}

async function wait(item: Item, once: boolean): Promise<SessionOutcome> {
	const { connection, session, until, run } = item;
	const collectedBy = new CollectedSessions(run.context).nodeThatCollected(session.id);
	return await awaitSession(connection.broker, session, { once, until, signal: run.signal, collectedBy });
}

/**
 * Polls once, since the person may have been faster, and suspends the execution where there is something to wait for.
 * @returns undefined where it is suspended
 */
async function suspend(item: Item): Promise<SessionOutcome | undefined> {
	const { run, connection, session, until, output, withInput } = item;
	const first = await wait(item, true);
	if (first.kind !== 'pending') return first;
	if (until <= Date.now()) return { kind: 'timeout' };
	const end: SessionOutcome = endsBeforeRequest(session, until)
		? { kind: 'timeout' }
		: { kind: 'expired', detail: 'The broker has not called. Check that it can reach this n8n.' };
	const suspended = await suspendExecution(run.context, connection, {
		session,
		startedAt: run.startedAt,
		until,
		atTheEnd: withInput(await outputOf(end, output)),
	});
	return suspended ? undefined : await wait(item, true);
}

/** Of a sign-in: what its code is redeemed for. A model's next step does that, where nothing keeps what it brings. */
async function withTokens({ run, session, output }: Item, outcome: SessionOutcome): Promise<SessionOutcome> {
	const isHidden = run.asTool && output.store === undefined;
	if (outcome.kind !== 'received' || session.signIn === undefined || isHidden) return outcome;
	const { fields, ...received } = outcome;
	const fetch = fetchBy((request) => run.context.helpers.httpRequest(request));
	const came = await redeemSignIn(session.signIn, fields, fetch, sleep);
	return came.kind === 'granted'
		? { ...received, fields: fieldsOfGrant(came.grant), grant: came.grant }
		: { ...received, kind: 'declined', reason: came.reason, reported: false };
}

async function finish({ run, session, output, withInput }: Item, outcome: SessionOutcome): Promise<Output> {
	const answer = withInput(await outputOf(outcome, output));
	// A model's next step may collect once more with the code, in the minute that the broker allows.
	const handedOn = !run.asTool || output.store !== undefined;
	if (outcome.kind === 'received' && handedOn) {
		new CollectedSessions(run.context).note(session.id);
		run.acknowledgeLater(session);
	}
	return answer;
}
