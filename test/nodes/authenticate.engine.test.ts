import { startBroker, type RunningBroker } from '../support/broker';
import { startEcho, type EchoServer } from '../support/echo-server';
import { engine, failure, json, runWithPeople } from '../support/n8n-run';
import {
	awaiting,
	httpRequest,
	inARow,
	items,
	linkAuthCredential,
	node,
	request,
} from '../support/n8n-workflow';
import { person } from '../support/person';

const SECRET = 'sk-live-4f9c1d7e8a2b6503';
let broker: RunningBroker;
let service: EchoServer;
let elsewhere: EchoServer;

beforeAll(async () => {
	[broker, service, elsewhere] = await Promise.all([startBroker(), startEcho(), startEcho()]);
});

/** A sealed credential that was asked for like this, with the store that can open it. */
async function sealed(parameters: Parameters<typeof request>[0]) {
	const credentials = linkAuthCredential(broker.url);
	const execution = await runWithPeople(
		inARow(request(parameters), awaiting()),
		{ credentials },
		({ code }) => person.give(broker.url, code, { api_key: SECRET }),
	);
	return { credentials, credential: json(execution, 'Await Credential')[0]?.['credential'] };
}

const uses = [
	['bearer token', {}],
	['header', { useInHttp: 'header' }],
	['query', { useInHttp: 'query' }],
	['basic auth', { useInHttp: 'basic', basicUser: 'api_key', basicPass: 'api_key' }],
] as const;

describe.each(uses)('sent as %s', (_, use) => {
	it('nothing goes to a host that is not allowed', async () => {
		const { credentials, credential } = await sealed({
			...use,
			allowedHosts: 'api.example.com, 127.0.0.1',
		});
		const before = elsewhere.received.length;
		const execution = await engine().run(
			inARow(...items({ credential }), httpRequest(`http://localhost:${String(elsewhere.port)}/steal`)),
			{ credentials },
		);
		expect(failure(execution)).toContain('may not be sent to localhost:');
		expect(failure(execution)).toContain('It may only be sent to: api.example.com, 127.0.0.1');
		expect(elsewhere.received).toHaveLength(before);
	});

	it('a redirect is not followed, so nothing goes to where it points', async () => {
		const { credentials, credential } = await sealed(use);
		const before = elsewhere.received.length;
		const target = encodeURIComponent(`http://localhost:${String(elsewhere.port)}/stolen`);
		for (const method of ['GET', 'POST']) {
			const execution = await engine().run(
				inARow(...items({ credential }), httpRequest(`${service.url}/to?${target}`, { method })),
				{ credentials },
			);
			expect(failure(execution)).toMatch(/\b307\b/);
		}
		expect(service.received.at(-1)?.url).toContain('/to?');
		expect(elsewhere.received).toHaveLength(before);
	});

	it.each(['/status/401', '/status/500'])(
		'a request that fails with %s is sent once and leaves no trace of it',
		async (path) => {
			const { credentials, credential } = await sealed(use);
			const traces = [SECRET, Buffer.from(`${SECRET}:${SECRET}`).toString('base64')];
			for (const onError of ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const) {
				const shown: unknown[] = [];
				const before = service.received.length;
				const copy = node('Copy', 'n8n-nodes-base.set', {
					parameters: { mode: 'raw', jsonOutput: '={{ JSON.stringify($json) }}', options: {} },
				});
				const execution = await engine().run(
					inARow(...items({ credential }), httpRequest(service.url + path, {}, { onError }), copy),
					{ credentials, onMessage: (message) => shown.push(message) },
				);
				expect(service.received).toHaveLength(before + 1);
				for (const trace of traces) {
					expect(execution.stored).not.toContain(trace);
					expect(JSON.stringify(shown)).not.toContain(trace);
				}
			}
		},
	);
});

it.each([
	['Proxy', { proxy: 'http://127.0.0.1:PORT' }],
	['Ignore SSL Issues', { allowUnauthorizedCerts: true }],
])('the option %s cannot lead a restricted credential elsewhere', async (option, options) => {
	const { credentials, credential } = await sealed({ allowedHosts: '127.0.0.1' });
	const before = elsewhere.received.length;
	const text = JSON.stringify(options).replace('PORT', String(elsewhere.port));
	const execution = await engine().run(
		inARow(...items({ credential }), httpRequest(service.url, { options: JSON.parse(text) as object })),
		{ credentials },
	);
	expect(failure(execution)).toContain(`the option ${option} could lead it elsewhere`);
	expect(elsewhere.received).toHaveLength(before);
});

it.each([
	['Host', { parameters: [{ name: 'Host', value: 'evil.test' }] }],
	['x-forwarded-host', { parameters: [{ name: 'X-Forwarded-Host', value: 'evil.test' }] }],
	[' host', { parameters: [{ name: ' Host', value: 'evil.test' }] }],
])('the header %j cannot lead a restricted credential to another virtual host', async (name, header) => {
	const { credentials, credential } = await sealed({ allowedHosts: '127.0.0.1' });
	const before = service.received.length;
	for (const given of [
		{ specifyHeaders: 'keypair', headerParameters: header },
		{ specifyHeaders: 'json', jsonHeaders: JSON.stringify({ [name]: 'evil.test' }) },
		{ specifyHeaders: 'json', jsonHeaders: JSON.stringify({ [name]: ['127.0.0.1', 'evil.test'] }) },
	]) {
		const sent = httpRequest(service.url, { sendHeaders: true, ...given });
		const execution = await engine().run(inARow(...items({ credential }), sent), { credentials });
		expect(failure(execution).toLowerCase()).toContain(`the header ${name.toLowerCase()} could lead it`);
	}
	expect(service.received).toHaveLength(before);
});

it('the allowed host may be named, and other headers be sent', async () => {
	const { credentials, credential } = await sealed({ allowedHosts: '127.0.0.1' });
	const headers = { Host: `127.0.0.1:${String(service.port)}`, 'X-Trace': '1', Connection: 'close' };
	const sent = httpRequest(service.url, {
		sendHeaders: true,
		specifyHeaders: 'json',
		jsonHeaders: JSON.stringify(headers),
	});
	const execution = await engine().run(inARow(...items({ credential }), sent), { credentials });
	expect(failure(execution)).toBe('nothing | ');
	expect(service.received.at(-1)?.headers).toMatchObject({
		'x-trace': '1',
		authorization: `Bearer ${SECRET}`,
	});
});

it('without allowed hosts a credential still does not travel unencrypted', async () => {
	const { credentials, credential } = await sealed({});
	const execution = await engine().run(
		inARow(...items({ credential }), httpRequest('http://unencrypted.example/')),
		{ credentials },
	);
	expect(failure(execution)).toContain('may not be sent to unencrypted.example without encryption');
});

it('a credential that is not for HTTP requests, one that is missing, a decrypted one, a session', async () => {
	const { credentials, credential } = await sealed({ useInHttp: 'none' });
	const asked = await engine().run(inARow(request()), { credentials });
	const session = json(asked, 'Request Credential')[0]?.['session'];
	const cases = [
		[credential, 'This credential was not asked for to be used in HTTP requests: nothing was sent.'],
		[undefined, 'There is no sealed credential in this item.'],
		[{ api_key: SECRET }, 'This is not a sealed credential, but an object (a decrypted credential?).'],
		[session, 'This is a session, not a sealed credential.'],
	] as const;
	for (const [value, message] of cases) {
		const before = service.received.length;
		const execution = await engine().run(inARow(...items({ credential: value }), httpRequest(service.url)), {
			credentials,
		});
		expect(execution.error?.message).toBe(message);
		expect(service.received).toHaveLength(before);
	}
});

it('a credential sealed elsewhere says so', async () => {
	const { credential } = await sealed({});
	const { credentials } = await sealed({});
	const execution = await engine().run(inARow(...items({ credential }), httpRequest(service.url)), {
		credentials,
	});
	expect(execution.error?.message).toBe(
		'The sealed credential was made with another LinkAuth API credential.',
	);
});

it('each item goes with its own credential', async () => {
	const credentials = linkAuthCredential(broker.url);
	const before = service.received.length;
	await runWithPeople(
		inARow(...items({}, {}, {}), request(), awaiting(), httpRequest(service.url)),
		{ credentials },
		({ code }, index) => person.give(broker.url, code, { api_key: `key-${String(index)}` }),
	);
	const sent = service.received.slice(before).map(({ headers }) => headers.authorization);
	expect(sent.sort()).toEqual(['Bearer key-0', 'Bearer key-1', 'Bearer key-2']);
});
