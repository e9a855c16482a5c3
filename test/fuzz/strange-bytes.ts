import fc from 'fast-check';
import { CANARY } from './check-answer';

const BODY = JSON.stringify({ user_code: 'ABCD-1234' });
/** The head of a request with a body. */
export const POST = (...headers: readonly string[]) =>
	['POST /v1/connect/resolve HTTP/1.1', 'Host: x', 'Content-Type: application/json', ...headers].join('\r\n');

/** Requests that can be read, to be damaged. */
const REQUESTS = [
	'GET /health HTTP/1.1\r\nHost: x\r\n\r\n',
	'GET /connect/ABCD-1234 HTTP/1.0\r\n\r\n',
	`GET /v1/sessions/${'a'.repeat(64)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer pt_${'A'.repeat(43)}\r\n\r\n`,
	`${POST(`Content-Length: ${String(BODY.length)}`)}\r\n\r\n${BODY}`,
	`${POST('Transfer-Encoding: chunked')}\r\n\r\n${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`,
	`${POST('Expect: cake', `Content-Length: ${String(BODY.length)}`)}\r\n\r\n${BODY}`,
	`${POST('Expect: 100-continue', `Content-Length: ${String(BODY.length)}`)}\r\n\r\n${BODY}`,
] as const;

/** What is put in: what ends, begins, repeats or contradicts something. */
const ODDITIES = [
	...[
		'\r\n',
		'\n',
		'\r',
		'\r\n\r\n',
		'\0',
		' ',
		'\t',
		':',
		';',
		',',
		'%00',
		'\x80',
		'\xff',
		'\x7f',
		' HTTP/1.1',
	],
	...[
		'Content-Length: 5\r\n',
		'Content-Length: -1\r\n',
		'Content-Length: 1e3\r\n',
		'Content-Length: 5, 5\r\n',
	],
	...[
		'Content-Length: 99999999999999999999\r\n',
		'Transfer-Encoding: chunked\r\n',
		'Transfer-Encoding: gzip\r\n',
	],
	...[
		'Transfer-Encoding: chunked, identity\r\n',
		'Transfer-Encoding : chunked\r\n',
		'Host: y\r\n',
		' folded\r\n',
	],
	...[
		'Connection: close\r\n',
		'Connection: upgrade\r\nUpgrade: h2c\r\n',
		'Trailer: x\r\n',
		'TE: trailers\r\n',
	],
	...[
		'0\r\n\r\n',
		'fffffffffffffffff\r\n',
		'5;a=b\r\n',
		`X-${CANARY}: ${CANARY}\r\n`,
		'http://x',
		'*',
		'//',
		'#',
		'\\',
	],
] as const;

/** Bytes to send over a connection, in Latin-1. */
export function strangeConnection(): fc.Arbitrary<string> {
	return fc.oneof(
		{ weight: 8, arbitrary: damagedRequest() },
		{
			weight: 2,
			arbitrary: fc
				.array(fc.oneof(damagedRequest(), fc.constantFrom(...REQUESTS)), { maxLength: 4 })
				.map((all) => all.join('')),
		},
		{
			weight: 2,
			arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
		},
		{
			weight: 1,
			arbitrary: fc.constantFrom(
				'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
				'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
				'',
			),
		},
		{
			weight: 1,
			arbitrary: fc
				.nat({ max: 40_000 })
				.map((length) => `GET /health HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(length)}\r\n\r\n`),
		},
		{
			weight: 1,
			arbitrary: fc
				.nat({ max: 3_000 })
				.map((count) => `GET /health HTTP/1.1\r\nHost: x\r\n${'A: b\r\n'.repeat(count)}\r\n`),
		},
	);
}

/** A request with some bytes lost, others put in, or its end missing. */
function damagedRequest(): fc.Arbitrary<string> {
	const put = fc.oneof(
		fc.constantFrom(...ODDITIES),
		fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
	);
	const damage = fc.tuple(fc.nat({ max: 300 }), fc.nat({ max: 3 }), put);
	return fc
		.tuple(fc.constantFrom(...REQUESTS), fc.array(damage, { minLength: 1, maxLength: 3 }))
		.map(([request, all]) =>
			all.reduce<string>((text, [at, lost, more]) => {
				const from = at % (text.length + 1);
				return text.slice(0, from) + more + text.slice(from + lost);
			}, request),
		);
}
