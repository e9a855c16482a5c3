import type { IDataObject } from 'n8n-workflow';
import { awaiting, httpRequest, request } from '../support/n8n-workflow';
import { person } from '../support/person';
import { startEcho, type EchoServer } from '../support/echo-server';
import { reaches } from './support/executions';
import { leaks } from './support/stored-leaks';
import { asked, onWebhook, startTestbed, type Testbed } from './support/testbed';

const SECRET = 'sk-everywhere-0123456789abcdef';
const BASIC = `Basic ${Buffer.from(`kim:${SECRET}`).toString('base64')}`;
const POST = {
	method: 'POST',
	sendBody: true,
	contentType: 'json',
	specifyBody: 'json',
	jsonBody: '{"page":1}',
};

describe.each(['newest', 'oldest'] as const)('a sealed credential on the %s n8n', (release) => {
	let testbed: Testbed;
	let elsewhere: EchoServer;
	beforeAll(async () => {
		[testbed, elsewhere] = await Promise.all([startTestbed({ release }), startEcho()]);
	});
	afterAll(async () => {
		await Promise.all([testbed.stop(), elsewhere.stop()]);
	});

	/** Asks with these parameters, and sends a request. */
	const send = async (ask: IDataObject, url: string, parameters: IDataObject = {}) => {
		const workflow = await testbed.publish(onWebhook(request(ask), awaiting(), httpRequest(url, parameters)));
		await workflow.start();
		const { code } = await asked(testbed, workflow.id);
		const fields =
			ask['template'] === 'basic_auth' ? { username: 'kim', password: SECRET } : { api_key: SECRET };
		await person.give(testbed.broker.url, code, fields);
		const execution = await reaches(testbed.n8n.session, workflow.id);
		expect(await leaks(testbed, execution, SECRET)).toEqual([]);
		return execution;
	};

	test.each([
		['bearer', {}, {}, { headers: { authorization: `Bearer ${SECRET}` } }],
		[
			'header',
			{ headerName: 'X-Key', headerValue: 'v1 {api_key}' },
			{},
			{ headers: { 'x-key': `v1 ${SECRET}` } },
		],
		['query', { queryName: 'key' }, {}, { url: `/here?key=${SECRET}` }],
		['basic', { template: 'basic_auth' }, {}, { headers: { authorization: BASIC } }],
		['body', { bodyName: 'key' }, POST, { body: `{"page":1,"key":"${SECRET}"}` }],
		[
			'several',
			{ places: { place: [{ way: 'bearer' }, { way: 'query', queryName: 'key' }] } },
			{},
			{ url: `/here?key=${SECRET}`, headers: { authorization: `Bearer ${SECRET}` } },
		],
	])('goes where it was asked for: %s', async (useInHttp, ask: IDataObject, parameters, received) => {
		const execution = await send({ useInHttp, ...ask }, `${testbed.service.url}/here`, parameters);
		expect(execution.status).toBe('success');
		expect(testbed.service.received.at(-1)).toMatchObject(received);
	});

	test('goes nowhere but to its allowed hosts, not even where they send it on', async () => {
		const ask = { allowedHosts: `http://127.0.0.1:${String(testbed.service.port)}` };
		const refused = await send(ask, `${elsewhere.url}/direct`);
		expect(refused.status).toBe('error');
		expect(JSON.stringify(refused.data.resultData)).toContain('may not be sent to');
		await send(ask, `${testbed.service.url}/to?${encodeURIComponent(`${elsewhere.url}/redirected`)}`);
		expect(testbed.service.received.at(-1)?.headers.authorization).toBe(`Bearer ${SECRET}`);
		expect(elsewhere.received).toEqual([]);
	});
});
