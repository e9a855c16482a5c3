import type { IWebhookDescription } from 'n8n-workflow';

/** Path of the webhook, below the address at which n8n resumes an execution. */
export const WEBHOOK_PATH = 'linkauth';

/** Where the broker calls. It exists only while an execution is parked, so there is nothing to register or clean up. */
export const callbackWebhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		path: WEBHOOK_PATH,
		restartWebhook: true,
	},
];
