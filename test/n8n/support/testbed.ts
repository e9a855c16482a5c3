import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INode } from 'n8n-workflow';
import { startBroker, type RunningBroker } from '../../support/broker';
import { startEcho, type EchoServer } from '../../support/echo-server';
import { inARow } from '../../support/n8n-workflow';
import { leftBy, reaches, type StoredExecution } from './executions';
import type { WorkflowFile } from './public-api';
import { startN8n, type N8nOptions, type RunningN8n } from './n8n';

/** Name of the LinkAuth API credential that every testbed has. */
export const CREDENTIAL = 'LinkAuth';

/** A real n8n, a real broker, and a service that needs a credential. */
export interface Testbed {
	readonly n8n: RunningN8n;
	readonly broker: RunningBroker;
	readonly service: EchoServer;
	/** The id of the LinkAuth API credential, which leads to the broker. */
	readonly credential: string;
	/** Saves a workflow with this testbed's credentials in its nodes. @returns its id */
	create(workflow: WorkflowFile): Promise<string>;
	/** Publishes a workflow with this testbed's credentials in its nodes. */
	publish(workflow: WorkflowFile): Promise<Published>;
	stop(): Promise<void>;
}

/** A workflow whose triggers listen. */
export interface Published {
	readonly id: string;
	/** Calls its webhook, and gives what it answers: one run of the workflow. */
	start(body?: IDataObject): Promise<Response>;
}

/** What Request Credential gave in an execution that is still under way. */
export interface Asked {
	readonly execution: string;
	readonly url: string;
	readonly code: string;
}

/** Starts everything. */
export async function startTestbed(
	options: N8nOptions & { readonly broker?: Readonly<Record<string, string>> } = {},
): Promise<Testbed> {
	const [n8n, broker, service] = await Promise.all([
		startN8n(options),
		startBroker(options.broker),
		startEcho(),
	]);
	const credential = await n8n.session.createCredential('linkAuthApi', CREDENTIAL, {
		baseUrl: broker.url,
		apiKey: '',
	});
	const create = (workflow: WorkflowFile) => n8n.api.createWorkflow(withCredential(workflow, credential));
	return {
		n8n,
		broker,
		service,
		credential,
		create,
		publish: async (workflow) => {
			const id = await create(workflow);
			await n8n.api.activate(id);
			const path = workflow.nodes.find(({ type }) => type === WEBHOOK)?.['parameters'] as
				{ readonly path?: string } | undefined;
			return {
				id,
				start: (body = {}) => call(`${n8n.url}/webhook/${path?.path ?? ''}`, body),
			};
		},
		stop: async () => {
			await Promise.all([n8n.stop(), broker.stop(), service.stop()]);
		},
	};
}

const WEBHOOK = 'n8n-nodes-base.webhook';

/** A webhook followed by these nodes in a row, each on the first output of the one before. */
export function onWebhook(...nodes: INode[]): WorkflowFile {
	const { connections, nodes: all } = inARow(...nodes);
	const webhookId = randomUUID();
	const start: INode = {
		id: 'Start',
		name: 'Start',
		type: WEBHOOK,
		typeVersion: 2,
		position: [0, 0],
		webhookId,
		parameters: { path: webhookId, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
	};
	return {
		name: `Test ${webhookId.slice(0, 8)}`,
		nodes: [start, ...all.slice(1)] as unknown as IDataObject[],
		connections: connections,
		settings: { executionOrder: 'v1', saveExecutionProgress: true },
	};
}

/** Waits until a workflow's latest execution has asked somebody, and gives what they were sent. */
export async function asked(
	{ n8n }: Testbed,
	workflow: string,
	statuses = ['running', 'waiting'],
): Promise<Asked> {
	for (;;) {
		const execution = await reaches(n8n.session, workflow, statuses);
		const [item] = leftBy(execution, 'Request Credential');
		if (item) return { execution: execution.id, ...(item.json as unknown as Omit<Asked, 'execution'>) };
	}
}

/** All of an execution as text, to search. */
export function textOf(execution: StoredExecution): string {
	return JSON.stringify(execution);
}

/** Calls a webhook; one that was published a moment ago may not listen yet. */
async function call(url: string, body: IDataObject): Promise<Response> {
	for (let tries = 1; ; tries += 1) {
		const response = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (response.status !== 404 || tries === 50) return response;
		await sleep(200);
	}
}

function withCredential(workflow: WorkflowFile, id: string): WorkflowFile {
	const nodes = workflow.nodes.map((node) => {
		const credentials = node['credentials'] as IDataObject | undefined;
		if (credentials?.['linkAuthApi'] === undefined) return node;
		return { ...node, credentials: { ...credentials, linkAuthApi: { id, name: CREDENTIAL } } };
	});
	return { ...workflow, nodes };
}
