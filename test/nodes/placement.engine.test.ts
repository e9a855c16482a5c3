import { startBroker, type RunningBroker } from '../support/broker';
import { startEcho, type EchoServer } from '../support/echo-server';
import { runWithPeople, type People } from '../support/n8n-run';
import { awaiting, httpRequest, inARow, linkAuthCredential, request } from '../support/n8n-workflow';
import { person } from '../support/person';

const SECRET = 'sk-live-4f9c1d7e8a2b6503';
let broker: RunningBroker;
let echo: EchoServer;

beforeAll(async () => {
	[broker, echo] = await Promise.all([startBroker(), startEcho()]);
});

const gives =
	(fields: Readonly<Record<string, string>>): People =>
	({ code }) =>
		person.give(broker.url, code, fields);

describe('a credential reaches the place it was asked for', () => {
	const custom = {
		template: 'custom',
		fields: {
			field: [
				{ name: 'user', label: 'User', type: 'text' },
				{ name: 'key', label: 'Key', type: 'password' },
			],
		},
	};
	const values = { user: 'kim', key: SECRET };
	it.each([
		['bearer token', { ...custom, useInHttp: 'bearer' }, values, { authorization: `Bearer ${SECRET}` }, ''],
		[
			'basic auth',
			{ ...custom, useInHttp: 'basic', basicUser: 'user', basicPass: 'key' },
			{ user: 'kim', key: 'pässword:1' },
			{ authorization: `Basic ${Buffer.from('kim:pässword:1').toString('base64')}` },
			'',
		],
		[
			'header',
			{ ...custom, useInHttp: 'header', headerName: 'X-Auth', headerValue: 'Token {user}/{key}' },
			values,
			{ 'x-auth': `Token kim/${SECRET}` },
			'',
		],
		['query', { ...custom, useInHttp: 'query', queryName: 'k' }, values, {}, `k=${SECRET}`],
		[
			'template: Anthropic',
			{ template: 'anthropic', allowedHosts: '127.0.0.1' },
			{ api_key: SECRET },
			{ 'x-api-key': SECRET },
			'',
		],
		[
			'template: login',
			{ template: 'basic_auth' },
			{ username: 'kim', password: SECRET },
			{ authorization: `Basic ${Buffer.from(`kim:${SECRET}`).toString('base64')}` },
			'',
		],
	])('%s', async (_, parameters, fields, headers, query) => {
		const execution = await runWithPeople(
			inARow(
				request(parameters),
				awaiting(),
				httpRequest(`${echo.url}/placed`, {
					method: 'POST',
					sendHeaders: true,
					headerParameters: {
						parameters: [
							{ name: 'authorization', value: 'mine' },
							{ name: 'X-Own', value: 'kept' },
						],
					},
					sendQuery: true,
					queryParameters: { parameters: [{ name: 'page', value: '2' }] },
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '{"hello":"world"}',
				}),
			),
			{ credentials: linkAuthCredential(broker.url) },
			gives(fields),
		);
		expect(execution.error).toBeUndefined();
		const arrived = echo.received.at(-1);
		expect(arrived).toMatchObject({ method: 'POST', body: '{"hello":"world"}' });
		expect(arrived?.headers).toMatchObject({ authorization: 'mine', 'x-own': 'kept', ...headers });
		expect(arrived?.url).toContain(`page=2${query === '' ? '' : `&${query}`}`);
		expect(execution.stored).not.toContain(SECRET);
	});
});
