import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { connectionOf } from '../shared/connection';
import { runsAsTool } from '../shared/ai-tool';
import { nodeError } from '../shared/node-errors';
import { runBounded } from '../shared/run-bounded';
import { getBrokerProviders } from './broker-providers';
import { testOAuthApp } from './test-oauth-app';
import { makeRequest, redirectUrlOf, type MadeRequest } from './make-request';
import { timeInWords } from './message';
import { readParameters, type RequestParameters } from './request-parameters';
import { oauthAppOf, readSignIn } from './read-sign-in';
import { requestProperties } from './request-properties';
import { BY_WORKFLOW, SIGN_IN } from './sign-in-properties';

/** Sessions that are made at the same time. */
const CONCURRENCY = 8;

/** Asks a person for a credential: gives a link and a code to send them, and a session to await. */
export class RequestCredential implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Request Credential',
		name: 'requestCredential',
		icon: { light: 'file:requestCredential.svg', dark: 'file:requestCredential.dark.svg' },
		group: ['transform'],
		version: [1, 2],
		subtitle: '={{ $parameter["displayName"] || $parameter["template"] }}',
		description:
			'Ask a person for a password, key or other credential: gives a link to send them, on which they enter it encrypted. Continue with Await Credential.',
		defaults: { name: 'Request Credential' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'linkAuthApi', required: true },
			{
				name: 'linkAuthOAuthAppApi',
				required: true,
				testedBy: 'testOAuthApp',
				displayOptions: { show: { template: [SIGN_IN], redeemedBy: [BY_WORKFLOW] } },
			},
		],
		properties: requestProperties,
	};

	methods = { loadOptions: { getBrokerProviders }, credentialTest: { testOAuthApp } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const asTool = runsAsTool(this);
		const connection = connectionOf(this);
		const oauthApp = oauthAppOf(this);
		let redirectUrl: string | undefined;
		let shortened: { readonly made: MadeRequest; readonly parameters: RequestParameters } | undefined;
		const output = await runBounded(items.length, CONCURRENCY, async (index) => {
			try {
				const parameters = readParameters(this, index);
				const signIn = await readSignIn(this, index, parameters, oauthApp);
				const made = await makeRequest(await connection(), { ...parameters, ...signIn });
				if (made.shortened) shortened ??= { made, parameters };
				if (signIn.signIn?.app) redirectUrl ??= redirectUrlOf(made);
				const json = asTool ? forModel(made) : withInput(made, parameters, items[index]);
				return { json, pairedItem: { item: index } };
			} catch (error) {
				const shown = nodeError(this.getNode(), error, index);
				if (!this.continueOnFail()) throw shown;
				return { json: { error: shown.message }, error: shown, pairedItem: { item: index } };
			}
		});
		if (shortened !== undefined) {
			const message = whyShortened(shortened.made, shortened.parameters);
			this.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
		}
		// Who builds the workflow needs it once, for their app at the provider; the broker alone knows it to the letter.
		if (redirectUrl !== undefined && this.getMode() === 'manual') {
			const message = `Redirect URL for your app at the provider: ${redirectUrl}`;
			this.addExecutionHints({ message, type: 'info', location: 'outputPane' });
		}
		return [output];
	}
}

function whyShortened(made: MadeRequest, { ttl, typedCode }: RequestParameters): string {
	const left = (Date.parse(made.expiresAt) - Date.now()) / 1000;
	const why = typedCode
		? 'a code that is typed works for no longer, a complete link would'
		: 'the broker allows no more, which its operator can change (LINKAUTH_MAX_TTL)';
	return `The link works for ${timeInWords(left)}, not for the ${timeInWords(ttl)} of Expires In: ${why}.`;
}

/** What a language model may see: enough to tell the person, and nothing that it would have to repeat. */
function forModel({ status, url, code, message, expiresAt, shortened }: MadeRequest): IDataObject {
	return { status, url, code, message, expiresAt, ...(shortened && { shortened }) };
}

function withInput(
	made: MadeRequest,
	parameters: RequestParameters,
	input: INodeExecutionData | undefined,
): IDataObject {
	return { ...(parameters.includeInputData ? input?.json : {}), ...made };
}
