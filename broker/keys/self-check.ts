import { createHmac, timingSafeEqual, randomBytes } from 'node:crypto';
import type { ApiKey } from './api-key';

/*
 * How `linkauth-broker check` finds out what is between it and a broker: it sends a signed question along with a call,
 * and a broker of the same configuration answers, signed too, how that call arrived.
 */

/** The header of question and answer. */
export const SELF_CHECK_HEADER = 'X-LinkAuth-Check';

/** How a call arrived at a broker. */
export interface Arrival {
	/** The address that connected. */
	readonly peer: string;
	/** `X-Forwarded-For` as it came; empty where there was none. */
	readonly forwarded: string;
	/** The network that limits are counted for. */
	readonly network: string;
	/** `1.1`, or `1.0` from a proxy that makes a connection for each call. */
	readonly http: string;
}

/** What a broker and whoever checks it have in common. */
export interface SelfCheckSecrets {
	readonly keys: readonly ApiKey[];
	readonly logKey: string | undefined;
	/** Where the sessions are. */
	readonly store: unknown;
}

const QUESTION = /^[\w-]{22}\.[\w-]{43}$/;

/**
 * The key of question and answer: of everything secret in the configuration, so that whoever has one API key of several
 * cannot ask.
 * @returns undefined where there is nothing in it that could not be guessed
 */
export function selfCheckKey({ keys, logKey = '', store }: SelfCheckSecrets): Buffer | undefined {
	if (keys.length === 0 && logKey === '') return undefined;
	const hashes = [...new Set(keys.map(({ hash }) => hash.toString('hex')))].sort();
	return createHmac('sha256', 'linkauth self-check')
		.update(JSON.stringify([hashes, logKey, store]))
		.digest();
}

/** The same of keys that may change; made again only when they have. */
export function selfCheckKeyOf(
	settings: Omit<SelfCheckSecrets, 'keys'>,
	keyring: { readonly keys: readonly ApiKey[] },
): () => Buffer | undefined {
	let made: { readonly of: readonly ApiKey[]; readonly key: Buffer | undefined } | undefined;
	return () => {
		const { keys } = keyring;
		if (made?.of !== keys) made = { of: keys, key: selfCheckKey({ ...settings, keys }) };
		return made.key;
	};
}

/** A question that was not asked before. */
export function makeQuestion(key: Buffer): string {
	const nonce = randomBytes(16).toString('base64url');
	return `${nonce}.${sign(key, 'question', nonce)}`;
}

/** @returns undefined where the question was not made with the same key */
export function answerQuestion(key: Buffer, question: string, arrival: Arrival): string | undefined {
	if (!QUESTION.test(question)) return undefined;
	const [nonce = '', signature = ''] = question.split('.');
	if (!same(signature, sign(key, 'question', nonce))) return undefined;
	const told = Buffer.from(JSON.stringify(arrival)).toString('base64url');
	return `${told}.${sign(key, 'answer', `${question}.${told}`)}`;
}

/** @returns undefined where the answer is to another question, or was not made with the same key */
export function readAnswer(key: Buffer, question: string, answer: string): Arrival | undefined {
	const [told = '', signature = ''] = answer.split('.');
	if (!same(signature, sign(key, 'answer', `${question}.${told}`))) return undefined;
	return JSON.parse(Buffer.from(told, 'base64url').toString()) as Arrival;
}

function sign(key: Buffer, kind: 'question' | 'answer', text: string): string {
	return createHmac('sha256', key).update(`${kind}.${text}`).digest('base64url');
}

function same(given: string, expected: string): boolean {
	const [left, right] = [Buffer.from(given), Buffer.from(expected)];
	return left.length === right.length && timingSafeEqual(left, right);
}
