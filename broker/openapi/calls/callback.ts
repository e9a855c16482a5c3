import { REPLY_EXAMPLES } from '../examples';
import type { CallbackOperation, Operation, Parameter } from '../openapi-types';

const DELIVERY: readonly Parameter[] = [
	header(
		'X-LinkAuth-Signature',
		'`sha256=` and the HMAC-SHA-256 of the body, keyed with `callback_secret`.',
		{
			pattern: '^sha256=[0-9a-f]{64}$',
		},
	),
	header('X-LinkAuth-Timestamp', 'Extension. When it was sent, in seconds since 1970.', {
		pattern: '^[0-9]+$',
	}),
	header(
		'X-LinkAuth-Signature-V2',
		'Extension. `t=`, the timestamp, `,sha256=` and the HMAC of the timestamp, a dot and the body.',
		{ pattern: '^t=[0-9]+,sha256=[0-9a-f]{64}$' },
	),
	header(
		'X-LinkAuth-Delivery-Id',
		'The same however often it is tried. An agent that said `callback_acknowledges` repeats it in its answer.',
		{},
	),
];

const POST: CallbackOperation = {
	summary: 'How the session ended',
	description:
		'Made when the session is `ready`, and (extension) `denied` or `expired`. Tried again on network errors, 404, 409, 429 and 5xx for as long as the session lives; any other 4xx ends it. Where the agent said `callback_acknowledges`, a 2xx counts only if it repeats `X-LinkAuth-Delivery-Id`, and is tried again otherwise. No redirect is followed. It does not consume the session: the agent may still collect or delete.',
	parameters: DELIVERY,
	requestBody: {
		required: true,
		content: {
			'application/json': {
				schema: { $ref: '#/components/schemas/CallbackMessage' },
				example: REPLY_EXAMPLES.told,
			},
		},
	},
	responses: { '2XX': { description: 'The receiver has it.' } },
};

/** The call that the broker makes to `callback_url`. */
export const CALLBACK: NonNullable<Operation['callbacks']> = {
	sessionEnded: { '{$request.body#/callback_url}': { post: POST } },
};

function header(name: string, description: string, schema: { pattern?: string }): Parameter {
	return { name, in: 'header', required: true, description, schema: { type: 'string', ...schema } };
}
