import { createHash } from 'node:crypto';
import { isWaiting } from '../../protocol/states';
import { checkBody } from '../http/check-body';
import { accessDenied, alreadyCollected, authorizationPending, unsupportedGrantType } from '../problem';
import {
	DEVICE_CODE_GRANT,
	deviceAuthorizationSchema,
	deviceCodeOf,
	deviceTokenSchema,
	requestOfForm,
} from '../sessions/device-requests';
import { createSessionSchema } from '../sessions/requests';
import { roomFor } from './room-for-polls';
import { route, sessionRoute, type Route } from './route';

/** Bytes of a form that asks for a session: every member at its longest fits. */
const FORM_LIMIT = 256 * 1024;
/** Bytes of a form that asks for the answer. */
const TOKEN_LIMIT = 4 * 1024;

/** The same sessions as an OAuth client's device flow (RFC 8628), so that every OAuth library can ask for one. */
export const DEVICE_ROUTES: readonly Route[] = [
	route({
		method: 'post',
		path: '/device_authorization',
		operationId: 'authorizeDevice',
		summary: 'Ask for a credential',
		description:
			'The device authorization request of RFC 8628 section 3.1: `POST /v1/sessions` as a form. An API key is the client’s secret, sent as `client_secret_basic`; the `client_id` is who asks.',
		access: 'client',
		limit: 'creation',
		body: { schema: deviceAuthorizationSchema, limit: FORM_LIMIT, form: true },
		store: 'fills',
		oauthErrors: true,
		answer: {
			status: 200,
			description: 'What to show to the person, and the code to wait with.',
			reply: 'DeviceAuthorizationReply',
		},
		problems: ['invalid_public_key', 'unknown_template', 'too_many_sessions'],
		handle: async (context, { sessions }, { body, origin }) => {
			const request = checkBody(createSessionSchema, requestOfForm(body), (given) =>
				sessions.requestFaults(given),
			);
			const reply = await sessions.create(request, origin);
			context.state.sessionId = reply.session_id;
			return {
				device_code: deviceCodeOf(reply.session_id, reply.poll_token ?? ''),
				user_code: reply.user_code,
				verification_uri: reply.verification_uri,
				...(reply.verification_uri_complete !== undefined && {
					verification_uri_complete: reply.verification_uri_complete,
				}),
				expires_in: reply.expires_in,
				interval: reply.interval,
			};
		},
	}),
	sessionRoute({
		method: 'post',
		path: '/token',
		operationId: 'exchangeDeviceCode',
		summary: 'Ask for the answer',
		description:
			'The device access token request of RFC 8628 section 3.4. The access token is the envelope, which the client’s private key opens. It is given once, and within 60 seconds again to the same device code, in case the answer is lost. Keep `interval` seconds between calls.',
		access: 'client',
		limit: 'deviceCode',
		body: { schema: deviceTokenSchema, limit: TOKEN_LIMIT, form: true },
		store: 'uses',
		oauthErrors: true,
		answer: { status: 200, description: 'The person has answered.', reply: 'DeviceTokenReply' },
		problems: [
			'unsupported_grant_type',
			'poll_token_invalid',
			'authorization_pending',
			'access_denied',
			'already_collected',
			'slow_down',
		],
		handle: async (context, dependencies, { session, body, origin }) => {
			if (body.grant_type !== DEVICE_CODE_GRANT) throw unsupportedGrantType(DEVICE_CODE_GRANT);
			const { reply } = await dependencies.sessions.poll(
				session,
				{
					wait: 0,
					idempotencyKey: attemptOf(body.device_code),
					...roomFor(context, dependencies, session.id),
				},
				origin,
			);
			context.state.notes['outcome'] = reply.status;
			if (isWaiting(reply.status)) throw authorizationPending(reply.interval ?? session.asked.interval);
			if (reply.status === 'denied') throw accessDenied(reply.reason);
			if (reply.status !== 'ready') throw alreadyCollected();
			return {
				access_token: reply.ciphertext,
				// Clients know no other; it is no token to be sent anywhere.
				token_type: 'Bearer',
				algorithm: reply.algorithm,
			};
		},
	}),
];

/** Names the attempt of whoever collects with a device code, so that a lost answer is given again. */
function attemptOf(deviceCode: string): string {
	return createHash('sha256').update(`collect ${deviceCode}`).digest('base64url');
}
