import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { runsAsTool } from '../shared/ai-tool';
import { connectionOf } from '../shared/connection';
import { LinkAuthError } from '../shared/errors';
import { nodeError } from '../shared/node-errors';
import { SignInAgain } from '../shared/oauth/oauth-errors';
import { fetchBy } from '../shared/oauth/n8n-fetch';
import { runBounded } from '../shared/run-bounded';
import { refreshCredential, revokeCredential } from './refresh-item';
import { refreshProperties } from './refresh-properties';

/** Items that are worked on at the same time. */
const CONCURRENCY = 4;

const OUTPUTS = { done: 0, askAgain: 1 } as const;

/** Renews what a sign-in gave, so that a workflow can store it, or ends it. */
export class RefreshCredential implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Refresh Credential',
		name: 'refreshCredential',
		icon: { light: 'file:refreshCredential.svg', dark: 'file:refreshCredential.dark.svg' },
		group: ['transform'],
		version: [1],
		subtitle: '={{ { refresh: "Refresh", revoke: "Revoke" }[$parameter["operation"]] }}',
		description:
			'Get new tokens for a sign-in that Await Credential gave, to be stored where refresh tokens are used once; or end the access',
		defaults: { name: 'Refresh Credential' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: `={{ [$parameter["operation"] === "revoke" ? "Revoked" : "Refreshed", "Ask Again"].map((displayName) => ({ type: "${NodeConnectionTypes.Main}", displayName })) }}`,
		credentials: [{ name: 'linkAuthApi', required: true }],
		properties: refreshProperties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const connection = connectionOf(this);
		const fetch = fetchBy((request) => this.helpers.httpRequest(request));
		const outputs: INodeExecutionData[][] = [[], []];
		const answers = await runBounded(items.length, CONCURRENCY, async (index) => {
			const pairedItem = { item: index };
			try {
				if (runsAsTool(this)) throw notForModels();
				const { sealingKey } = await connection();
				const sealed = this.getNodeParameter('credential', index);
				const work =
					this.getNodeParameter('operation', index) === 'revoke' ? revokeCredential : refreshCredential;
				const json = { ...items[index]?.json, ...(await work(sealingKey, sealed, fetch)) };
				return { output: OUTPUTS.done, data: { json, pairedItem } };
			} catch (error) {
				if (error instanceof SignInAgain) {
					const json = { ...items[index]?.json, status: 'askAgain', reason: error.message };
					return { output: OUTPUTS.askAgain, data: { json, pairedItem } };
				}
				const shown = nodeError(this.getNode(), error, index);
				if (!this.continueOnFail()) throw shown;
				return {
					output: OUTPUTS.askAgain,
					data: { json: { error: shown.message }, error: shown, pairedItem },
				};
			}
		});
		for (const { output, data } of answers) outputs[output]?.push(data);
		return outputs;
	}
}

/** A model would have to repeat the sealed text, which is long and says nothing to it. */
function notForModels(): LinkAuthError {
	return new LinkAuthError(
		'Refresh Credential is not for AI agents.',
		'Put it into the workflow itself: what it needs is a sealed credential, which no model has to see.',
	);
}
