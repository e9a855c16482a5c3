import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { textOf } from '../../../nodes/shared/text-of';
import { inRepository } from '../../support/repository';
import { execution, executionsOf, type StoredExecution } from './executions';
import type { WorkflowFile } from './public-api';
import type { Testbed } from './testbed';

/** What a user fills in before a workflow of workflows/ does something for them. */
export interface FilledIn {
	/** Ids of credentials, by type; the LinkAuth API credential is always filled in. */
	readonly credentials?: Readonly<Record<string, string>>;
	/** Parameters, by the node's name; an object is merged into what is there. */
	readonly parameters?: Readonly<Record<string, IDataObject>>;
	/** Nodes that are deleted. */
	readonly without?: readonly string[];
	/** Nodes that are put in, each with the connection that leads from it. */
	readonly add?: readonly { readonly node: IDataObject; readonly to: string; readonly as: string }[];
}

/** A workflow of workflows/ in n8n, filled in. */
export interface Example {
	readonly id: string;
	readonly file: WorkflowFile;
	/** Runs it as the editor’s button does, and gives the execution’s id. */
	run(trigger?: string): Promise<string>;
}

/** Saves a workflow of workflows/ as its user would have completed it: its service is the testbed’s. */
export async function example(testbed: Testbed, name: string, filledIn: FilledIn = {}): Promise<Example> {
	const file = exampleFile(name, filledIn, testbed);
	const id = await testbed.n8n.api.createWorkflow(file);
	return { id, file, run: (trigger = 'Start') => run(testbed, id, trigger) };
}

function exampleFile(name: string, filledIn: FilledIn, { service, credential }: Testbed): WorkflowFile {
	const text = readFileSync(inRepository('workflows', name), 'utf8')
		.replaceAll('https://api.example.com', service.url)
		.replaceAll('api.example.com', '127.0.0.1');
	const file = JSON.parse(text) as WorkflowFile;
	const ids = { linkAuthApi: credential, ...filledIn.credentials };
	const { without = [], add = [] } = filledIn;
	const nodes = file.nodes
		.filter(({ name: node }) => !without.includes(textOf(node)))
		.map((node) => completed(node, ids, filledIn.parameters?.[textOf(node['name'])] ?? {}));
	const connections = bridged(file.connections, without);
	for (const { node, to, as } of add) {
		nodes.push(node);
		connections[textOf(node['name'])] = { [as]: [[{ node: to, type: as, index: 0 }]] };
	}
	// So that a test sees what an execution under way has given.
	const settings = { ...file.settings, saveExecutionProgress: true };
	return { ...file, nodes, connections, settings };
}

function completed(node: IDataObject, ids: Readonly<Record<string, string>>, more: IDataObject): IDataObject {
	const parameters = { ...(node['parameters'] as IDataObject) };
	for (const [key, value] of Object.entries(more)) parameters[key] = merged(parameters[key], value);
	// A model's is not named in the file: n8n runs nothing of a workflow that names one which is not there.
	const model = node['type'] === '@n8n/n8n-nodes-langchain.lmChatOpenAi' ? ['openAiApi'] : [];
	const asked = [...Object.keys((node['credentials'] ?? {}) as IDataObject), ...model];
	// What is switched off until there is an account for it.
	const switchedOn = { ...node, disabled: false };
	const credentials = Object.fromEntries(asked.map((type) => [type, { id: ids[type], name: type }]));
	return {
		...switchedOn,
		parameters,
		...(asked.length > 0 && { credentials }),
		// The editor gives a pasted node an address of its own as well.
		...(node['webhookId'] !== undefined && { webhookId: randomUUID() }),
	};
}

function merged(old: IDataObject[string], value: IDataObject[string]): IDataObject[string] {
	const objects = [old, value].every(
		(each) => typeof each === 'object' && each !== null && !Array.isArray(each),
	);
	return objects ? { ...(old as IDataObject), ...(value as IDataObject) } : value;
}

interface Target {
	readonly node: string;
}

/** The connections as the editor leaves them when a node is deleted: what came in goes to what followed. */
function bridged(connections: IDataObject, without: readonly string[]): IDataObject {
	const all = connections as Record<string, { main?: Target[][] }>;
	const after = (target: Target): Target[] =>
		without.includes(target.node) ? (all[target.node]?.main?.[0] ?? []).flatMap(after) : [target];
	const kept = Object.entries(all).filter(([from]) => !without.includes(from));
	return Object.fromEntries(
		kept.map(([from, { main, ...others }]) => [
			from,
			{ ...others, ...(main && { main: main.map((targets) => targets.flatMap(after)) }) },
		]),
	);
}

async function run({ n8n }: Testbed, id: string, trigger: string): Promise<string> {
	const workflowData = await n8n.session.call('GET', `/workflows/${id}`);
	const started = await n8n.session.call('POST', `/workflows/${id}/run`, {
		// n8n 1 runs what it is sent, n8n 2 what it has stored.
		workflowData,
		triggerToStartFrom: { name: trigger },
	});
	return (started as { readonly executionId: string }).executionId;
}

/** An execution as soon as it is in one of these states. @throws with all of it, where that takes too long */
export async function reached(
	{ n8n }: Pick<Testbed, 'n8n'>,
	id: string,
	statuses: readonly string[] = ['success', 'error', 'crashed', 'canceled'],
	{ within = 60_000 } = {},
): Promise<StoredExecution> {
	const until = Date.now() + within;
	for (;;) {
		const found = await execution(n8n.session, id);
		if (statuses.includes(found.status)) return found;
		if (Date.now() > until) throw new Error(`not ${statuses.join(' or ')}: ${JSON.stringify(found)}`);
		await sleep(200);
	}
}

/** The fields of an item that are texts. */
export type Texts = Readonly<Partial<Record<string, string>>>;

/** Waits until a node has given something in an execution, and gives what of it is text, item by item. */
export async function given(
	{ n8n }: Pick<Testbed, 'n8n'>,
	id: string,
	node: string,
): Promise<readonly Texts[]> {
	for (;;) {
		const { data, status } = await execution(n8n.session, id);
		const items = data.resultData.runData[node]?.at(-1)?.data?.['main']?.[0] ?? [];
		if (items.length > 0) return items.map(({ json }) => texts(json));
		if (['success', 'error', 'crashed', 'canceled'].includes(status)) {
			throw new Error(`${node} gave nothing: ${JSON.stringify(data.resultData)}`);
		}
		await sleep(200);
	}
}

function texts(json: IDataObject): Texts {
	return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, textOf(value)]));
}

/** All executions of a workflow, with their data, as text to search. */
export async function everythingExecuted({ n8n }: Pick<Testbed, 'n8n'>, workflow: string): Promise<string> {
	const all = await executionsOf(n8n.session, workflow);
	const whole = await Promise.all(all.map(({ id }) => execution(n8n.session, id)));
	return JSON.stringify(whole);
}
