import { isToken, makeToken, TOKEN_PREFIXES, type TokenKind } from '../../protocol/tokens';

const KINDS = Object.keys(TOKEN_PREFIXES) as TokenKind[];

test.each(KINDS)('a fresh %s token is its prefix and base64url of 32 bytes', (kind) => {
	const token = makeToken(kind);
	expect(token.startsWith(TOKEN_PREFIXES[kind])).toBe(true);
	expect(Buffer.from(token.slice(3), 'base64url')).toHaveLength(32);
	expect(token).toHaveLength(46);
	expect(isToken(kind, token)).toBe(true);
});

test('no two tokens are alike', () => {
	const tokens = Array.from({ length: 5_000 }, () => makeToken('poll'));
	expect(new Set(tokens).size).toBe(tokens.length);
});

test.each(KINDS)('every one of the 256 bits of a %s token is random', (kind) => {
	const tokens = Array.from({ length: 2_000 }, () => Buffer.from(makeToken(kind).slice(3), 'base64url'));
	const ones = Array.from({ length: 256 }, (_, bit) =>
		tokens.reduce((count, bytes) => count + (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1), 0),
	);
	// 1,000 expected, with a standard deviation of 22.4: seven of these are passed by chance once in a billion runs.
	expect(ones.filter((count) => Math.abs(count - 1_000) > 157)).toEqual([]);
	// No byte repeats another one, as it would where a few random bytes were stretched to many.
	const repeats = Array.from({ length: 32 * 32 }, (_, pair) => [pair >> 5, pair & 31] as const)
		.filter(([one, other]) => one < other)
		.map(([one, other]) => tokens.filter((bytes) => bytes[one] === bytes[other]).length);
	// One in 256 expected, 7.8 of 2,000, with a standard deviation of 2.8.
	expect(repeats.filter((count) => count > 40)).toEqual([]);
});

test.each(KINDS)('a %s token is not taken for one of another kind', (kind) => {
	const others = KINDS.filter((other) => other !== kind);
	expect(others.some((other) => isToken(other, makeToken(kind)))).toBe(false);
});

test.each([
	['empty', ''],
	['only the prefix', 'pt_'],
	['a character short', makeToken('poll').slice(0, -1)],
	['a character long', `${makeToken('poll')}A`],
	['with a line break', `${makeToken('poll')}\n`],
	['with a character of standard base64', `pt_${'+'.repeat(43)}`],
])('a token that is %s has not the shape of one', (_, text) => {
	expect(isToken('poll', text)).toBe(false);
});
