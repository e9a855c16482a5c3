import fc from 'fast-check';
import { CANARY } from './check-answer';

/** Names that mean something to JavaScript, to the DOM or to the prototypes of objects. */
const MEANINGFUL = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'length'];

/** Text of every kind: empty, long, with a mark that must not come back, with anything that Unicode has. */
export function strangeText(): fc.Arbitrary<string> {
	return fc.oneof(
		fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `${CANARY}${text}`),
		fc.string({ unit: 'grapheme', maxLength: 40 }),
		fc.string({ unit: fc.constantFrom('\u0000', '\u202e', '\ud800', '\udc00', '<', '"', '%', 'a', '\n') }),
		fc.constantFrom(...MEANINGFUL, '', ' ', 'null', '0', '-1', '1e999', '%00', '../../etc/passwd'),
		fc.nat({ max: 5_000 }).map((length) => CANARY.repeat(length)),
	);
}

/** Values of every kind that JSON has. */
export function strangeValue(): fc.Arbitrary<unknown> {
	return fc.oneof(
		{ weight: 4, arbitrary: strangeText() },
		{
			weight: 3,
			arbitrary: fc.constantFrom<unknown>(
				...[null, true, false, 0, -1, 0.5, 1e21, Number.MAX_SAFE_INTEGER, Number.MAX_VALUE, Number.MIN_VALUE],
				...[[], {}, [null], [[]], { '': '' }, { toString: 1 }, { length: 1e9 }, { then: 'x' }],
			),
		},
		{ weight: 2, arbitrary: fc.object({ key: strangeText(), values: [fc.integer(), strangeText()] }) },
		{ weight: 1, arbitrary: fc.array(strangeText(), { maxLength: 30 }) },
		{ weight: 1, arbitrary: fc.nat({ max: 200 }).map((length) => Array.from({ length }, () => ({}))) },
	);
}

/** A header's value as HTTP can carry it (RFC 9110 section 5.5), in Latin-1. */
export function headerValue(): fc.Arbitrary<string> {
	const visible = fc.integer({ min: 0x20, max: 0xff }).filter((code) => code !== 0x7f);
	return fc.oneof(
		fc.string({ unit: visible.map((code) => String.fromCharCode(code)), maxLength: 60 }),
		fc.constantFrom('', '*', '*/*', '0', '-1', 'null', 'a, b;q=0.1,,;', '\t', '"', '"\\', '=', CANARY),
		fc.nat({ max: 2_000 }).map((length) => 'x'.repeat(length)),
	);
}

/** Headers, some of which mean something to a broker, some to what may stand before it. */
export function strangeHeaders(): fc.Arbitrary<Record<string, string>> {
	const names = [
		...['accept', 'accept-language', 'accept-encoding', 'authorization', 'cookie', 'content-type'],
		...['content-encoding', 'if-none-match', 'if-modified-since', 'range', 'x-forwarded-for', 'forwarded'],
		...['x-forwarded-proto', 'x-forwarded-host', 'host', 'prefer', 'idempotency-key', 'x-api-key', 'origin'],
		...['x-http-method-override', 'x-request-id', 'referer', 'user-agent', 'expect', 'te', 'x-anything'],
	];
	return fc.dictionary(fc.constantFrom(...names), headerValue(), { maxKeys: 5, noNullPrototype: true });
}
