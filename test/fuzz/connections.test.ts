import fc from 'fast-check';
import { sendPieces } from '../support/fuzz-connection';
import type { Answer } from '../support/http';
import { firstAnswer } from '../support/raw-http';
import { checkSome } from './check-answer';
import { DEADLINE, describeFuzz } from './fuzz-suite';
import { POST, strangeConnection } from './strange-bytes';

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';

/**
 * All the answers that came over a connection, one after the other.
 * @throws where anything else came, or half of one
 */
function answersIn(text: string): Answer[] {
	if (text === '') return [];
	if (text.startsWith(CONTINUE)) return answersIn(text.slice(CONTINUE.length));
	const answer = firstAnswer(text);
	const end = text.indexOf('\r\n\r\n') + 4 + Number(answer?.headers['content-length'] ?? 0);
	if (!answer || end > text.length) throw new Error(`no answer: ${JSON.stringify(text.slice(0, 500))}`);
	return [answer, ...answersIn(text.slice(end))];
}

/** The same bytes, cut at these places. */
function piecesOf(bytes: Buffer, cuts: readonly number[]): Buffer[] {
	const places = [
		0,
		...cuts.map((cut) => cut % (bytes.length + 1)).sort((one, other) => one - other),
		bytes.length,
	];
	return places.slice(1).map((place, at) => bytes.subarray(places[at], place));
}

describeFuzz('connections', { mustHappen: [] }, (fuzz) => {
	const seen = new Set<number>();

	fuzz.property(
		'whatever bytes come over a connection, it gets whole answers, or none, and is closed',
		1,
		() => fc.tuple(strangeConnection(), fc.array(fc.nat({ max: 400 }), { maxLength: 3 })),
		async ([bytes, cuts]) => {
			const sent = JSON.stringify(bytes.slice(0, 400));
			const text = await sendPieces(fuzz.port, piecesOf(Buffer.from(bytes, 'latin1'), cuts), DEADLINE);
			for (const answer of answersIn(text)) {
				checkSome(sent, answer);
				seen.add(answer.status);
			}
		},
	);

	test('a request of which the body is missing is answered, whatever it expects', async () => {
		for (const expectation of ['100-continue', 'cake']) {
			const head = `${POST(`Expect: ${expectation}`, 'Transfer-Encoding: chunked')}\r\n\r\n`;
			const text = await sendPieces(
				fuzz.port,
				[Buffer.from(head), Buffer.from('zz\r\n'), Buffer.from('zz')],
				DEADLINE,
			);
			expect(answersIn(text).map(({ status }) => status)).toEqual([400]);
		}
	});

	test('and all that can be wrong with a request was', () => {
		expect([...seen]).toEqual(expect.arrayContaining([200, 400, 404, 405, 415, 431]));
	});
});
