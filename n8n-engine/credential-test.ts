import type { ICredentialTestRequestData, INode, INodeType } from 'n8n-workflow';

import type { CredentialStore, EngineCredentials } from './credentials';
import type { EngineModules } from './modules';
import type { EngineNodeTypes } from './node-types';

/** What n8n shows after a test. */
export interface CredentialTestResult {
	readonly status: 'OK' | 'Error';
	readonly message: string;
}

interface TestError {
	readonly message: string;
	readonly cause?: {
		readonly code?: string;
		readonly response?: { readonly status: number; readonly statusText?: string };
	};
}

/**
 * Makes the request that a credential type declares as its test, and judges the answer by its rules: what n8n
 * 2.41 does (CredentialsTester), in its engine's RoutingNode, without its database.
 */
export async function testCredential(
	modules: EngineModules,
	nodeTypes: EngineNodeTypes,
	helper: EngineCredentials,
	type: string,
	store: CredentialStore,
): Promise<CredentialTestResult> {
	const credentialType = nodeTypes.credentialTypes().get(type);
	const entry = [...store].find(([, stored]) => stored.type === type);
	if (credentialType?.test === undefined || entry === undefined) throw new Error(`${type} has no test.`);
	const [id] = entry;
	const details = { id, name: type };
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [type]: details },
	};
	const nodeType = withRequest(nodeTypes, type, credentialType.test);
	const registry = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const { Workflow, createEmptyRunExecutionData } = modules.workflow;
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes: registry });
	const additionalData = { credentialsHelper: helper, currentNodeParameters: node.parameters };
	const data = await helper.getDecrypted(additionalData as never, details, type, 'internal');
	const context = new modules.core.ExecuteContext(
		workflow,
		node,
		{ ...additionalData, webhookWaitingBaseUrl: 'http://localhost', formWaitingBaseUrl: 'http://localhost' },
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	await workflow.expression.acquireIsolate();
	try {
		await new modules.core.RoutingNode(context, nodeType, { ...details, type, data }).runNode();
		return { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		return { status: 'Error', message: judged(error as TestError, credentialType.test) };
	} finally {
		await workflow.expression.releaseIsolate();
	}
}

function withRequest(
	nodeTypes: EngineNodeTypes,
	type: string,
	test: ICredentialTestRequestData['testRequest'],
): INodeType {
	const { description } = nodeTypes.getByNameAndVersion('n8n-nodes-base.noOp');
	return {
		description: {
			...description,
			credentials: [{ name: type, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					default: '',
					routing: { request: test.request },
				},
			],
		},
	};
}

function judged({ message, cause }: TestError, test: ICredentialTestRequestData['testRequest']): string {
	const status = cause?.response?.status;
	if (status === undefined) return cause?.code ?? message;
	const rule = test.rules?.find(
		({ type, properties }) => type === 'responseCode' && properties.value === status,
	);
	return (
		rule?.properties.message ?? cause?.response?.statusText ?? `Received HTTP status code: ${String(status)}`
	);
}
