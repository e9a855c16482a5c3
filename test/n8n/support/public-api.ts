import type { IDataObject } from 'n8n-workflow';

/** A workflow as its file has it. */
export interface WorkflowFile {
	readonly name: string;
	readonly nodes: readonly IDataObject[];
	readonly connections: IDataObject;
	readonly settings?: IDataObject;
}

/** n8n's public interface, `/api/v1`, with a key that may do everything. */
export class N8nApi {
	constructor(
		private readonly url: string,
		private readonly key: string,
	) {}

	/** @returns its id */
	async createWorkflow({ name, nodes, connections, settings }: WorkflowFile): Promise<string> {
		const made = await this.call('POST', '/workflows', {
			name,
			nodes,
			connections,
			settings: settings ?? { executionOrder: 'v1' },
		});
		return (made as { readonly id: string }).id;
	}

	/** Lets its triggers listen, in a moment. */
	async activate(workflow: string): Promise<void> {
		await this.call('POST', `/workflows/${workflow}/activate`);
	}

	/** Calls `/api/v1…`. @throws where n8n refuses */
	async call(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await fetch(`${this.url}/api/v1${path}`, {
			method,
			headers: { 'content-type': 'application/json', 'x-n8n-api-key': this.key },
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text}`);
		return text === '' ? undefined : (JSON.parse(text) as unknown);
	}
}
