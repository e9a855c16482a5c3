import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import { LINKAUTH_API } from '../shared/linkauth-api-data';

const HTTP_REQUEST = '.httpRequest';

/**
 * What n8n is to show below the output of this node where HTTP Request nodes come after it, and none of them uses the
 * LinkAuth API credential: what they send has no credential in it, and nothing but the service's refusal says so.
 */
export function unusedCredentialHint(context: IExecuteFunctions): NodeExecutionHint | undefined {
	const after = context.getChildNodes(context.getNode().name, { includeNodeParameters: true });
	if (after.some(({ parameters }) => parameters?.['nodeCredentialType'] === LINKAUTH_API)) return undefined;
	const bare = after.find(({ type, disabled }) => type.endsWith(HTTP_REQUEST) && !disabled);
	if (bare === undefined) return undefined;
	return {
		type: 'warning',
		location: 'outputPane',
		message: `“${bare.name}” sends its request without this credential. If it is to use it: Authentication, Predefined Credential Type; then Credential Type, LinkAuth API.`,
	};
}
