import fc from 'fast-check';
import type { Answer } from '../support/http';
import { someEnvelope, withJson, type Ask, type FuzzSession } from './fuzz-session';

/** Which secret an actor shows: the right one, another of the same kind, or none. */
export type Shown = 'right' | 'wrong' | 'none';

/** One call of somebody, an agent or a person, who may or may not be who they should be. */
export interface Action {
	readonly verb:
		'lookUp' | 'resolve' | 'confirm' | 'complete' | 'deny' | 'poll' | 'cancel' | 'readAgentState';
	readonly shown: Shown;
	/** The Idempotency-Key. */
	readonly key: string | undefined;
}

/** An action, and how it was answered. */
export interface Done extends Action {
	readonly status: number;
	readonly body: Answer['body'];
	/** The envelope that it handed in. */
	readonly envelope?: string | undefined;
}

const WRONG = { poll: `pt_${'A'.repeat(43)}`, connect: `ct_${'A'.repeat(43)}` };
const KEYS = ['attempt-number-one', 'attempt-number-two'];
export const DENIED_BECAUSE = 'I did not expect this';

/** Actions in any order, those that lead on a little more often than the others. */
export function actions(length: number): fc.Arbitrary<Action[]> {
	const verb = fc.oneof(
		{ weight: 5, arbitrary: fc.constantFrom<Action['verb']>('confirm', 'complete', 'poll') },
		{
			weight: 2,
			arbitrary: fc.constantFrom<Action['verb']>('lookUp', 'resolve', 'readAgentState', 'deny', 'cancel'),
		},
	);
	const shown = fc.oneof(
		{ weight: 6, arbitrary: fc.constant<Shown>('right') },
		fc.constantFrom<Shown>('wrong', 'none'),
	);
	const key = fc.option(fc.constantFrom(...KEYS), { nil: undefined });
	return fc.array(fc.record({ verb, shown, key }), { minLength: 1, maxLength: length, size: 'max' });
}

/** Everybody who has to do with one session: they know its secrets as soon as those are told. */
export class Everybody {
	readonly connectTokens: string[] = [];

	constructor(
		private readonly ask: Ask,
		readonly session: FuzzSession,
	) {}

	/** Does it, and tells how it was answered. */
	async act(action: Action): Promise<Done> {
		const { path, target, code } = this.session;
		const repeat = action.key === undefined ? {} : { 'idempotency-key': action.key };
		const agent = { headers: { ...repeat, ...this.#pollToken(action.shown) } };
		const token = this.#connectToken(action.shown);
		const done = async (answer: Promise<Answer>, envelope?: string): Promise<Done> => {
			const { status, body } = await answer;
			if (typeof body['connect_token'] === 'string') this.connectTokens.push(body['connect_token']);
			return { ...action, status, body, envelope };
		};
		switch (action.verb) {
			case 'lookUp':
				return done(this.ask({ method: 'GET', target: path }));
			case 'resolve':
				return done(this.ask(withJson('POST', '/v1/connect/resolve', { user_code: code })));
			case 'confirm':
				return done(this.ask(withJson('POST', `${path}/confirm`, {}, repeat)));
			case 'complete': {
				const body = someEnvelope(token);
				return done(this.ask(withJson('POST', `${path}/complete`, body, repeat)), body['ciphertext']);
			}
			case 'deny': {
				const body = { reason: DENIED_BECAUSE, ...(token !== undefined && { connect_token: token }) };
				return done(this.ask(withJson('POST', `${path}/deny`, body, repeat)));
			}
			case 'poll':
				return done(this.ask({ method: 'GET', target, ...agent }));
			case 'cancel':
				return done(this.ask({ method: 'DELETE', target, ...agent }));
			case 'readAgentState':
				return done(this.ask({ method: 'GET', target: `${target}/agent-state` }));
		}
	}

	#pollToken(shown: Shown): Record<string, string> {
		if (shown === 'none') return {};
		return { authorization: `Bearer ${shown === 'right' ? this.session.pollToken : WRONG.poll}` };
	}

	/** The latest that was given; nobody has the right one before it is given. */
	#connectToken(shown: Shown): string | undefined {
		if (shown === 'none') return undefined;
		return shown === 'right' ? (this.connectTokens.at(-1) ?? WRONG.connect) : WRONG.connect;
	}
}
