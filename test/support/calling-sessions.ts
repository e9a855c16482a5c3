import pino from 'pino';
import { openCallbacks } from '../../broker/callbacks/open-callbacks';
import type { CallbackResult } from '../../broker/callbacks/callback-results';
import { AllowedDestinations } from '../../broker/outbound/allowed-destinations';
import type { ApiKey } from '../../broker/keys/api-key';
import { createSessions } from '../../broker/sessions/create-sessions';
import { shownLink } from '../../broker/sessions/link';
import type { CallbackInput } from '../../broker/sessions/requests';
import type { Storage } from '../../broker/storage/storage';
import { TIMINGS, type Timings } from '../../broker/timings';
import { ENVELOPE_ALGORITHM, sealEnvelope } from '../../protocol/envelope';
import type { CallbackEvent } from '../../protocol/messages';
import { anyKeys } from './agent';
import { cleanup } from './cleanup';

/** A session that calls back. */
export interface CallingSession {
	readonly id: string;
	readonly pollToken: string;
	readonly code: string;
	readonly secret: string;
}

/** Sessions and their callbacks in this process, without HTTP and limits before them. */
export type CallingSessions = ReturnType<typeof callingSessions>;

const NETWORK = { network: '192.0.2.1' };

/** What a session is created with. */
interface CallingOptions {
	/** Id of an API key. */
	readonly caller?: string;
	/** Seconds. */
	readonly ttl?: number;
	readonly events?: readonly CallbackEvent[];
}

/** Opens sessions and callbacks over a storage; 127.0.0.1 may be called. Closed with the test. */
export function callingSessions(storage: Storage, times: Partial<Timings> = {}) {
	const timings = { ...TIMINGS, ...times };
	const results: CallbackResult[] = [];
	const callbacks = openCallbacks({
		store: storage.store,
		due: storage.callbacksDue,
		now: storage.now,
		allowed: new AllowedDestinations(['127.0.0.1']),
		logger: pino({ level: 'silent' }),
		timings,
		onResult: (result) => results.push(result),
	});
	cleanup(callbacks, () => callbacks.close());
	const sessions = createSessions({
		store: storage.store,
		now: storage.now,
		notifier: storage.notifier,
		ending: storage.ending,
		reportsEnds: false,
		room: storage.room,
		timings,
		callbacks: callbacks.planner,
		openSessions: { takeOpen: () => Promise.resolve(), leave: () => undefined },
		clients: { find: () => undefined, has: () => false, offers: [] },
		fetch: () => Promise.reject(new Error('nobody is to be called')),
		pace: (_, interval) => Promise.resolve({ interval, tooSoon: false }),
		observer: { changed: () => undefined },
		settings: {
			baseUrl: '',
			defaultTtl: 600,
			maxTtl: 604_800,
			answerTime: 900,
			pollInterval: 5,
			verificationMode: 'complete',
			oauthHosts: [],
			templates: new Map(),
		},
	});
	const found = async ({ id }: CallingSession) => {
		const session = await sessions.findById(id);
		if (!session) throw new Error('the session is gone');
		return session;
	};
	return {
		results,
		callbacks,
		/** @param caller id of an API key @param ttl seconds */
		create: async (url: string, { caller, ttl = 600, events }: CallingOptions = {}) => {
			const { publicKey } = await anyKeys();
			const fields = [{ name: 'value', label: 'Value', type: 'password' }];
			const request = {
				public_key: publicKey,
				display_name: 'Tests',
				fields,
				callback_url: url,
				ttl,
				callback_events: events,
			};
			const key: ApiKey | undefined =
				caller === undefined ? undefined : { id: caller, name: caller, hash: Buffer.alloc(32) };
			const reply = await sessions.create(request as Parameters<typeof sessions.create>[0], {
				...NETWORK,
				caller: key,
			});
			return {
				id: reply.session_id,
				pollToken: reply.poll_token ?? '',
				code: reply.code,
				secret: reply.callback_secret ?? '',
			} satisfies CallingSession;
		},
		/** Somebody looks at it. */
		open: ({ code }: CallingSession) =>
			sessions.lookUp(shownLink(code), { secure: true, mode: 'production' }),
		confirm: async (session: CallingSession) => sessions.confirm(await found(session), undefined, NETWORK),
		deny: async (session: CallingSession, reason?: string) =>
			sessions.deny(await found(session), { ...(reason !== undefined && { reason }) }, undefined, NETWORK),
		/** @param value what the person gives */
		give: async (session: CallingSession, value = 'given') => {
			const { connect_token } = await sessions.confirm(await found(session), undefined, NETWORK);
			const { publicKey } = await anyKeys();
			const ciphertext = await sealEnvelope(publicKey, { value });
			const input = { connect_token, ciphertext, algorithm: ENVELOPE_ALGORITHM };
			await sessions.complete(await found(session), input, undefined, NETWORK);
			return ciphertext;
		},
		collect: async (session: CallingSession) =>
			sessions.poll(
				await found(session),
				{ wait: 0, idempotencyKey: undefined, mayWait: () => false, hold: () => Promise.resolve() },
				NETWORK,
			),
		cancel: async (session: CallingSession) => sessions.cancel(await found(session), NETWORK),
		register: async (session: CallingSession, input: CallbackInput) =>
			sessions.registerCallback(await found(session), input, NETWORK),
	};
}
