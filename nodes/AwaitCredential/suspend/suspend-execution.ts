import type { IExecuteFunctions } from 'n8n-workflow';

import { BrokerRefusal } from '../../shared/broker-errors';
import { callbackSecretFor } from '../../shared/callback-signature';
import type { Connection } from '../../shared/connection';
import type { Session } from '../../shared/sealed-session';
import { LinkAuthError } from '../../shared/errors';
import { type Output } from '../await-output';
import { OUTPUTS } from '../outputs';
import { callbackAddress, HOW_TO_BE_REACHED } from './callback-address';
import { putToWait } from './suspended-execution';

/**
 * Milliseconds after a request's end at which n8n goes on by itself. The broker reports the end for up to a minute;
 * after that it does not call any more.
 */
const MARGIN = 90_000;

/** What is suspended. */
export interface Suspension {
	readonly session: Session;
	/** Milliseconds since the epoch. */
	readonly startedAt: number;
	/** When the wait is to end, if before the request: milliseconds since the epoch, or Infinity. */
	readonly until: number;
	/** What leaves the node where nobody has called by then. */
	readonly atTheEnd: Output;
}

/** Whether a suspended execution goes on because its own time is up, and not the request's. */
export function endsBeforeRequest(session: Session, until: number): boolean {
	return until < endOfRequest(session);
}

/**
 * Has the broker call when the person has decided, and suspends the execution until then.
 * @returns whether it is suspended; if not, the request is over
 * @throws LinkAuthError where the broker cannot call this n8n; BrokerRefusal, BrokerUnavailable
 */
export async function suspendExecution(
	context: IExecuteFunctions,
	connection: Connection,
	suspension: Suspension,
): Promise<boolean> {
	const { session, startedAt, until, atTheEnd } = suspension;
	assertExecutionOrder(context);
	const address = callbackAddress(context, connection.brokerUrl);
	const secret = await callbackSecretFor(connection.sealingKey, session.id);
	const registered = await connection.broker
		.registerCallback(session, address.href, secret)
		.catch((error: unknown) => {
			throw error instanceof BrokerRefusal ? explained(error, address) : error;
		});
	if (registered === undefined) return false;
	if (!registered.reachable) {
		throw new LinkAuthError(
			`The broker cannot reach this n8n at ${address.origin}, and so could not resume the execution.`,
			HOW_TO_BE_REACHED,
		);
	}
	const [item = { json: {} }] = context.getInputData();
	const outputs = Object.values(OUTPUTS).map((output) =>
		output === atTheEnd.output ? [{ json: atTheEnd.json, pairedItem: { item: 0 } }] : [],
	);
	const date = new Date(Math.min(until, endOfRequest(session)));
	await putToWait(context, { sessionId: session.id, startedAt, item }, date, outputs);
	return true;
}

/** In the execution order of n8n before 1.0, a node is not run again on what it has put aside. */
function assertExecutionOrder(context: IExecuteFunctions): void {
	if (context.getWorkflowSettings().executionOrder === 'v1') return;
	throw new LinkAuthError(
		'This execution cannot be suspended, because the workflow runs in the old order.',
		'Set Execution Order to v1 in the settings of the workflow, or choose Wait: Check Once or Until Completed.',
	);
}

/** Says what a refusal means for somebody who chose Suspend. */
function explained(error: BrokerRefusal, address: URL): unknown {
	switch (error.status) {
		case 400:
		case 403:
			return new LinkAuthError(
				`The broker does not call this n8n at ${address.origin}. ${error.message}`,
				`${HOW_TO_BE_REACHED} Whoever runs the broker can allow the host (LINKAUTH_CALLBACK_ALLOWED_HOSTS).`,
			);
		case 404:
		case 405:
		case 501:
			return new LinkAuthError(
				'This broker cannot call, and so could not resume the execution.',
				'Choose Wait: Check Once with a Wait node in a loop, or Until Completed; or use a broker that has PATCH /v1/sessions.',
			);
		default:
			return error;
	}
}

function endOfRequest(session: Session): number {
	return Date.parse(session.expiresAt) + MARGIN;
}
