import type { IDataObject } from 'n8n-workflow';

import type { Execution } from '../../n8n-engine/engine';
import { startBroker, type RunningBroker } from '../support/broker';
import { startEcho, type EchoServer } from '../support/echo-server';
import { json, runWithPeople, type People } from '../support/n8n-run';
import { awaiting, httpRequest, inARow, linkAuthCredential, node, request } from '../support/n8n-workflow';
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

it('carries a sealed credential to the service, and leaves it nowhere in the execution data', async () => {
	const credentials = linkAuthCredential(broker.url);
	const shown: unknown[] = [];
	const execution = await runWithPeople(
		inARow(request(), node('Chat', 'n8n-nodes-base.noOp'), awaiting(), httpRequest(`${echo.url}/me`)),
		{ credentials, onMessage: (message) => shown.push(message) },
		gives({ api_key: SECRET }),
	);
	expect(execution.status).toBe('success');
	expect(echo.received.at(-1)?.headers.authorization).toBe(`Bearer ${SECRET}`);
	expect(json(execution, 'Await Credential')).toEqual([
		{
			status: 'ready',
			fields: ['api_key'],
			credential: expect.stringMatching(/^sealed-by-linkauth\..*\.la1\.credential\./) as string,
			openedAt: expect.stringMatching(/^20.*Z$/) as string,
			confirmedAt: expect.stringMatching(/^20.*Z$/) as string,
			receivedAt: expect.stringMatching(/^20.*Z$/) as string,
		},
	]);
	expect(execution.stored).not.toContain(SECRET);
	expect(execution.stored).not.toContain('PRIVATE KEY');
	expect(JSON.stringify(shown)).not.toContain(SECRET);
	expect(broker.log()).not.toContain(SECRET);
});

describe('a sealed credential where LinkAuth API is not chosen', () => {
	const header = (value: string) => ({
		authentication: 'none',
		sendHeaders: true,
		headerParameters: { parameters: [{ name: 'Authorization', value }] },
	});
	const run = async (parameters: IDataObject) =>
		await runWithPeople(
			inARow(request(), awaiting(), httpRequest(`${echo.url}/bare`, parameters)),
			{ credentials: linkAuthCredential(broker.url) },
			gives({ api_key: SECRET }),
		);

	it('says what it is to whoever sees it: n8n sends whatever stands in a header', async () => {
		await run(header('=Bearer {{ $json.credential }}'));
		expect(echo.received.at(-1)?.headers.authorization).toMatch(
			/^Bearer sealed-by-linkauth\.choose-linkauth-api-as-authentication\.la1\.credential\./,
		);
		expect(JSON.stringify(echo.received.at(-1))).not.toContain(SECRET);
	});

	it('and where a request goes without it, a hint names the node', async () => {
		const hints = (execution: Execution) => execution.runData['Await Credential']?.[0]?.hints ?? [];
		const bare = await run({ authentication: 'none' });
		expect(hints(bare)).toEqual([
			{
				type: 'warning',
				location: 'outputPane',
				message: expect.stringContaining(
					'“HTTP Request” sends its request without this credential.',
				) as string,
			},
		]);
		expect(hints(await run({}))).toEqual([]);
	});
});

it('finds the session when a node in between has replaced the item', async () => {
	const execution = await runWithPeople(
		inARow(
			request(),
			node('Chat', 'n8n-nodes-base.set', {
				parameters: { mode: 'raw', jsonOutput: '{"sent":true}', options: {} },
			}),
			awaiting(),
		),
		{ credentials: linkAuthCredential(broker.url) },
		gives({ api_key: SECRET }),
	);
	expect(json(execution, 'Await Credential')[0]).toHaveProperty('status', 'ready');
});

it('gives the values themselves where Decrypted was chosen, and only there', async () => {
	const execution = await runWithPeople(
		inARow(request(), awaiting({ output: 'decrypted' })),
		{ credentials: linkAuthCredential(broker.url) },
		gives({ api_key: SECRET }),
	);
	expect(json(execution, 'Await Credential')[0]).toMatchObject({ credential: { api_key: SECRET } });
	expect(execution.stored).toContain(SECRET);
});

it('shows the last characters of long keys on request, and never of passwords or short values', async () => {
	const fields = [
		{ name: 'api_key', label: 'Key', type: 'password' },
		{ name: 'password', label: 'Password', type: 'password' },
		{ name: 'pin_code', label: 'PIN', type: 'text' },
		{ name: 'short', label: 'Short', type: 'text' },
	];
	const execution = await runWithPeople(
		inARow(
			request({ template: 'custom', fields: { field: fields } }),
			awaiting({ options: { includePreview: true } }),
		),
		{ credentials: linkAuthCredential(broker.url) },
		gives({
			api_key: SECRET,
			password: 'a-long-password-of-mine',
			pin_code: '1'.repeat(30),
			short: 'abcdef',
		}),
	);
	expect(json(execution, 'Await Credential')[0]?.['preview']).toEqual({ api_key: '…6503' });
});

it('ends the use of a sealed credential when its time is up', async () => {
	const execution = await runWithPeople(
		inARow(request(), awaiting({ options: { validFor: 0 } }), httpRequest(`${echo.url}/late`)),
		{ credentials: linkAuthCredential(broker.url) },
		gives({ api_key: SECRET }),
	);
	expect(execution.error?.message).toMatch(
		/^The sealed credential was valid until 20.*: nothing was sent\.$/,
	);
	expect(echo.received.map(({ url }) => url)).not.toContain('/late');
});

it('keeps the incoming data on request', async () => {
	const execution = await runWithPeople(
		inARow(
			node('Input', 'n8n-nodes-base.set', {
				parameters: { mode: 'raw', jsonOutput: '{"customer":"ACME"}', options: {} },
			}),
			request({ options: { includeInputData: true } }),
			awaiting({ options: { includeInputData: true } }),
		),
		{ credentials: linkAuthCredential(broker.url) },
		gives({ api_key: SECRET }),
	);
	expect(json(execution, 'Await Credential')[0]).toMatchObject({ customer: 'ACME', status: 'ready' });
});
