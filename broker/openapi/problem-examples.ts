import { generateKeyPairSync } from 'node:crypto';
import { ENVELOPE_ALGORITHM } from '../../protocol/envelope';
import type { ErrorCode } from '../../protocol/error-codes';
import { BUILT_IN_TEMPLATES } from '../../protocol/templates';
import { checkBody } from '../http/check-body';
import * as problem from '../problem';
import { acceptSignIn } from '../oauth/accept-sign-in';
import { requirePermission } from '../sessions/caller-permissions';
import { checkEnvelope } from '../sessions/check-envelope';
import { acceptPublicKey } from '../sessions/public-key';
import { DEVICE_CODE_GRANT } from '../sessions/device-requests';
import { createSessionSchema } from '../sessions/requests';
import { EXAMPLES } from './examples';

const wish = EXAMPLES['CreateSessionRequest']?.['template']?.value as { readonly public_key: string };
const { publicKey: shortKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });

/** A problem for every code, each made by what makes it in the broker. */
export const PROBLEM_EXAMPLES: Readonly<Record<ErrorCode, problem.ProblemError>> = {
	malformed_request: problem.malformedRequest(),
	malformed_json: problem.malformedJson(),
	invalid_request: thrownBy(() => checkBody(createSessionSchema, { ...wish, ttl: 5 })),
	invalid_public_key: thrownBy(() =>
		acceptPublicKey(shortKey.export({ type: 'spki', format: 'der' }).toString('base64')),
	),
	unknown_template: problem.unknownTemplate(Object.keys(BUILT_IN_TEMPLATES)),
	unknown_oauth_provider: thrownBy(() =>
		acceptSignIn(
			{ oauth_provider: 'googl' },
			{ hosts: [], isLocal: false, baseUrl: '', clients: { find: () => undefined, has: () => false } },
		),
	),
	oauth_endpoint_not_allowed: thrownBy(() =>
		acceptSignIn(
			{ oauth_authorization_endpoint: 'https://elsewhere.example/', oauth_client_id: 'x' },
			{ hosts: [], isLocal: false, baseUrl: '', clients: { find: () => undefined, has: () => false } },
		),
	),
	api_key_required: problem.apiKeyRequired(),
	poll_token_invalid: problem.pollTokenInvalid(),
	api_key_invalid: problem.apiKeyInvalid(),
	not_allowed: thrownBy(() => {
		requirePermission(
			{ ...wish, template: 'aws' },
			{ id: '', name: 'Robot', hash: Buffer.alloc(0), templates: ['openai'] },
		);
	}),
	connect_token_invalid: problem.connectTokenInvalid(),
	session_not_found: problem.sessionNotFound(),
	session_ended: problem.sessionEnded({
		state: 'expired',
		at: '2026-11-22T12:00:00.000Z',
		opened_at: '2026-11-22T11:52:00.000Z',
	}),
	unsupported_grant_type: problem.unsupportedGrantType(DEVICE_CODE_GRANT),
	authorization_pending: problem.authorizationPending(5),
	access_denied: problem.accessDenied('I did not expect this'),
	already_collected: problem.alreadyCollected(),
	not_found: problem.notFound(),
	method_not_allowed: problem.methodNotAllowed('POST'),
	request_timeout: problem.requestTimeout(),
	already_decided: problem.alreadyDecided(),
	link_used: problem.linkUsed({ state: 'confirmed', at: '2026-11-22T11:52:00.000Z' }),
	not_confirmed: problem.notConfirmed(),
	too_large: problem.bodyTooLarge(256 * 1024),
	unsupported_media_type: problem.unsupportedMediaType(),
	invalid_envelope: thrownBy(() => {
		checkEnvelope({ ciphertext: '%', algorithm: ENVELOPE_ALGORITHM }, { fields: [], modulusBytes: 256 });
	}),
	provider_refused: problem.providerRefused(),
	slow_down: problem.slowDown(10),
	too_many_sessions: problem.tooManySessions(100),
	rate_limited: problem.rateLimited(42),
	headers_too_large: problem.headersTooLarge(),
	internal_error: problem.internalError(),
	provider_unavailable: problem.providerUnavailable(),
	busy: problem.busy(),
	store_unavailable: problem.storeUnavailable(),
	store_full: problem.storeFull(),
	draining: problem.shuttingDown(),
};

function thrownBy(check: () => unknown): problem.ProblemError {
	try {
		check();
	} catch (error) {
		if (error instanceof problem.ProblemError) return error;
		throw error;
	}
	throw new Error('expected a problem');
}
