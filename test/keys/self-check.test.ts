import { makeApiKey } from '../../broker/keys/api-key';
import {
	answerQuestion,
	makeQuestion,
	readAnswer,
	SELF_CHECK_HEADER,
	selfCheckKey,
} from '../../broker/keys/self-check';
import { startBroker } from '../support/broker';
import { call, type Answer } from '../support/http';

const ARRIVAL = { peer: '10.0.0.5', forwarded: '203.0.113.9', network: '203.0.113.9', http: '1.1' };
const robot = makeApiKey('3f9a0c5d7e21b846f0d1a2c3b4e59687', 'Robot');
const sam = makeApiKey('0d1a2c3b4e596873f9a0c5d7e21b846f', 'Sam');
const keyOf = (
	keys: Parameters<typeof selfCheckKey>[0]['keys'],
	logKey?: string,
	store: unknown = 'memory',
) => selfCheckKey({ keys, logKey, store });
const made = (...args: Parameters<typeof keyOf>) => keyOf(...args) ?? Buffer.alloc(0);

describe('the key of the self-check', () => {
	test('is the same for the same configuration, in whatever order', () => {
		expect(made([robot, sam])).toEqual(made([sam, robot, sam]));
	});

	test('is another one for whoever has one key of several, another log key or another store', () => {
		const keys = [
			made([robot, sam]),
			made([robot]),
			made([sam]),
			made([robot, sam], 'l'),
			made([robot, sam], undefined, 'redis'),
		];
		expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(5);
	});

	test('is none where nothing in the configuration is a secret', () => {
		expect(keyOf([])).toBeUndefined();
		expect(keyOf([], 'a log key')).toBeDefined();
	});
});

describe('a question', () => {
	const key = made([robot]);

	test('is answered, and the answer is to this one', () => {
		const question = makeQuestion(key);
		const answer = answerQuestion(key, question, ARRIVAL) ?? '';
		expect(readAnswer(key, question, answer)).toEqual(ARRIVAL);
		expect(readAnswer(key, makeQuestion(key), answer)).toBeUndefined();
		expect(readAnswer(made([sam]), question, answer)).toBeUndefined();
		expect(readAnswer(key, question, answer.replace(/^./, 'x'))).toBeUndefined();
		expect(readAnswer(key, question, '')).toBeUndefined();
	});

	test('of another key, altered or of another shape is not', () => {
		const question = makeQuestion(key);
		for (const wrong of [makeQuestion(made([sam])), question.replace(/^./, '!'), `${question}x`, '', '.'])
			expect(answerQuestion(key, wrong, ARRIVAL)).toBeUndefined();
	});
});

describe('a broker', () => {
	const settings = { LINKAUTH_API_KEYS: 'Robot:3f9a0c5d7e21b846f0d1a2c3b4e59687' };
	const discover = async (url: string, question?: string) => {
		const asked = question === undefined ? {} : { [SELF_CHECK_HEADER]: question };
		const answer = await call(url, 'GET', '/.well-known/linkauth', { headers: asked });
		// These two differ from one answer to the next, whatever is asked.
		const headers = { ...answer.headers, date: '', 'x-request-id': '' };
		return { status: answer.status, text: answer.text, headers };
	};

	test('answers whoever has its configuration, and everybody else as if nothing had been asked', async () => {
		const { url } = await startBroker(settings);
		const key =
			selfCheckKey({ keys: [robot], logKey: undefined, store: { kind: 'memory' } }) ?? Buffer.alloc(0);
		const question = makeQuestion(key);
		const { headers, ...answer } = await discover(url, question);
		const { [SELF_CHECK_HEADER.toLowerCase()]: signed, ...others } = headers as Answer['headers'];
		expect(readAnswer(key, question, String(signed))).toEqual({
			peer: '127.0.0.1',
			forwarded: '',
			network: '127.0.0.1',
			http: '1.1',
		});
		const unasked = await discover(url);
		expect({ ...answer, headers: others }).toEqual(unasked);
		for (const wrong of [makeQuestion(made([robot])), `${question}x`, 'x', ' '])
			expect(await discover(url, wrong)).toEqual(unasked);
	});

	test('answers nobody where it has no secret', async () => {
		const { url } = await startBroker();
		expect(await discover(url, makeQuestion(Buffer.alloc(32)))).toEqual(await discover(url));
	});
});
