import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INode } from 'n8n-workflow';
import type { CredentialStore } from '../n8n-engine/credentials';
import type { WorkflowFile } from '../n8n-engine/engine';

/** What the workflow says to the person, as Request Credential gives it. */
export interface Asked {
	readonly url: string;
	readonly code: string;
	readonly message: string;
	/** RFC 3339. */
	readonly expiresAt: string;
}

/** Names of the nodes in the example workflow. */
export const NODES = { request: 'Request Credential', await: 'Await Credential' } as const;

const CREDENTIAL_ID = 'linkauth';

/**
 * The example workflow as it is in the repository, filled in as its user would: the LinkAuth API credential, the
 * address of the service, and that the credential may go nowhere else.
 * @param root the repository
 * @param serviceUrl where HTTP Request sends
 */
export function askAndUse(root: string, serviceUrl: string): WorkflowFile {
	const file = path.join(root, 'workflows/ask-and-use.json');
	const workflow = JSON.parse(readFileSync(file, 'utf8')) as WorkflowFile;
	const credentials = { linkAuthApi: { id: CREDENTIAL_ID, name: 'LinkAuth' } };
	const filledIn: Readonly<Record<string, INode['parameters']>> = {
		'n8n-nodes-linkauth.requestCredential': { allowedHosts: new URL(serviceUrl).hostname },
		'n8n-nodes-base.httpRequest': { url: serviceUrl },
	};
	return {
		...workflow,
		nodes: workflow.nodes.map((node) => ({
			...node,
			parameters: { ...node.parameters, ...filledIn[node.type] },
			...(node.credentials && { credentials }),
		})),
	};
}

/** n8n's credential store with that credential, as it is after the user has entered the broker's address. */
export function credentialFor(brokerUrl: string): CredentialStore {
	return new Map([[CREDENTIAL_ID, { type: 'linkAuthApi', data: { baseUrl: brokerUrl } }]]);
}
