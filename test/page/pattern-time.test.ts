import fc from 'fast-check';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { patternCost } from '../../broker/page/fields/pattern-cost';
import { AFFORDABLE_STEPS } from '../../broker/page/fields/pattern';
import { cleanup } from '../support/cleanup';

/** Matches `{ pattern, text }` as the page does, and answers when it is done. */
const MATCHER = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ pattern, text }) => {
	try { new RegExp('^(?:' + pattern + ')$', 'v').test(text); } catch {}
	parentPort.postMessage('done');
});`;
/** Milliseconds. A pattern that blocks the page takes years; one that may be tried takes a few of these. */
const DEADLINE = 10_000;

let matcher: Worker;
beforeAll(() => {
	matcher = cleanup(new Worker(MATCHER, { eval: true }), async (worker) => {
		await worker.terminate();
	});
});

const character = fc.constantFrom(
	...[
		'a',
		'b',
		'.',
		'\\u{61}',
		'\\u0061',
		'\\x61',
		'\\w',
		'\\p{L}',
		'\\p{Ll}',
		'[ab]',
		'[^b]',
		'[a-z]',
		'[[a]b]',
	],
	...[
		'[\\u{61}]',
		'[\\w--b]',
		'[\\q{a|aa}]',
		'\\p{RGI_Emoji}',
		'\\b',
		'$',
		'',
		'\\1',
		'\\k<n>',
		'\\P{Lu}',
		'[*+]',
	],
);
const quantifier = fc.constantFrom(
	...['*', '+', '?', '*?', '+?', '{2}', '{0,3}', '{1,}', '{9}', '{2,9}?', '{99}', '{9999}', '{61}', '{0}'],
);
const { pattern } = fc.letrec<{ pattern: string; term: string }>((tie) => ({
	term: fc.oneof(
		{ depthSize: 'medium', withCrossShrink: true },
		character,
		fc.tuple(character, quantifier).map((parts) => parts.join('')),
		fc
			.tuple(fc.constantFrom('(', '(?:', '(?=', '(?!', '(?<=', '(?<!'), tie('pattern'), fc.option(quantifier))
			.map(([open, inner, times]) => `${open}${inner})${times ?? ''}`),
	),
	pattern: fc
		.array(fc.array(tie('term'), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 })
		.map((alternatives) => alternatives.map((terms) => terms.join('')).join('|')),
}));
/** The shape of most patterns that block: a repetition of what is repeated, and an end that is not there. */
const nested = fc
	.tuple(character, quantifier, character, quantifier, character)
	.map(([inner, times, more, again, end]) => `(?:${inner}${times}|${more})${again}${end}`);
const text = fc
	.tuple(
		fc.constantFrom('a', 'ab', 'aab', 'b', 'é', '😀'),
		fc.integer({ min: 1, max: 3_000 }),
		fc.constantFrom('', '!', 'b'),
	)
	.map(([part, times, end]) => part.repeat(times) + end);

async function isMatchedInTime(tried: { pattern: string; text: string }): Promise<boolean> {
	const done = once(matcher, 'message', { signal: AbortSignal.timeout(DEADLINE) });
	matcher.postMessage(tried);
	return await done.then(
		() => true,
		() => false,
	);
}

test('a pattern that may be tried is done soon, whatever the text', async () => {
	let tried = 0;
	await fc.assert(
		fc.asyncProperty(fc.oneof(pattern, nested, fc.string()), text, async (given, value) => {
			// As long a text as the pattern may be tried on: there it takes the most steps.
			let length = value.length;
			while (length > 0 && patternCost(given, length) > AFFORDABLE_STEPS) length = Math.floor(length / 2);
			if (patternCost(given, length) > AFFORDABLE_STEPS) return true;
			tried += 1;
			return await isMatchedInTime({ pattern: given, text: value.slice(value.length - length) });
		}),
		{ numRuns: 10_000, endOnFailure: true },
	);
	expect(tried).toBeGreaterThan(1_000);
}, 120_000);

test.each([
	'(\\u{61}+)+b',
	'(\\u{61}*)*b',
	'(\\u{61}|\\u{61})*b',
	'(?:\\p{L}+)+!',
	'([\\q{a|aa}])*b',
	'(\\x61+)+b',
])('%s would not be done soon, and is not tried', (given) => {
	expect(patternCost(given, 60)).toBeGreaterThan(AFFORDABLE_STEPS);
});
