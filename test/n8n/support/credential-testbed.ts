import type { IDataObject, INode } from 'n8n-workflow';
import { awaiting, node, request } from '../../support/n8n-workflow';
import { person } from '../../support/person';
import { reaches, type StoredExecution } from './executions';
import { asked, onWebhook, type Testbed } from './testbed';

/** A credential in n8n's own store, as n8n lists it. */
interface ListedCredential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
}

/** What is done with Output: n8n Credential in a testbed. */
export interface CredentialTestbed {
	/** The ids of all workflows so far. */
	readonly workflows: readonly string[];
	/** A credential of the type n8n API. @returns its id */
	apiCredential(apiKey: string): Promise<string>;
	/** Await Credential with Output: n8n Credential, with this n8n's API unless told otherwise. */
	storing(parameters: IDataObject, apiCredential?: string): INode;
	/** Starts a workflow of these nodes. @returns its id */
	start(...nodes: readonly INode[]): Promise<string>;
	/**
	 * Asks, gives what the person enters, and waits for the end.
	 * @param ask parameters of Request Credential
	 */
	store(
		parameters: IDataObject,
		given: Readonly<Record<string, string>>,
		ask?: IDataObject,
	): Promise<{ readonly execution: StoredExecution; readonly code: string }>;
	/** All credentials of n8n. */
	credentials(): Promise<readonly ListedCredential[]>;
	/** The headers that a service gets when it is called with a stored credential. */
	headersWith(type: string, id: string): Promise<Readonly<Record<string, unknown>>>;
}

/** Fixed Values. */
export function fixed(values: Readonly<Record<string, string>>): IDataObject {
	return { values: Object.entries(values).map(([property, value]) => ({ property, value })) };
}

/** Field Mapping. */
export function mapped(fields: Readonly<Record<string, string>>): IDataObject {
	return { values: Object.entries(fields).map(([field, property]) => ({ field, property })) };
}

/** Makes a testbed one for Output: n8n Credential. */
export async function credentialTestbed(testbed: Testbed): Promise<CredentialTestbed> {
	const { n8n, broker, service } = testbed;
	const workflows: string[] = [];
	const apiCredential = (apiKey: string) =>
		n8n.session.createCredential('n8nApi', 'This n8n', { apiKey, baseUrl: `${n8n.url}/api/v1/` });
	const own = await apiCredential(n8n.apiKey);
	const storing = (parameters: IDataObject, id = own): INode => {
		const made = awaiting({ output: 'n8nCredential', ...parameters });
		return { ...made, credentials: { ...made.credentials, n8nApi: { id, name: 'This n8n' } } };
	};
	const start = async (...nodes: readonly INode[]) => {
		const workflow = await testbed.publish(onWebhook(...nodes));
		workflows.push(workflow.id);
		await workflow.start();
		return workflow.id;
	};
	return {
		workflows,
		apiCredential,
		storing,
		start,
		store: async (parameters, given, ask = {}) => {
			const id = await start(request(ask), storing(parameters));
			const { code } = await asked(testbed, id);
			const { status } = await person.give(broker.url, code, given);
			if (status !== 204) throw new Error(`the person could not give it: ${String(status)}`);
			return { execution: await reaches(n8n.session, id), code };
		},
		credentials: async () => (await n8n.session.call('GET', '/credentials')) as readonly ListedCredential[],
		headersWith: async (type, id) => {
			const workflow = await start(calling(`${service.url}/with/${id}`, type, id));
			const { status } = await reaches(n8n.session, workflow);
			if (status !== 'success') throw new Error(`the service could not be called: ${status}`);
			return service.received.find(({ url }) => url === `/with/${id}`)?.headers ?? {};
		},
	};
}

/** HTTP Request with a credential of n8n's own. */
function calling(url: string, type: string, id: string): INode {
	const generic = { authentication: 'genericCredentialType', genericAuthType: type };
	const predefined = { authentication: 'predefinedCredentialType', nodeCredentialType: type };
	const parameters = { url, ...(type.startsWith('http') ? generic : predefined) };
	return {
		...node('HTTP Request', 'n8n-nodes-base.httpRequest', { parameters }),
		credentials: { [type]: { id, name: 'stored' } },
	};
}
