import type { IExecuteFunctions, IWebhookDescription } from 'n8n-workflow';

import { isLoopback, parseUrl } from '../../shared/url';
import { LinkAuthError } from '../../shared/errors';

/** Path of the webhook, below the address at which n8n resumes an execution. */
const WEBHOOK_PATH = 'linkauth';

/** Where the broker calls. It exists only while an execution is suspended, so nothing is registered or cleaned up. */
export const callbackWebhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		path: WEBHOOK_PATH,
		restartWebhook: true,
	},
];

/** What helps where the broker cannot call this n8n. */
export const HOW_TO_BE_REACHED =
	'Set WEBHOOK_URL of n8n to an address that the broker reaches, or choose Wait: Check Once with a Wait node in a loop, which needs no address at all.';

/**
 * Where the broker calls to resume this execution: n8n's own resume URL, with its signature, and the webhook's path
 * before the query.
 * @throws LinkAuthError where the broker could never get there
 */
export function callbackAddress(context: IExecuteFunctions, brokerUrl: string): URL {
	const resumeUrl: unknown = context.evaluateExpression('{{ $execution.resumeUrl }}', 0);
	const address = parseUrl(typeof resumeUrl === 'string' ? resumeUrl : '');
	if (address === undefined) {
		throw new LinkAuthError(
			'This execution cannot be suspended: n8n gives no address at which to resume it.',
			HOW_TO_BE_REACHED,
		);
	}
	const broker = parseUrl(brokerUrl);
	if (isLoopback(address) && broker !== undefined && !isLoopback(broker)) {
		throw new LinkAuthError(
			`The broker cannot resume this execution: n8n says that its address is ${address.origin}, which is this machine alone.`,
			`The broker is at ${broker.origin}. ${HOW_TO_BE_REACHED}`,
		);
	}
	address.pathname = `${address.pathname.replace(/\/$/, '')}/${WEBHOOK_PATH}`;
	return address;
}
