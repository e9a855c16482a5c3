import { METHODS } from 'node:http';
import fc from 'fast-check';
import type { ExactRequest } from '../support/fuzz-call';
import { CALLS } from './check-answer';
import { describeFuzz } from './fuzz-suite';
import { strangeHeaders } from './strange-values';

/** CONNECT asks for a tunnel and not for an answer. */
const ASKING = METHODS.filter((method) => method !== 'CONNECT');
const FILES = ['style.css', 'logo', 'colors.css', 'docs.css', '..%2f..%2fmain.js', '%2e%2e', '%00', 'x'];

/** A character as it may stand in the address of a request (RFC 3986), or almost. */
function addressCharacter(): fc.Arbitrary<string> {
	return fc.oneof(
		// A fragment is never sent.
		fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code).replace('#', '~')),
		fc.constantFrom(
			'/',
			'//',
			'%',
			'%2',
			'%2F',
			'%25',
			'%zz',
			'%C0%80',
			'%F0%9F%94%91',
			'..',
			'.',
			';',
			'\\',
		),
	);
}

function strangePart(): fc.Arbitrary<string> {
	return fc.oneof(
		fc.string({ unit: addressCharacter(), minLength: 1, maxLength: 12 }),
		fc.constantFrom('ABCD-1234', 'abcd%201234', 'a'.repeat(64), 'resolve', '__proto__', ...FILES),
	);
}

/** An address of the broker, with anything where its parameters are. */
function knownAddress(): fc.Arbitrary<string> {
	const paths = [...new Set(CALLS.map(({ path }) => path))];
	return fc
		.tuple(fc.constantFrom(...paths), strangePart())
		.map(([path, part]) => path.replace(/\{\w+\}/, part));
}

/** One of them with something put in somewhere. */
function almostKnownAddress(): fc.Arbitrary<string> {
	return fc
		.tuple(knownAddress(), fc.nat({ max: 60 }), fc.nat({ max: 2 }), addressCharacter())
		.map(
			([address, at, left, put]) => `/${address.slice(1, at)}${put}${address.slice(Math.max(1, at) + left)}`,
		);
}

function strangeAddress(): fc.Arbitrary<string> {
	const path = fc.oneof(
		{ weight: 5, arbitrary: knownAddress() },
		{ weight: 3, arbitrary: almostKnownAddress() },
		{
			weight: 2,
			arbitrary: fc.string({ unit: addressCharacter(), maxLength: 40 }).map((text) => `/${text}`),
		},
		{ weight: 1, arbitrary: fc.nat({ max: 2_000 }).map((length) => `/connect/${'a'.repeat(length)}`) },
	);
	const query = fc.option(fc.string({ unit: addressCharacter(), maxLength: 20 }), { nil: undefined });
	return fc
		.tuple(path, query)
		.map(([address, text]) => (text === undefined ? address : `${address}?${text}`));
}

function strangeRequest(): fc.Arbitrary<ExactRequest> {
	const body = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
	return fc.record({
		method: fc.oneof(fc.constantFrom('GET', 'POST', 'HEAD', 'PATCH', 'DELETE'), fc.constantFrom(...ASKING)),
		target: strangeAddress(),
		headers: strangeHeaders(),
		body: fc.option(body, { nil: undefined }),
	});
}

describeFuzz(
	'requests',
	{
		mustHappen: ['openPage 200', 'checkHealth 200', 'lookUpSession 404', 'nothing 405', 'nothing 404'],
	},
	(fuzz) => {
		fuzz.property(
			'any method at any address, with any headers and any body, is answered as documented',
			1,
			strangeRequest,
			async (request) => {
				await fuzz.ask(request);
			},
		);
	},
);
