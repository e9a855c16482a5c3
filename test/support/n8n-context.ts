import type { IDataObject, IExecuteFunctions, IHttpRequestOptions, INodeExecutionData } from 'n8n-workflow';
import { makeSealingKey } from '../../nodes/shared/derived-keys';

/** What n8n knows when it runs a node. */
export interface NodeRun {
	/** The node's parameters by name, the same for every item unless it is a function of the item's index. */
	readonly parameters?: Readonly<Record<string, unknown>> | ((itemIndex: number) => Record<string, unknown>);
	readonly items?: readonly IDataObject[];
	/** The fields of the node's credentials by type; LinkAuth API is at `https://broker.example` unless it is here. */
	readonly credentials?: Readonly<Record<string, IDataObject>>;
	/** Answers the node's HTTP requests as a server would, with n8n's full response; or throws what n8n would. */
	readonly answer?: (request: IHttpRequestOptions) => unknown;
	readonly continueOnFail?: boolean;
	/** The node's type, without the package. */
	readonly type?: string;
	/** `{{ $execution.resumeUrl }}` */
	readonly resumeUrl?: unknown;
	readonly executionOrder?: string;
	readonly cancelled?: AbortSignal;
}

/** The context of a node run in the test's own process, and what the node did with it. */
export interface NodeRunContext {
	readonly context: IExecuteFunctions;
	/** The HTTP requests that the node has made. */
	readonly requests: IHttpRequestOptions[];
	/** Until when the execution was put to wait. */
	readonly waitsUntil: Date[];
	/** The node's own part of the context data. */
	readonly memory: IDataObject;
	/** What n8n keeps to run the node again. */
	readonly executeData: { data: Record<string, unknown>; metadata?: unknown };
	readonly sealingKey: string;
}

/** The part of n8n's context that the nodes use, for logic that needs neither n8n's engine nor a network. */
export function nodeContext(run: NodeRun = {}): NodeRunContext {
	const sealingKey = makeSealingKey();
	const requests: IHttpRequestOptions[] = [];
	const waitsUntil: Date[] = [];
	const memory: IDataObject = {};
	const shared: IDataObject = {};
	const executeData = { data: {} };
	const input: INodeExecutionData[] = (run.items ?? [{}]).map((json) => ({ json }));
	const credentials: Readonly<Record<string, IDataObject>> = {
		linkAuthApi: { baseUrl: 'https://broker.example', sealingKey },
		...run.credentials,
	};
	const context = {
		getInputData: () => input,
		getNodeParameter: (name: string, itemIndex: number, fallback?: unknown) => {
			const { parameters = {} } = run;
			const values = typeof parameters === 'function' ? parameters(itemIndex) : parameters;
			return name in values ? values[name] : fallback;
		},
		getCredentials: (type: string) => Promise.resolve({ ...credentials[type] }),
		getNode: () => ({ name: 'Node', type: `n8n-nodes-linkauth.${run.type ?? 'awaitCredential'}` }),
		continueOnFail: () => run.continueOnFail === true,
		getExecutionCancelSignal: () => run.cancelled,
		getContext: (part: string) => (part === 'flow' ? shared : memory),
		getParentNodes: () => [],
		getExecuteData: () => executeData,
		getWorkflowSettings: () => ({ executionOrder: run.executionOrder ?? 'v1' }),
		evaluateExpression: () => run.resumeUrl,
		putExecutionToWait: (until: Date) => {
			waitsUntil.push(until);
			return Promise.resolve();
		},
		helpers: {
			httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) => {
				requests.push(request);
				return await run.answer?.(request);
			},
		},
	};
	return {
		context: context as unknown as IExecuteFunctions,
		requests,
		waitsUntil,
		memory,
		executeData,
		sealingKey,
	};
}

/** An answer as n8n gives it where the full response is asked for. */
export function answered(statusCode: number, body: unknown = {}, headers: object = {}): object {
	return { statusCode, body, headers };
}
