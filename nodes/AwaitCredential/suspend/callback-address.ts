import type { IExecuteFunctions } from 'n8n-workflow';

import { isLoopback } from '../../shared/allowed-hosts';
import { parseUrl } from '../../shared/url';
import { AwaitError } from '../await-error';
import { WEBHOOK_PATH } from './callback-webhooks';

/** What helps where the broker cannot call this n8n. */
export const HOW_TO_BE_REACHED =
	'Set WEBHOOK_URL of n8n to an address that the broker reaches, or choose Wait: Check Once with a Wait node in a loop, which needs no address at all.';

/**
 * Where the broker calls to wake this execution: n8n's own resume URL, with its signature, and the webhook's path
 * before the query.
 * @throws AwaitError where the broker could never get there
 */
export function callbackAddress(context: IExecuteFunctions, brokerUrl: string): URL {
	const resumeUrl: unknown = context.evaluateExpression('{{ $execution.resumeUrl }}', 0);
	const address = parseUrl(typeof resumeUrl === 'string' ? resumeUrl : '');
	if (address === undefined) {
		throw new AwaitError(
			'This execution cannot be suspended: n8n gives no address at which to resume it.',
			HOW_TO_BE_REACHED,
		);
	}
	const broker = parseUrl(brokerUrl);
	if (isLoopback(address) && broker !== undefined && !isLoopback(broker)) {
		throw new AwaitError(
			`The broker cannot wake this execution: n8n says that its address is ${address.origin}, which is this machine alone.`,
			`The broker is at ${broker.origin}. ${HOW_TO_BE_REACHED}`,
		);
	}
	address.pathname = `${address.pathname.replace(/\/$/, '')}/${WEBHOOK_PATH}`;
	return address;
}
