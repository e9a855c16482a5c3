import { ENVELOPE_ALGORITHM } from '../../protocol/envelope';
import type { Context } from '../http/context';

/** What tells others that the broker is here, and what it speaks. */
export function healthRoutes(baseUrl: string) {
	return {
		/** `GET /health` → 200 as long as the process lives, whatever the store does. */
		health: (context: Context): Promise<void> => {
			context.body = { status: 'ok' };
			return Promise.resolve();
		},

		/** `GET /.well-known/linkauth` → 200: what an agent may rely on here. */
		discovery: (context: Context): Promise<void> => {
			context.body = {
				issuer: baseUrl,
				session_endpoint: `${baseUrl}/v1/sessions`,
				verification_uri: `${baseUrl}/connect`,
				algorithms_supported: [ENVELOPE_ALGORITHM],
				extensions_supported: [
					'long_poll',
					'idempotent_collection',
					'agent_state',
					'poll_token_hash',
					'key_pinning',
				],
			};
			return Promise.resolve();
		},
	};
}
