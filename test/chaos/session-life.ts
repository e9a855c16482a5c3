import { setTimeout as sleep } from 'node:timers/promises';
import { ENVELOPE_ALGORITHM, openEnvelope, sealEnvelope, type SessionKeyPair } from '../../protocol/envelope';
import { makeToken } from '../../protocol/tokens';
import { sha256Hex } from '../../broker/sessions/tokens';
import { callPersistently, type FinalAnswer } from '../support/persistent-call';

/** Who takes part in a session, beyond one agent and one person. */
export interface Plan {
	/** Where everybody calls. */
	readonly url: string;
	readonly keys: SessionKeyPair;
	/** What the person gives; nobody else's is the same. */
	readonly secret: string;
	/** The person declines instead. */
	readonly declines: boolean;
	/** A second collector with the same poll token, under an Idempotency-Key of its own. */
	readonly rivalAgent: boolean;
	/** A second browser with the same link, which confirms at the same moment. */
	readonly rivalPerson: boolean;
	/** Milliseconds over which the person's steps are spread. */
	readonly span: number;
	/** Milliseconds after that in which everybody has to come to an end. */
	readonly timeoutMs: number;
}

/** What everybody was told in the end. */
export interface Told {
	/** The person's last answer, of each browser: what was done and its status. */
	readonly people: readonly string[];
	/** Each collector's last answer: the secret it got, or how it was told that it gets none. */
	readonly agents: readonly ({ readonly secret: unknown } | { readonly end: string })[];
	/** What a stranger with the poll token is told after everything is over. */
	readonly afterwards: string;
	/** Calls that had to be made more than once. */
	readonly repeated: number;
}

/** Seconds that a poll waits. */
const WAIT = 20;

/** Lives a session from its creation to its end, and tells what everybody was told. */
export async function liveSession(plan: Plan): Promise<Told> {
	let repeated = 0;
	const until = Date.now() + plan.span + plan.timeoutMs;
	const call: typeof callPersistently = async (address, options) => {
		const answer = await callPersistently(plan.url + address, { ...options, until });
		if (answer.tries > 1) repeated += 1;
		return answer;
	};
	const pollToken = makeToken('poll');
	const created = await call('/v1/sessions', {
		method: 'POST',
		body: {
			public_key: plan.keys.publicKey,
			template: 'api_key',
			poll_token_hash: sha256Hex(pollToken),
			ttl: Math.ceil((plan.span + plan.timeoutMs) / 1_000),
		},
	});
	const code = String(created.body['code']);
	const id = String(created.body['session_id']);
	const session = { call, code, address: `/v1/sessions/${id}`, pollToken };
	const think = () => sleep((Math.random() * plan.span) / 3);
	await think();
	const [agents, people] = await Promise.all([
		Promise.all(numbered(plan.rivalAgent).map(() => collect(session, plan))),
		think().then(() => Promise.all(numbered(plan.rivalPerson).map(() => give(session, plan, think)))),
	]);
	const last = await poll(session, makeToken('poll'), 0);
	return { agents, people, afterwards: endOf(last), repeated };
}

interface LivingSession {
	readonly call: typeof callPersistently;
	readonly code: string;
	readonly address: string;
	readonly pollToken: string;
}

function numbered(rival: boolean): readonly number[] {
	return rival ? [0, 1] : [0];
}

/** The agent's part: polls under one key until it is told something final. */
async function collect(session: LivingSession, { keys }: Plan): Promise<Told['agents'][number]> {
	const idempotencyKey = makeToken('poll');
	for (;;) {
		const answer = await poll(session, idempotencyKey, WAIT);
		const { status, ciphertext } = answer.body;
		if (answer.status === 200 && (status === 'pending' || status === 'confirmed')) continue;
		if (answer.status !== 200 || status !== 'ready') return { end: endOf(answer) };
		const { api_key: secret } = await openEnvelope(keys.privateKey, String(ciphertext));
		return { secret };
	}
}

function poll(session: LivingSession, idempotencyKey: string, wait: number): Promise<FinalAnswer> {
	return session.call(session.address, {
		method: 'GET',
		headers: {
			authorization: `Bearer ${session.pollToken}`,
			'idempotency-key': idempotencyKey,
			...(wait > 0 && { prefer: `wait=${String(wait)}` }),
		},
		timeoutMs: (wait + 15) * 1_000,
	});
}

function endOf({ status, body }: FinalAnswer): string {
	return status === 200 ? String(body['status']) : String(status);
}

/** The person's part in one browser: each step under a key of its own, repeated until it is answered. */
async function give(
	{ call, code }: LivingSession,
	{ secret, declines }: Plan,
	think: () => Promise<void>,
): Promise<string> {
	const step = (name: string, body: unknown) =>
		call(`/v1/connect/${code}/${name}`, {
			method: 'POST',
			headers: { 'idempotency-key': makeToken('connect') },
			body,
		});
	const info = await call(`/v1/connect/${code}`, { method: 'GET' });
	if (info.status !== 200) return `look ${String(info.status)}`;
	if (declines) return `deny ${String((await step('deny', {})).status)}`;
	const confirmed = await step('confirm', {});
	if (confirmed.status !== 200) return `confirm ${String(confirmed.status)}`;
	await think();
	const completed = await step('complete', {
		ciphertext: await sealEnvelope(String(info.body['public_key']), { api_key: secret }),
		algorithm: ENVELOPE_ALGORITHM,
		connect_token: confirmed.body['connect_token'],
	});
	return `complete ${String(completed.status)}`;
}
