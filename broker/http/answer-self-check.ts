import { answerQuestion, SELF_CHECK_HEADER } from '../keys/self-check';
import type { Context } from './context';

/**
 * Answers the question of `linkauth-broker check`, in a header, how its call arrived. Whoever asks without the key, or
 * asks nothing, gets the same as ever.
 * @param keyOf the key, which is only made where somebody asks; gives undefined where there is none
 */
export function answerSelfCheck(context: Context, keyOf: () => Buffer | undefined): void {
	const question = context.get(SELF_CHECK_HEADER);
	const key = question === '' ? undefined : keyOf();
	if (key === undefined) return;
	const { req, state } = context;
	const answer = answerQuestion(key, question, {
		peer: req.socket.remoteAddress ?? '',
		forwarded: context.get('X-Forwarded-For'),
		network: state.network,
		http: req.httpVersion,
	});
	if (answer !== undefined) context.set(SELF_CHECK_HEADER, answer);
}
