import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { PolledSession } from '../shared/broker-client';
import { connectionOf, type Connection } from '../shared/connection';
import { nodeError } from '../shared/node-errors';
import { awaitItem, type ItemRun } from './await-item';
import { type Output } from './await-output';
import { OUTPUTS } from './outputs';
import { resumedExecution } from './suspend/suspended-execution';

/** What leaves the node for an item. */
export interface Answer {
	readonly output: Output['output'];
	readonly data: INodeExecutionData;
}

/** One run of Await Credential: all its items wait side by side, and end together when the run does. */
export class AwaitRun implements ItemRun {
	readonly startedAt: number;
	readonly resumed: boolean;
	readonly signal: AbortSignal;
	readonly connection: () => Promise<Connection>;
	private readonly stopping = new AbortController();
	private readonly cancelled: AbortSignal | undefined;
	private readonly collected: PolledSession[] = [];

	constructor(
		readonly context: IExecuteFunctions,
		readonly asTool: boolean,
	) {
		this.connection = connectionOf(context);
		const suspended = resumedExecution(context);
		this.resumed = suspended !== undefined;
		this.startedAt = suspended?.startedAt ?? Date.now();
		this.cancelled = context.getExecutionCancelSignal();
		this.signal =
			this.cancelled === undefined
				? this.stopping.signal
				: AbortSignal.any([this.cancelled, this.stopping.signal]);
	}

	/**
	 * Waits for all items; the first that fails ends the wait for the others.
	 * @returns the answers in the order of the items; none for an item that is suspended, or where the execution was
	 * cancelled: n8n then says so
	 * @throws NodeApiError or NodeOperationError, unless the node is to continue on failure
	 */
	async answers(): Promise<Answer[]> {
		return await this.all()
			.catch((error: unknown): Answer[] => {
				if (this.cancelled?.aborted) return [];
				throw error;
			})
			.finally(() => {
				this.stopping.abort();
			});
	}

	acknowledgeLater(session: PolledSession): void {
		this.collected.push(session);
	}

	private async all(): Promise<Answer[]> {
		const items = this.context.getInputData();
		const answers = await Promise.all(items.map((_, index) => this.item(index)));
		await this.acknowledge();
		return answers.filter((answer) => answer !== undefined);
	}

	private async item(index: number): Promise<Answer | undefined> {
		const answer = await awaitItem(this, index).catch((error: unknown) => {
			if (this.signal.aborted) throw error;
			const shown = nodeError(this.context.getNode(), error, index);
			if (!this.context.continueOnFail()) throw shown;
			return { output: OUTPUTS.expired, json: { error: shown.message }, error: shown };
		});
		if (answer === undefined) return undefined;
		const { output, ...data } = answer;
		return { output, data: { ...data, pairedItem: { item: index } } };
	}

	/**
	 * Tells the broker what has arrived, so that it deletes it. Only when all items are done: a run that fails or is
	 * stopped may be repeated, and then collects the same once more.
	 */
	private async acknowledge(): Promise<void> {
		if (this.collected.length === 0) return;
		const { broker } = await this.connection();
		await Promise.all(this.collected.map((session) => broker.acknowledge(session)));
	}
}
