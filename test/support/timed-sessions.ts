import { createSessions } from '../../broker/sessions/create-sessions';
import type { SessionDependencies } from '../../broker/sessions/dependencies';
import { ExpiryWorker } from '../../broker/sessions/expiry-worker';
import { shownLink } from '../../broker/sessions/link';
import type { SessionOutcome } from '../../broker/sessions/session-events';
import { InProcessNotifier } from '../../broker/storage/notifier';
import { MemoryAdapter } from '../../broker/storage/memory/memory-adapter';
import { MemoryDueList } from '../../broker/storage/memory/memory-due-list';
import { MemoryRecordStore } from '../../broker/storage/memory/memory-record-store';
import { TIMINGS } from '../../broker/timings';
import { ENVELOPE_ALGORITHM, sealEnvelope } from '../../protocol/envelope';
import { keyFingerprint } from '../../protocol/key-fingerprint';
import type { CreateSessionReply } from '../../protocol/messages';
import { BUILT_IN_TEMPLATES } from '../../protocol/templates';
import { anyKeys } from './agent';
import { cleanup } from './cleanup';

/** Seconds. */
export const DAY = 86_400;

const NETWORK = { network: '192.0.2.1' };
const NEVER = 2 ** 31 - 1;

/** A session as it was created, and its link as the person has it. */
export interface Asked {
	readonly reply: CreateSessionReply;
	/** What the link ends with. */
	readonly end: string;
	readonly fingerprint: string;
}

/**
 * Sessions in this process, with a store in memory whose clock is moved by hand, so that a week takes no time.
 * @param ceiling bytes that the store may hold
 */
export function timedSessions(
	settings: Partial<SessionDependencies['settings']> = {},
	ceiling = 64 * 1024 ** 2,
) {
	let time = Date.UTC(2026, 10, 22, 12);
	const now = () => time;
	const adapter = cleanup(new MemoryAdapter(now, NEVER), (it) => {
		it.disconnect();
	});
	const notifier = new InProcessNotifier();
	const store = new MemoryRecordStore(adapter, ceiling, notifier);
	const outcomes: SessionOutcome[] = [];
	const left: string[] = [];
	const planned: (readonly [what: string, milliseconds: number])[] = [];
	const plan = (what: string) => (_: string, milliseconds: number) => {
		planned.push([what, milliseconds]);
		return Promise.resolve();
	};
	const dependencies: SessionDependencies = {
		store,
		now,
		notifier,
		ending: new MemoryDueList(now),
		reportsEnds: false,
		room: () => store.room(),
		timings: TIMINGS,
		callbacks: {
			check: () => undefined,
			record: (callback) => callback,
			created: plan('created'),
			confirming: plan('confirming'),
			deciding: () => Promise.resolve(),
			decided: () => planned.push(['now', 0]),
			replaced: plan('replaced'),
			reach: () => Promise.resolve(true),
			forget: () => undefined,
		},
		openSessions: { takeOpen: () => Promise.resolve(), leave: (_, session) => left.push(session) },
		clients: { find: () => undefined, has: () => false, offers: [] },
		fetch: () => Promise.reject(new Error('nobody is to be called')),
		pace: (_, interval) => Promise.resolve({ interval, tooSoon: false }),
		observer: { changed: ({ outcome }) => outcomes.push(outcome) },
		settings: {
			baseUrl: 'https://broker.example',
			defaultTtl: 600,
			maxTtl: 7 * DAY,
			answerTime: 900,
			pollInterval: 5,
			verificationMode: 'complete',
			oauthHosts: [],
			templates: new Map(Object.entries(BUILT_IN_TEMPLATES)),
			...settings,
		},
	};
	const sessions = createSessions(dependencies);
	const security = { secure: true, mode: 'production' } as const;
	const byLink = async (text: string) => {
		const session = await sessions.findByLink(shownLink(text));
		if (!session) throw new Error('not found');
		return session;
	};
	return {
		sessions,
		store,
		outcomes,
		/** Ids of sessions that count as open no longer. */
		left,
		/** What callbacks were planned, and in how many milliseconds. */
		planned,
		now,
		/** Lets so many seconds pass. */
		pass: (seconds: number) => {
			time += seconds * 1_000;
		},
		/** @param ttl seconds */
		create: async (ttl = 3 * DAY, members: object = {}, caller?: string): Promise<Asked> => {
			const { publicKey } = await anyKeys();
			const request = { public_key: publicKey, template: 'api_key', ttl, ...members };
			const key = caller === undefined ? undefined : { id: caller, name: caller, hash: Buffer.alloc(32) };
			const reply = await sessions.create(request, {
				...NETWORK,
				caller: key,
			});
			const end = reply.url.split('/').at(-1) ?? '';
			return { reply, end, fingerprint: await keyFingerprint(publicKey) };
		},
		lookUp: async (text: string, fingerprint?: string) =>
			(await sessions.lookUp(shownLink(text, fingerprint), security)).info,
		confirm: async (text: string, key?: string) => sessions.confirm(await byLink(text), key, NETWORK),
		complete: async (text: string, connect_token: string) => {
			const { publicKey } = await anyKeys();
			const ciphertext = await sealEnvelope(publicKey, { api_key: 'k' });
			await sessions.complete(
				await byLink(text),
				{ connect_token, ciphertext, algorithm: ENVELOPE_ALGORITHM },
				undefined,
				NETWORK,
			);
		},
		deny: async (text: string, input: { connect_token?: string; reason?: string } = {}) =>
			sessions.deny(await byLink(text), input, undefined, NETWORK),
		poll: async ({ reply }: Asked) => {
			const session = await sessions.findByPollToken(reply.session_id, reply.poll_token);
			const options = {
				wait: 0,
				idempotencyKey: undefined,
				mayWait: () => false,
				hold: () => Promise.resolve(),
			};
			return (await sessions.poll(session, options, NETWORK)).reply;
		},
		cancel: async ({ reply }: Asked) =>
			sessions.cancel(await sessions.findByPollToken(reply.session_id, reply.poll_token), NETWORK),
		/** Watches for ends, once a few milliseconds; what it waits for is waited for by {@link sleep}. */
		watch: (sleep: (milliseconds: number) => Promise<void>) =>
			cleanup(
				new ExpiryWorker({ ...dependencies, sleep, timings: { ...TIMINGS, expiryInterval: 5 } }),
				(worker) => worker.close(),
			),
	};
}
