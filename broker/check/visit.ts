import { makeQuestion, readAnswer, SELF_CHECK_HEADER, type Arrival } from '../keys/self-check';
import { ask, whyNoAnswer, type Answer } from './ask';

/** An address of documentation (RFC 5737), which nobody has: who is seen as coming from it has invented it. */
export const INVENTED_ADDRESS = '192.0.2.77';

/** What came of a call to an address at which the broker should be. */
export type Visit =
	| { readonly kind: 'unreachable'; readonly why: string }
	| ({
			readonly kind: 'answered';
			/** Milliseconds since the epoch at which it was called, and answered. */
			readonly between: readonly [number, number];
			/** What it calls itself, where it is a LinkAuth broker. */
			readonly issuer: string | undefined;
			/**
			 * Whether it is a broker with the same keys, log key and store: `unknown` where there is no secret by which it
			 * could be told.
			 */
			readonly same: 'yes' | 'no' | 'unknown';
			/** How the call arrived there, where it is. */
			readonly arrival: Arrival | undefined;
	  } & Answer);

/**
 * Calls a broker as an agent does, with an invented `X-Forwarded-For`, to see whether somebody takes it for true.
 * @param key of the self-check; undefined where there is none
 */
export async function visitBroker(
	baseUrl: string,
	{ key, timeoutMs }: { readonly key: Buffer | undefined; readonly timeoutMs: number },
): Promise<Visit> {
	const question = key && makeQuestion(key);
	const headers = {
		'X-Forwarded-For': INVENTED_ADDRESS,
		'Accept-Encoding': 'gzip, br',
		...(question !== undefined && { [SELF_CHECK_HEADER]: question }),
	};
	const called = Date.now();
	try {
		const answer = await ask(`${baseUrl}/.well-known/linkauth`, { headers, timeoutMs });
		const signed = String(answer.headers[SELF_CHECK_HEADER.toLowerCase()] ?? '');
		const arrival = key && question !== undefined ? readAnswer(key, question, signed) : undefined;
		return {
			kind: 'answered',
			...answer,
			between: [called, Date.now()],
			issuer: issuerOf(answer),
			same: arrival ? 'yes' : key ? 'no' : 'unknown',
			arrival,
		};
	} catch (error) {
		return { kind: 'unreachable', why: whyNoAnswer(error) };
	}
}

function issuerOf({ text }: Answer): string | undefined {
	try {
		const { issuer } = JSON.parse(text) as { issuer?: unknown };
		return typeof issuer === 'string' ? issuer : undefined;
	} catch {
		return undefined;
	}
}
