import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { REPLIES } from '../routes/replies';
import { EXAMPLES } from './examples';

/** The call that the broker makes to `callback_url`. */
export const CALLBACK = {
	sessionEnded: { '{$request.body#/callback_url}': { post: callbackOperation() } },
};

function callbackOperation(): ZodOpenApiOperationObject {
	return {
		summary: 'How the session ended',
		description:
			'Made when the session is `ready`, and (extension) `denied` or `expired`. Tried again on network errors, 404, 409, 429 and 5xx for as long as the session lives; any other 4xx ends it. Where the agent said `callback_acknowledges`, a 2xx counts only if it repeats `X-LinkAuth-Delivery-Id`, and is tried again otherwise. No redirect is followed. It does not consume the session: the agent may still collect or delete.',
		parameters: [
			header(
				'X-LinkAuth-Signature',
				'`sha256=` and the HMAC-SHA-256 of the body, keyed with `callback_secret`.',
				'^sha256=[0-9a-f]{64}$',
			),
			header('X-LinkAuth-Timestamp', 'Extension. When it was sent, in seconds since 1970.', '^[0-9]+$'),
			header(
				'X-LinkAuth-Signature-V2',
				'Extension. `t=`, the timestamp, `,sha256=` and the HMAC of the timestamp, a dot and the body.',
				'^t=[0-9]+,sha256=[0-9a-f]{64}$',
			),
			header(
				'X-LinkAuth-Delivery-Id',
				'The same however often it is tried. An agent that said `callback_acknowledges` repeats it in its answer.',
			),
		],
		requestBody: {
			required: true,
			content: {
				'application/json': {
					schema: REPLIES.CallbackMessage,
					example: EXAMPLES['CallbackMessage']?.['ready']?.value,
				},
			},
		},
		responses: { '2XX': { description: 'The receiver has it.' } },
	};
}

function header(name: string, description: string, pattern?: string) {
	return {
		name,
		in: 'header' as const,
		required: true,
		description,
		schema: { type: 'string' as const, ...(pattern !== undefined && { pattern }) },
	};
}
