import type { IDataObject } from 'n8n-workflow';
import { startBroker, type RunningBroker } from '../support/broker';
import { startEcho, type EchoServer } from '../support/echo-server';
import { runWithPeople } from '../support/n8n-run';
import { awaiting, httpRequest, inARow, linkAuthCredential, request } from '../support/n8n-workflow';
import { person } from '../support/person';
import { formsOf } from '../support/secret-forms';

const SECRET = 'sk-body-0123456789abcdef/+=ü';
let broker: RunningBroker;
let echo: EchoServer;

beforeAll(async () => {
	[broker, echo] = await Promise.all([startBroker(), startEcho()]);
});

/** Asks with this use, and sends a request with these parameters. */
async function send(
	use: IDataObject,
	parameters: IDataObject,
	path = '/here',
	onError?: 'continueRegularOutput',
) {
	const execution = await runWithPeople(
		inARow(
			request(use),
			awaiting(),
			httpRequest(echo.url + path, parameters, onError === undefined ? {} : { onError }),
		),
		{ credentials: linkAuthCredential(broker.url) },
		({ code }) => person.give(broker.url, code, { api_key: SECRET }),
	);
	return { execution, received: echo.received.at(-1) };
}

const IN_BODY = { useInHttp: 'body', bodyName: 'token' };
const JSON_BODY = {
	method: 'POST',
	sendBody: true,
	contentType: 'json',
	specifyBody: 'json',
	jsonBody: '{"page": 1, "token": "mine"}',
};
const FORM_FIELDS = { parameters: [{ name: 'page', value: '1' }] };

it.each([
	['JSON', JSON_BODY, (body: string) => JSON.parse(body) as unknown, { page: 1, token: SECRET }],
	[
		'a form',
		{ method: 'POST', sendBody: true, contentType: 'form-urlencoded', bodyParameters: FORM_FIELDS },
		(body: string) => Object.fromEntries(new URLSearchParams(body)) as unknown,
		{ page: '1', token: SECRET },
	],
	['nothing', { method: 'POST' }, (body: string) => JSON.parse(body) as unknown, { token: SECRET }],
])('goes into a field of a body that is %s', async (_, parameters, read, expected) => {
	const { execution, received } = await send(IN_BODY, parameters);
	expect(execution.error).toBeUndefined();
	expect(read(received?.body ?? '')).toEqual(expected);
	expect(formsOf(SECRET).filter((form) => execution.stored.includes(form))).toEqual([]);
});

it.each([
	['has no body', { method: 'GET' }, 'this request has no body: nothing was sent'],
	[
		'has a multipart body',
		{
			method: 'PUT',
			sendBody: true,
			contentType: 'multipart-form-data',
			bodyParameters: FORM_FIELDS,
		},
		'the body of this request is of another kind: nothing was sent',
	],
	[
		'has a body without fields',
		{ method: 'POST', sendBody: true, contentType: 'raw', rawContentType: 'text/plain', body: 'text' },
		'the body of this request is of another kind: nothing was sent',
	],
])('is not sent where the request %s', async (_, parameters, message) => {
	const before = echo.received.length;
	const { execution } = await send(IN_BODY, parameters);
	expect(execution.error?.message).toContain(message);
	expect(echo.received).toHaveLength(before);
});

it('goes to several places of one request at once', async () => {
	const place = [
		{ way: 'bearer' },
		{ way: 'header', headerName: 'X-Key', headerValue: 'v1 {username}' },
		{ way: 'query', queryName: 'key', sendField: 'username' },
		{ way: 'body', bodyName: 'secret', sendField: 'password' },
	];
	const execution = await runWithPeople(
		inARow(
			request({ template: 'basic_auth', useInHttp: 'several', places: { place } }),
			awaiting(),
			httpRequest(`${echo.url}/all`, JSON_BODY),
		),
		{ credentials: linkAuthCredential(broker.url) },
		({ code }) => person.give(broker.url, code, { username: 'kim', password: 'p-0123456789-w' }),
	);
	expect(execution.error).toBeUndefined();
	const received = echo.received.at(-1);
	expect(received?.url).toBe('/all?key=kim');
	expect(received?.headers).toMatchObject({ authorization: 'Bearer p-0123456789-w', 'x-key': 'v1 kim' });
	expect(JSON.parse(received?.body ?? '')).toEqual({ page: 1, token: 'mine', secret: 'p-0123456789-w' });
	expect(execution.stored).not.toContain('p-0123456789-w');
});

it('asks for places where there are none', async () => {
	const { execution } = await send({ useInHttp: 'several' }, JSON_BODY);
	expect(execution.error?.message).toBe('There are no Places.');
});

it.each([undefined, 'continueRegularOutput' as const])(
	'is in no execution data where the service refuses it (on error: %s)',
	async (onError) => {
		const { execution, received } = await send(IN_BODY, JSON_BODY, '/status/422', onError);
		expect(received?.body).toContain('sk-body');
		expect(formsOf(SECRET).filter((form) => execution.stored.includes(form))).toEqual([]);
	},
);
