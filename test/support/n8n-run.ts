import type { IDataObject } from 'n8n-workflow';

import {
	Engine,
	type Execution,
	type ExecutionOptions,
	type RunningExecution,
	type WorkflowFile,
} from '../../n8n-engine/engine';
import { REPOSITORY } from './repository';

/** What Request Credential gave for an item. */
export interface Asked {
	readonly url: string;
	readonly code: string;
	readonly verificationUri: string;
	readonly expiresAt: string;
	readonly message: string;
	readonly session: string;
}

/** What the people do who are asked, by item. Failures of theirs fail the test. */
export type People = (asked: Asked, index: number) => Promise<unknown>;

let shared: Engine | undefined;

/** n8n's engine with the built package: one for all tests of a file, because loading it takes a while. */
export function engine(): Engine {
	shared ??= new Engine(REPOSITORY);
	return shared;
}

/** Starts a workflow with Request Credential in it, and lets people act on what they are asked. */
export function startWithPeople(
	workflow: WorkflowFile,
	options: Omit<ExecutionOptions, 'onNode'>,
	people: People,
	on = engine(),
): RunningExecution {
	const requests = workflow.nodes.filter(({ type }) => type.endsWith('.requestCredential'));
	const acts: Promise<unknown>[] = [];
	const failures: unknown[] = [];
	const running = on.start(workflow, {
		...options,
		onNode: (name, task) => {
			if (!requests.some((node) => node.name === name)) return;
			const items = task.data?.['main']?.[0] ?? [];
			const act = async (asked: Asked, index: number) => {
				await people(asked, index).catch((error: unknown) => {
					failures.push(error);
					running.cancel();
				});
			};
			acts.push(...items.map(({ json }, index) => act(json as unknown as Asked, index)));
		},
	});
	const finished = running.finished.then(async (execution) => {
		await Promise.all(acts);
		for (const failure of failures) throw failure;
		return execution;
	});
	return { ...running, finished };
}

/** {@link startWithPeople}, to its end. */
export async function runWithPeople(
	workflow: WorkflowFile,
	options: Omit<ExecutionOptions, 'onNode'>,
	people: People = () => Promise.resolve(),
	on = engine(),
): Promise<Execution> {
	return await startWithPeople(workflow, options, people, on).finished;
}

/** The fields of the items that a node gave on an output. */
export function json(execution: Execution, node: string, output = 0): IDataObject[] {
	return execution.output(node, output).map((item) => item.json);
}

/** A text field of the first item that a node gave on an output; empty where there is none. */
export function text(execution: Execution, node: string, field: string, output = 0): string {
	const value = json(execution, node, output)[0]?.[field];
	return typeof value === 'string' ? value : '';
}

/** What went wrong in an execution, in the words that n8n shows. */
export function failure(execution: Execution): string {
	const { message = 'nothing', description = '' } = (execution.error ?? {}) as {
		message?: string;
		description?: string | null;
	};
	return `${message} | ${description ?? ''}`;
}
