import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	ICredentialsExpressionResolveValues,
	ICredentialsHelper,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeProperties,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import type { EngineModules } from './modules';

/** A credential as it is stored: its expressions unresolved. */
export interface StoredCredential {
	readonly type: string;
	data: ICredentialDataDecryptedObject;
}

/** n8n's credential store, in memory. */
export type CredentialStore = Map<string, StoredCredential>;

/**
 * What n8n 2.41 does with credentials, over a store in memory: defaults filled in, expressions resolved for the
 * item at hand, and what preAuthentication gives kept (n8n's own class needs its database).
 */
export class EngineCredentials implements ICredentialsHelper {
	constructor(
		private readonly modules: EngineModules,
		private readonly types: ReadonlyMap<string, ICredentialType>,
		private readonly store: CredentialStore,
	) {}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.type(typeName);
		return typeof authenticate === 'function' ? await authenticate(credentials, request) : request;
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.type(typeName);
		const expirable = type.properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
		)?.name;
		if (expirable === undefined || type.preAuthentication === undefined) return undefined;
		const testing = node.parameters['temp'] === '' && node.type === 'n8n-nodes-base.noOp';
		if (credentials[expirable] !== '' && !credentialsExpired && !testing) return undefined;
		const output = (await type.preAuthentication.call(
			helpers,
			credentials,
		)) as ICredentialDataDecryptedObject;
		const details = node.credentials?.[typeName];
		if (output[expirable] === undefined || details === undefined) return undefined;
		const stored = this.stored(details);
		for (const [key, value] of Object.entries(output)) {
			if (key === expirable || !this.modules.workflow.isExpression(stored.data[key])) {
				stored.data = { ...stored.data, [key]: value };
			}
		}
		return Object.assign(credentials, output);
	}

	runPreAuthentication(): Promise<undefined> {
		return Promise.resolve(undefined);
	}

	async getCredentials(): Promise<never> {
		return await Promise.reject(new Error('Not needed: credentials are read with getDecrypted.'));
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		typeName: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolve?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const { data } = this.stored(details);
		if (raw) return data;
		const { NodeHelpers } = this.modules.workflow;
		const filled = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(typeName),
			data as never,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		if (resolve === undefined) return await Promise.resolve(filled);
		return resolve.workflow.expression.getParameterValue(
			filled as never,
			resolve.runExecutionData,
			resolve.runIndex,
			resolve.itemIndex,
			resolve.node.name,
			resolve.connectionInputData,
			mode,
			{},
			executeData,
			false,
			filled,
		) as unknown as ICredentialDataDecryptedObject;
	}

	async updateCredentials(
		details: INodeCredentialsDetails,
		_: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.stored(details).data = data;
		await Promise.resolve();
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		await Promise.resolve();
	}

	getCredentialsProperties(typeName: string): INodeProperties[] {
		return this.type(typeName).properties;
	}

	private type(name: string): ICredentialType {
		const type = this.types.get(name);
		if (type === undefined) throw new Error(`There is no credential type ${name}.`);
		return type;
	}

	private stored(details: INodeCredentialsDetails): StoredCredential {
		const stored = this.store.get(details.id ?? '');
		if (stored === undefined) throw new Error(`Credential with ID "${String(details.id)}" does not exist.`);
		return stored;
	}
}
