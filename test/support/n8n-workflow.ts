import type { IDataObject, INode } from 'n8n-workflow';

import type { CredentialStore } from '../../n8n-engine/credentials';
import type { WorkflowFile } from '../../n8n-engine/engine';
import { makeSealingKey } from '../../nodes/shared/derived-keys';

/** Parameters of a node, and its settings where they matter. */
export interface NodeOptions extends Partial<
	Pick<INode, 'typeVersion' | 'onError' | 'retryOnFail' | 'maxTries' | 'waitBetweenTries' | 'disabled'>
> {
	readonly parameters?: IDataObject;
}

const CREDENTIAL_ID = 'linkauth';
/** Versions of node types, where they are not 1. */
const VERSIONS: Readonly<Record<string, number>> = {
	awaitCredential: 2,
	requestCredential: 2,
	httpRequest: 4.2,
	if: 2.2,
	merge: 3,
	set: 3.4,
	splitInBatches: 3,
};

/** A store with the one credential that {@link node} refers to, as a user would have filled it in and used it before. */
export function linkAuthCredential(baseUrl: string, more: IDataObject = {}): CredentialStore {
	return freshCredential(baseUrl, { sealingKey: makeSealingKey(), ...more });
}

/** The same as it is before its first use, which then takes a moment longer. */
export function freshCredential(baseUrl: string, more: IDataObject = {}): CredentialStore {
	return new Map([[CREDENTIAL_ID, { type: 'linkAuthApi', data: { baseUrl, ...more } as never }]]);
}

/** What n8n keeps of that credential now. */
export function storedCredential(store: CredentialStore): IDataObject {
	return store.get(CREDENTIAL_ID)?.data ?? {};
}

/** A node with the LinkAuth API credential. */
export function node(name: string, type: string, { parameters = {}, ...settings }: NodeOptions = {}): INode {
	return {
		id: name,
		name,
		type,
		typeVersion: VERSIONS[type.replace(/^.*\./, '')] ?? 1,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
		credentials: { linkAuthApi: { id: CREDENTIAL_ID, name: 'LinkAuth' } },
		...settings,
	};
}

/** A manual trigger followed by these nodes in a row, each on the first output of the one before. */
export function inARow(...nodes: INode[]): WorkflowFile {
	const all = [node('Start', 'n8n-nodes-base.manualTrigger'), ...nodes];
	return {
		nodes: all,
		connections: Object.fromEntries(
			all
				.slice(1)
				.map(({ name }, index) => [
					all[index]?.name ?? '',
					{ main: [[{ node: name, type: 'main' as const, index: 0 }]] },
				]),
		),
	};
}

/** Where the output of a node leads: names of nodes, and the numbers of output and input where they are not 0. */
export type Wire = readonly [from: string, to: string, output?: number, input?: number];

/** A manual trigger called Start, and these nodes, wired as given. */
export function wired(nodes: readonly INode[], wires: readonly Wire[]): WorkflowFile {
	const connections: WorkflowFile['connections'] = {};
	for (const [from, to, output = 0, index = 0] of wires) {
		const outputs = ((connections[from] ??= {})['main'] ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output]?.push({ node: to, type: 'main', index });
	}
	return { nodes: [node('Start', 'n8n-nodes-base.manualTrigger'), ...nodes], connections };
}

/** A row of wires, each from the first output. */
export function row(...names: string[]): Wire[] {
	return names.slice(1).map((to, index): Wire => [names[index] ?? '', to]);
}

/** A node of this package, by the name of its type. */
export function linkAuthNode(name: string, type: string, parameters: IDataObject): INode {
	return node(name, `n8n-nodes-linkauth.${type}`, { parameters });
}

/** Edit Fields that keeps nothing of what came in, as a chat or mail node does. */
export function dropping(name: string): INode {
	return node(name, 'n8n-nodes-base.set', {
		parameters: { mode: 'raw', jsonOutput: '{"sent":true}', includeOtherFields: false, options: {} },
	});
}

/** Makes an item of each given object, with the Set node. */
export function items(...objects: IDataObject[]): INode[] {
	return [
		node('List', 'n8n-nodes-base.set', {
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ list: objects }), options: {} },
		}),
		node('Items', 'n8n-nodes-base.splitOut', { parameters: { fieldToSplitOut: 'list', options: {} } }),
	];
}

/** Request Credential. */
export function request(parameters: IDataObject = {}, settings: Omit<NodeOptions, 'parameters'> = {}): INode {
	return node('Request Credential', 'n8n-nodes-linkauth.requestCredential', {
		parameters: { displayName: 'ACME', ...parameters },
		...settings,
	});
}

/** Await Credential. */
export function awaiting(
	parameters: IDataObject = {},
	settings: Omit<NodeOptions, 'parameters'> = {},
): INode {
	return node('Await Credential', 'n8n-nodes-linkauth.awaitCredential', { parameters, ...settings });
}

/** HTTP Request with Authentication: Predefined Credential Type, LinkAuth API. */
export function httpRequest(
	url: string,
	parameters: IDataObject = {},
	settings: Omit<NodeOptions, 'parameters'> = {},
): INode {
	return node('HTTP Request', 'n8n-nodes-base.httpRequest', {
		parameters: {
			url,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'linkAuthApi',
			...parameters,
		},
		...settings,
	});
}
