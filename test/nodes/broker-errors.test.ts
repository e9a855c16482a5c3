import {
	BrokerUnavailable,
	correctedUrl,
	errorOf,
	notABroker,
	unreachable,
} from '../../nodes/shared/broker-errors';

const BROKER = 'https://broker.example';
const error = (statusCode: number, body: unknown = {}, headers: Record<string, unknown> = {}) =>
	errorOf({ statusCode, body, headers }, BROKER);

it.each([
	[
		401,
		{ code: 'api_key_required', title: 'x' },
		/^The broker refused the API key \(401\)\..*asks for one, and got none/,
	],
	[
		403,
		{ code: 'api_key_invalid', title: 'x' },
		/^The broker refused the API key \(403\)\..*does not know this one/,
	],
	[401, 'Unauthorized', /^The broker refused the API key \(401\)\./],
	[401, { code: 'poll_token_invalid', title: 'x' }, /^The broker does not accept this session \(401\)\./],
	[
		403,
		{ code: 'not_allowed', detail: 'Not from here' },
		/^The broker does not allow this \(403\): Not from here\./,
	],
	[
		400,
		{ code: 'invalid_request', detail: 'ttl: too long.' },
		/^The broker did not accept the request \(400\): ttl: too long\. \|/,
	],
	[400, { title: 'Bad' }, /^The broker did not accept the request \(400\): Bad\./],
	[404, 'Not Found', /^There is no LinkAuth broker at https:\/\/broker\.example \(the answer was 404\)\./],
	[404, { code: 'not_found', title: 'Not Found' }, /^There is no LinkAuth broker at /],
	[405, { code: 'method_not_allowed', title: 'x' }, /^There is no LinkAuth broker at /],
	[404, { detail: 'Not Found' }, /^There is no LinkAuth broker at /],
	[403, { detail: 'Invalid poll_token' }, /^The broker does not accept this session \(403\)\./],
	[302, '', /Redirects are not followed\.$/],
	[200, [], /^There is no LinkAuth broker/],
	[501, '', /^There is no LinkAuth broker/],
])('%i with %j is final', (status, body, text) => {
	const refusal = error(status, body);
	expect(refusal).toMatchObject({ name: 'BrokerRefusal', status });
	expect(`${refusal.message} | ${refusal.description}`).toMatch(text);
});

it.each([
	[
		429,
		{ detail: 'Slow down' },
		'The broker has received too many requests (429).',
		'try again later: Slow down.',
	],
	[500, {}, 'The broker cannot do this at the moment (500).', 'It answered: no explanation.'],
	[
		503,
		{ title: 'Store Full' },
		'The broker cannot do this at the moment (503).',
		'It answered: Store Full.',
	],
	[408, '', 'The broker cannot do this at the moment (408).', 'no explanation.'],
	[425, '', 'The broker cannot do this at the moment (425).', 'no explanation.'],
])('%i with %j may pass', (status, body, message, description) => {
	expect(error(status, body)).toMatchObject({
		name: 'BrokerUnavailable',
		status,
		message,
		description: expect.stringContaining(description) as string,
	});
});

it.each([
	[{ 'retry-after': '30' }, {}, 30],
	[{ 'retry-after': 0 }, {}, 1],
	[{ 'retry-after': '3600' }, {}, 60],
	[{}, { title: 'x', interval: 10 }, 10],
	[{ 'retry-after': '30' }, { title: 'x', interval: 10 }, 30],
	[{ 'retry-after': 'Fri, 24 Nov 2000 00:00:00 GMT' }, {}, 1],
	[{ 'retry-after': '-1' }, {}, undefined],
	[{ 'retry-after': 'soon' }, { title: 'x', interval: 10 }, 10],
	[{}, { title: 'x', interval: 0 }, 1],
	[{}, { title: 'x', interval: 1e9 }, 60],
	[{}, { title: 'x', interval: '10' }, undefined],
	[{}, {}, undefined],
])('the headers %j and the body %j ask for a pause of %p seconds', (headers, body, seconds) => {
	for (const status of [429, 503]) {
		const unavailable = error(status, body, headers);
		expect(unavailable).toBeInstanceOf(BrokerUnavailable);
		expect((unavailable as BrokerUnavailable).retryAfter).toBe(seconds);
	}
});

it.each([
	['https://broker.example/connect', 'Enter https://broker.example as the Broker URL'],
	['https://broker.example/base/v1', 'Enter https://broker.example/base as the Broker URL'],
	['https://broker.example/connect/ABCD-1234', 'Enter https://broker.example as the Broker URL'],
	['https://broker.example/base', 'without, /connect or /v1'],
])('of %s it says which address is right', (broker, text) => {
	expect(correctedUrl(broker)).toContain(text);
	const found = errorOf({ statusCode: 404, body: { code: 'not_found', title: 'x' }, headers: {} }, broker);
	expect(found.description).toContain(text);
});

it('says of a server that answers otherwise that it is no broker', () => {
	expect(notABroker({ statusCode: 200, body: '', headers: {} }, BROKER)).toMatchObject({
		message: 'What answers at https://broker.example is not a LinkAuth broker.',
		status: 200,
	});
});

it.each([
	[{ code: 'ECONNREFUSED' }, 'Nothing listens at this address.'],
	[{ cause: { code: 'ENOTFOUND' } }, 'There is no host of this name.'],
	[{ httpCode: 'ECONNRESET' }, 'The connection was cut.'],
	[{ code: 404, cause: { cause: { code: 'ETIMEDOUT' } } }, 'It took too long to answer.'],
	[{ code: 'EPROTO' }, 'What listens there does not speak TLS'],
	[{ code: 'EHOSTUNREACH' }, 'The connection failed (EHOSTUNREACH).'],
	[{ cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } }, 'Its certificate is not one that n8n trusts'],
	[{ httpCode: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, 'Its certificate cannot be traced'],
	[{ code: 'CERT_HAS_EXPIRED' }, 'Its certificate has expired'],
	[{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'Its certificate is for another host name.'],
])('%j means that the broker was not reached', (thrown, reason) => {
	const secret = Object.assign(new Error('sk-secret'), thrown);
	const shown = unreachable(secret, BROKER);
	expect(shown?.message).toBe('The broker at https://broker.example could not be reached.');
	expect(shown?.description.startsWith(reason)).toBe(true);
	expect(shown?.description).toContain('Check the Broker URL');
	expect(shown?.cause).toBeUndefined();
});

it.each([undefined, null, 'ECONNREFUSED', {}, { code: 'other' }, { code: 1 }, nested(5)])(
	'%j is another fault',
	(thrown) => {
		expect(unreachable(thrown, BROKER)).toBeUndefined();
	},
);

function nested(depth: number): object {
	return depth === 0 ? { code: 'ECONNREFUSED' } : { cause: nested(depth - 1) };
}
