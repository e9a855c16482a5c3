import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { PolledSession } from '../shared/broker-client';
import { connect } from '../shared/connection';
import { nodeError } from '../shared/node-errors';
import { once } from '../shared/once';
import { OUTPUTS, outputOf, UNKNOWN_CODE, type Output } from './await-output';
import { readParameters, type AwaitParameters } from './await-parameters';
import { awaitSession } from './await-session';
import { findSession } from './find-session';

/** What leaves the node for an item. */
export interface Answer {
	readonly output: Output['output'];
	readonly data: INodeExecutionData;
}

/** One run of Await Credential: all its items wait side by side, and end together when the run does. */
export class AwaitRun {
	private readonly startedAt = Date.now();
	private readonly stopping = new AbortController();
	private readonly cancelled: AbortSignal | undefined;
	private readonly signal: AbortSignal;
	private readonly collected: PolledSession[] = [];
	private readonly connection = once(() => connect(this.context));

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly asTool: boolean,
	) {
		this.cancelled = context.getExecutionCancelSignal();
		this.signal =
			this.cancelled === undefined
				? this.stopping.signal
				: AbortSignal.any([this.cancelled, this.stopping.signal]);
	}

	/**
	 * Waits for all items; the first that fails ends the wait for the others.
	 * @returns the answers in the order of the items, or none where the execution was cancelled: n8n then says so
	 * @throws NodeApiError or NodeOperationError, unless the node is to continue on failure
	 */
	async answers(): Promise<Answer[]> {
		const items = this.context.getInputData();
		const answers = await Promise.all(items.map((_, index) => this.item(index)))
			.catch((error: unknown) => {
				if (this.cancelled?.aborted) return [];
				throw error;
			})
			.finally(() => {
				this.stopping.abort();
			});
		await this.acknowledge();
		return answers;
	}

	private async item(index: number): Promise<Answer> {
		const answer = await this.answer(index).catch((error: unknown) => {
			if (this.signal.aborted) throw error;
			const shown = nodeError(this.context.getNode(), error, index);
			if (!this.context.continueOnFail()) throw shown;
			return { output: OUTPUTS.expired, json: { error: shown.message }, error: shown };
		});
		const { output, ...data } = answer;
		return { output, data: { ...data, pairedItem: { item: index } } };
	}

	/**
	 * Tells the broker what has arrived. Not before all items are done: a run that fails may be repeated, and
	 * finds what it had collected.
	 */
	private async acknowledge(): Promise<void> {
		// A model's next step may collect once more with the code, in the minute that the broker allows.
		if (this.asTool || this.collected.length === 0) return;
		const { broker } = await this.connection();
		await Promise.all(this.collected.map((session) => broker.acknowledge(session)));
	}

	private async answer(index: number): Promise<Output> {
		const parameters = readParameters(this.context, index);
		const { output, json } = await this.outputFor(parameters);
		const keepInput = parameters.includeInputData && !this.asTool;
		const input = keepInput ? this.context.getInputData()[index]?.json : undefined;
		return { output, json: { ...input, ...json } };
	}

	private async outputFor(parameters: AwaitParameters): Promise<Output> {
		const connection = await this.connection();
		const session = await findSession(connection, parameters.from);
		if (session === undefined) return UNKNOWN_CODE;
		const outcome = await awaitSession(connection.broker, session, {
			once: parameters.once,
			until: this.startedAt + parameters.limitWait,
			signal: this.signal,
		});
		if (outcome.kind === 'received') this.collected.push(session);
		const { asTool } = this;
		return await outputOf(outcome, { sealingKey: connection.sealingKey, session, parameters, asTool });
	}
}
