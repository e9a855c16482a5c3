import type {
	ExecutionError,
	IConnections,
	INode,
	INodeExecutionData,
	INodeType,
	IRun,
	IRunData,
	ITaskData,
	IWorkflowBase,
	IWorkflowSettings,
} from 'n8n-workflow';

import { testCredential, type CredentialTestResult } from './credential-test';
import { EngineCredentials, type CredentialStore } from './credentials';
import { loadEngineModules, type EngineModules } from './modules';
import { EngineNodeTypes } from './node-types';

/** A workflow as n8n exports it. */
export interface WorkflowFile {
	readonly name?: string;
	readonly nodes: INode[];
	readonly connections: IConnections;
	readonly settings?: IWorkflowSettings;
}

/** How an execution ended. */
export interface Execution {
	/** n8n's own word: `success`, `error`, `canceled`. */
	readonly status: string;
	/** What stopped it, as n8n keeps it. */
	readonly error: ExecutionError | undefined;
	readonly runData: IRunData;
	/** The whole execution as n8n would store it. */
	readonly stored: string;
	/** What a node gave on an output, counted from 0; nothing where it did not run. */
	output(node: string, output?: number): INodeExecutionData[];
}

/** An execution that is under way. */
export interface RunningExecution {
	readonly finished: Promise<Execution>;
	/** What n8n does when somebody presses Stop. */
	cancel(): void;
}

/** What an execution needs besides its workflow. */
export interface ExecutionOptions {
	readonly credentials: CredentialStore;
	/** `manual` as from the editor, `trigger` as an active workflow. Default `manual`. */
	readonly mode?: 'manual' | 'trigger';
	/** Called as each node finishes. */
	readonly onNode?: (name: string, task: ITaskData) => void;
	/** Called with what n8n shows in the editor while a node runs. */
	readonly onMessage?: (message: unknown) => void;
}

/** n8n's real engine (n8n-core) with the built package. */
export class Engine {
	private readonly modules: EngineModules;
	private readonly nodeTypes: EngineNodeTypes;
	private executions = 0;

	/**
	 * @param root the repository, with the package built and n8n-engine/ installed
	 * @param extra node types besides n8n's own and the package's, by full name
	 */
	constructor(root: string, extra: Readonly<Record<string, INodeType>> = {}) {
		this.modules = loadEngineModules(root);
		this.nodeTypes = new EngineNodeTypes(this.modules, root, extra);
	}

	/** Starts a workflow at its trigger. */
	start(file: WorkflowFile, options: ExecutionOptions): RunningExecution {
		const { core, workflow: n8n } = this.modules;
		const mode = options.mode ?? 'manual';
		const executionId = String((this.executions += 1));
		const data: IWorkflowBase = {
			id: 'workflow',
			name: file.name ?? 'Workflow',
			active: false,
			isArchived: false,
			activeVersionId: null,
			createdAt: new Date(),
			updatedAt: new Date(),
			nodes: structuredClone(file.nodes),
			connections: structuredClone(file.connections),
			settings: { executionOrder: 'v1', ...file.settings },
		};
		const hooks = new core.ExecutionLifecycleHooks(mode, executionId, data);
		hooks.addHandler('nodeExecuteAfter', (name: string, task: ITaskData) => options.onNode?.(name, task));
		const additionalData = {
			executionId,
			hooks,
			credentialsHelper: this.credentials(options.credentials),
			currentNodeExecutionIndex: 0,
			webhookWaitingBaseUrl: 'http://localhost:5678/webhook-waiting',
			restApiUrl: 'http://localhost:5678/rest',
			instanceBaseUrl: 'http://localhost:5678/',
			variables: {},
			formWaitingBaseUrl: 'http://localhost:5678/form-waiting',
			webhookBaseUrl: 'http://localhost:5678/webhook',
			webhookTestBaseUrl: 'http://localhost:5678/webhook-test',
			sendDataToUI: (_: string, message: unknown) => options.onMessage?.(message),
			setExecutionStatus: () => undefined,
			logAiEvent: () => undefined,
		};
		const workflow = new n8n.Workflow({ ...data, nodeTypes: this.nodeTypes, settings: data.settings ?? {} });
		const run = new core.WorkflowExecute(additionalData, mode).run({ workflow });
		return {
			finished: run.then((result) => this.execution(result)),
			cancel: () => {
				run.cancel();
			},
		};
	}

	/** Runs a workflow to its end. */
	async run(file: WorkflowFile, options: ExecutionOptions): Promise<Execution> {
		return await this.start(file, options).finished;
	}

	/** Tests a credential as n8n does when it is saved. */
	async testCredential(type: string, store: CredentialStore): Promise<CredentialTestResult> {
		return await testCredential(this.modules, this.nodeTypes, this.credentials(store), type, store);
	}

	private credentials(store: CredentialStore): EngineCredentials {
		return new EngineCredentials(this.modules, this.nodeTypes.credentialTypes(), store);
	}

	private execution(run: IRun): Execution {
		const { runData, error } = run.data.resultData;
		return {
			status: run.status,
			error,
			runData,
			stored: this.modules.stringify(run.data),
			output: (node, output = 0) => runData[node]?.at(-1)?.data?.['main']?.[output] ?? [],
		};
	}
}
