import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { HEADERS } from '../../../protocol/messages';
import { callbackSecretFor, verifiedCallback, type ArrivedCall } from '../../shared/callback-signature';
import { LINKAUTH_API, type LinkAuthApiData } from '../../shared/linkauth-api-data';
import { resumableExecution } from './suspended-execution';

/**
 * Answers a call at the resume URL of a suspended execution. The broker's signed call resumes it; the node then polls
 * the broker itself, and relies on nothing else that the call says. A call that only tells that the request was opened
 * is taken, and any other call is refused: the execution stays suspended.
 *
 * Never throws: n8n would resume the execution and hand an empty item to output 0, which is Received.
 */
export async function receiveCallback(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const execution = resumableExecution(context);
		if (execution === undefined) return refuse(context, 404, 'No execution waits here for this.');
		const { sessionId } = execution;
		const { sealingKey = '' } = await context.getCredentials<Partial<LinkAuthApiData>>(LINKAUTH_API);
		const secret = await callbackSecretFor(sealingKey, sessionId);
		const verified = await verifiedCallback(await arrivedCall(context), sessionId, secret);
		if (verified === undefined) return refuse(context, 401, 'The signature is missing, wrong or too old.');
		const deliveryId = context.getHeaderData()[HEADERS.deliveryId];
		// Without this the broker calls again: an n8n that is starting answers 200, and has taken nothing.
		if (typeof deliveryId === 'string') context.getResponseObject().setHeader(HEADERS.deliveryId, deliveryId);
		if (verified.status === 'opened') return answer(context, 200, { status: 'waiting' });
		return { workflowData: execution.resume() };
	} catch {
		// Nothing of the error: it may hold the request.
		return refuse(context, 503, 'This call could not be checked. Try again later.');
	}
}

async function arrivedCall(context: IWebhookFunctions): Promise<ArrivedCall> {
	const request = context.getRequestObject();
	await request.readRawBody();
	return { headers: request.headers, body: new Uint8Array(request.rawBody) };
}

function refuse(context: IWebhookFunctions, status: number, error: string): IWebhookResponseData {
	return answer(context, status, { error });
}

/** Answers, and leaves the execution suspended. */
function answer(context: IWebhookFunctions, status: number, body: object): IWebhookResponseData {
	context.getResponseObject().status(status).json(body);
	return { noWebhookResponse: true };
}
