import { ENVELOPE_ALGORITHM } from '../../protocol/envelope';
import type { Context } from '../http/context';
import { ProblemError } from '../problem';
import type { RecordStore } from '../storage/record-store';

/** What these routes work with. */
export interface HealthRouteDependencies {
	readonly baseUrl: string;
	readonly store: RecordStore;
	/** Aborts first of all when the process is asked to end. */
	readonly retiring: AbortSignal;
}

/** What tells others that the broker is here, and what it speaks. */
export function healthRoutes({ baseUrl, store, retiring }: HealthRouteDependencies) {
	return {
		/** `GET /health` → 200 as long as the process lives, whatever the store does. */
		health: (context: Context): Promise<void> => {
			context.body = { status: 'ok' };
			return Promise.resolve();
		},

		/** `GET /ready` → 200 where the store answers and the process is not about to end; 503 otherwise. */
		ready: async (context: Context): Promise<void> => {
			if (retiring.aborted)
				throw new ProblemError('draining', 'This broker is about to end. Use another one.', {
					headers: { 'Retry-After': '2' },
				});
			const asked = performance.now();
			await store.ping();
			const latency = Math.round((performance.now() - asked) * 1_000) / 1_000;
			context.body = { status: 'ready', store: { latency_ms: latency } };
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
