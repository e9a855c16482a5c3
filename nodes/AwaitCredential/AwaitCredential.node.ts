import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type NodeHint,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { runsAsTool } from '../shared/ai-tool';
import { OUTPUTS } from './outputs';
import { awaitProperties } from './await-properties';
import { AwaitRun } from './await-run';
import { N8N_API } from './n8n-credential/n8n-api';
import { callbackWebhooks } from './suspend/callback-address';
import { receiveCallback } from './suspend/receive-callback';
import { unusedCredentialHint } from './unused-credential';

const WHAT_TO_DO =
	'open the link that Request Credential gave (the field <b>url</b> of its output), compare the code, and enter the credential. For a first try, do it yourself.';

/** Shown in the output panel until the node has run, and so while it waits: n8n shows a text here, no expression. */
const WAITING_HINT: NodeHint = {
	message: `This node waits for a person to ${WHAT_TO_DO}`,
	location: 'outputPane',
	whenToDisplay: 'beforeExecution',
	displayCondition: '={{ $parameter["wait"] !== "checkOnce" }}',
};

/** Shown while the execution is suspended. */
const WAITING_TOOLTIP = `Suspended until a person has answered: ${WHAT_TO_DO}`;

/** Waits for what a person was asked for by Request Credential. Only received credentials leave by Received. */
export class AwaitCredential implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Await Credential',
		name: 'awaitCredential',
		icon: { light: 'file:awaitCredential.svg', dark: 'file:awaitCredential.dark.svg' },
		group: ['transform'],
		version: [1, 2],
		defaultVersion: 2,
		subtitle:
			'={{ { checkOnce: "Check once", suspend: "Suspend", untilCompleted: "Until completed" }[$parameter["wait"]] + ", " + ($parameter["output"] === "n8nCredential" ? "n8n credential" : $parameter["output"]) }}',
		description:
			'Wait for the credential that a person was asked for with Request Credential, and hand it on sealed, decrypted or as an n8n credential',
		defaults: { name: 'Await Credential' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: `={{ ["Received", "Declined", "Expired"].concat($parameter["wait"] === "checkOnce" ? ["Pending"] : []).map((displayName) => ({ type: "${NodeConnectionTypes.Main}", displayName })) }}`,
		credentials: [
			{ name: 'linkAuthApi', required: true },
			// With `show`, n8n would put both credentials below the parameter Output.
			{ name: N8N_API, required: true, displayOptions: { hide: { output: ['decrypted', 'sealed'] } } },
		],
		webhooks: callbackWebhooks,
		hints: [WAITING_HINT],
		waitingNodeTooltip: WAITING_TOOLTIP,
		properties: awaitProperties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const asTool = runsAsTool(this);
		const answers = await new AwaitRun(this, asTool).answers();
		// A model reads the first output alone.
		const outputs: INodeExecutionData[][] = Object.values(OUTPUTS).map(() => []);
		for (const { output, data } of answers) outputs[asTool ? 0 : output]?.push(data);
		const sealed = this.getNodeParameter('output', 0, 'sealed') === 'sealed';
		if (!asTool && sealed && outputs[OUTPUTS.received]?.length) {
			const hint = unusedCredentialHint(this);
			if (hint !== undefined) this.addExecutionHints(hint);
		}
		const checkOnce = this.getNodeParameter('wait', 0, 'untilCompleted') === 'checkOnce';
		return checkOnce ? outputs : outputs.slice(0, OUTPUTS.pending);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveCallback(this);
	}
}
