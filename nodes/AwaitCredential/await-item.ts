import type { IExecuteFunctions } from 'n8n-workflow';

import type { PolledSession } from '../shared/broker-client';
import type { Connection } from '../shared/connection';
import type { Session } from '../shared/sealed-session';
import { AwaitError } from './await-error';
import { outputOf, UNKNOWN_CODE, type Output, type OutputContext } from './await-output';
import { readParameters, type AwaitParameters } from './await-parameters';
import { awaitSession, type SessionOutcome } from './await-session';
import { findSession } from './find-session';
import { CredentialShelf } from './n8n-credential/credential-shelf';
import { endsBeforeRequest, suspendExecution } from './suspend/suspend-execution';

/** The run that an item is part of. */
export interface ItemRun {
	readonly context: IExecuteFunctions;
	/** A language model reads the output. */
	readonly asTool: boolean;
	/** When the wait began, in milliseconds since the epoch. */
	readonly startedAt: number;
	/** The broker has called: this run goes on where a suspended one ended. */
	readonly woken: boolean;
	/** Ends the wait. */
	readonly signal: AbortSignal;
	readonly connection: () => Promise<Connection>;
	/** Told which session's credential has arrived and is in safe hands. */
	collect(session: PolledSession): void;
}

interface Item {
	readonly run: ItemRun;
	readonly parameters: AwaitParameters;
	readonly connection: Connection;
	readonly session: Session;
	/** When to give up, if before the request's end: milliseconds since the epoch, or Infinity. */
	readonly until: number;
	readonly output: OutputContext;
	/** The item as it leaves, with what came in where that is to be kept. */
	readonly leaving: (output: Output) => Output;
}

/**
 * Waits for one item's credential, as its parameters say.
 * @returns undefined where the execution is suspended
 * @throws AwaitError, BrokerRefusal, BrokerUnavailable, SealedValueError, ConnectionError
 */
export async function awaitItem(run: ItemRun, index: number): Promise<Output | undefined> {
	const { context, asTool } = run;
	const parameters = readParameters(context, index);
	const suspends = parameters.wait === 'suspend' && !asTool && !run.woken;
	if (suspends) assertAlone(context);
	const input = parameters.includeInputData && !asTool ? context.getInputData()[index]?.json : undefined;
	const leaving = ({ output, json }: Output): Output => ({ output, json: { ...input, ...json } });
	const connection = await run.connection();
	const session = await findSession(connection, parameters.from);
	if (session === undefined) return leaving(UNKNOWN_CODE);
	const { target } = parameters;
	const shelf = target && (await CredentialShelf.prepare(context, index, target, session));
	const output = { sealingKey: connection.sealingKey, session, parameters, shelf, asTool };
	const until = run.startedAt + parameters.limitWait;
	const item: Item = { run, parameters, connection, session, until, output, leaving };
	const outcome = suspends ? await suspended(item) : await waited(item, looksOnce(item));
	return outcome && (await finished(item, outcome));
}

function assertAlone(context: IExecuteFunctions): void {
	const { length } = context.getInputData();
	if (length === 1) return;
	throw new AwaitError(
		`Only one request can be waited for in a suspended execution, and ${String(length)} items came in.`,
		'Split them: call a workflow of its own for each item (Execute Sub-workflow, Mode: Run once for each item), or put a Loop Over Items node with Batch Size 1 around this one. Or choose Wait: Until Completed, which waits for all items at once.',
	);
}

/** A model cannot be suspended: it gets how things stand, and asks again. */
function looksOnce({ run, parameters }: Item): boolean {
	return parameters.wait === 'checkOnce' || (parameters.wait === 'suspend' && run.asTool);
}

async function waited(item: Item, once: boolean): Promise<SessionOutcome> {
	const { connection, session, until, run } = item;
	return await awaitSession(connection.broker, session, { once, until, signal: run.signal });
}

/**
 * Looks once, for a person who was faster, and parks the execution where there is something to wait for.
 * @returns undefined where it is parked
 */
async function suspended(item: Item): Promise<SessionOutcome | undefined> {
	const { run, connection, session, until, output, leaving } = item;
	const first = await waited(item, true);
	if (first.kind !== 'pending') return first;
	if (until <= Date.now()) return { kind: 'timeout' };
	const end: SessionOutcome = endsBeforeRequest(session, until)
		? { kind: 'timeout' }
		: { kind: 'expired', detail: 'The broker has not called. Check that it can reach this n8n.' };
	const parked = await suspendExecution(run.context, connection, {
		session,
		startedAt: run.startedAt,
		until,
		atTheEnd: leaving(await outputOf(end, output)),
	});
	return parked ? undefined : await waited(item, true);
}

async function finished({ run, session, output, leaving }: Item, outcome: SessionOutcome): Promise<Output> {
	const answer = leaving(await outputOf(outcome, output));
	// A model's next step may collect once more with the code, in the minute that the broker allows.
	const safe = !run.asTool || output.shelf !== undefined;
	if (outcome.kind === 'received' && safe) run.collect(session);
	return answer;
}
