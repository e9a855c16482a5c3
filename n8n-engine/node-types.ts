import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { ICredentialType, INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';

import type { EngineModules } from './modules';

const PACKAGE = 'n8n-nodes-linkauth';

interface Manifest {
	readonly n8n: { readonly nodes: readonly string[]; readonly credentials: readonly string[] };
}

/** n8n's registry of node types: its own nodes, and the ones that the package's manifest lists. */
export class EngineNodeTypes implements INodeTypes {
	private readonly manifest: Manifest;
	private readonly loaded = new Map<string, INodeType | IVersionedNodeType>();

	/** @param extra node types besides, by full name */
	constructor(
		private readonly modules: EngineModules,
		private readonly root: string,
		extra: Readonly<Record<string, INodeType>> = {},
	) {
		const text = readFileSync(path.join(root, 'package.json'), 'utf8');
		this.manifest = JSON.parse(text) as Manifest;
		for (const [name, type] of Object.entries(extra)) this.loaded.set(name, type);
	}

	getByName(name: string): INodeType | IVersionedNodeType {
		let type = this.loaded.get(name);
		if (type === undefined) {
			type = this.load(name);
			this.loaded.set(name, type);
		}
		return type;
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		return this.modules.workflow.NodeHelpers.getVersionedNodeType(this.getByName(name), version);
	}

	getKnownTypes(): Record<string, never> {
		return {};
	}

	/** The package's credential types, by name. */
	credentialTypes(): ReadonlyMap<string, ICredentialType> {
		const types = this.manifest.n8n.credentials.map(
			(file) => instance(this.modules.fromPackage(file)) as ICredentialType,
		);
		return new Map(types.map((type) => [type.name, type]));
	}

	private load(name: string): INodeType | IVersionedNodeType {
		const [source = '', short = ''] = name.split('.');
		// n8n makes the tool of a node out of it, under a name of its own.
		if (short.endsWith('Tool')) return this.asTool(name.slice(0, -'Tool'.length));
		if (source === PACKAGE) return this.fromManifest(short);
		const known = this.known()[short];
		if (source !== 'n8n-nodes-base' || known === undefined) throw new Error(`There is no node type ${name}.`);
		return instance(this.modules.fromNodesBase(known.sourcePath)) as INodeType | IVersionedNodeType;
	}

	private fromManifest(short: string): INodeType {
		const types = this.manifest.n8n.nodes.map(
			(file) => instance(this.modules.fromPackage(file)) as INodeType,
		);
		const found = types.find((type) => type.description.name === short);
		if (found === undefined) throw new Error(`The manifest lists no node ${short}.`);
		return found;
	}

	private asTool(name: string): INodeType {
		const node = this.getByNameAndVersion(name);
		if (node.description.usableAsTool !== true) throw new Error(`${name} cannot be used as a tool.`);
		return Object.create(node, {
			description: { value: { ...node.description, inputs: [], outputs: ['ai_tool'] } },
		}) as INodeType;
	}

	private known(): Readonly<Record<string, { readonly sourcePath: string }>> {
		const file = path.join(this.root, 'n8n-engine/node_modules/n8n-nodes-base/dist/known/nodes.json');
		return JSON.parse(readFileSync(file, 'utf8')) as Record<string, { sourcePath: string }>;
	}
}

/** The one class that a node or credential file exports, made. */
function instance(module: Readonly<Record<string, unknown>>): unknown {
	const exported = Object.values(module).find((value) => typeof value === 'function');
	return new (exported as new () => unknown)();
}
