import type { IDataObject } from 'n8n-workflow';

import { startBroker, type RunningBroker } from '../support/broker';
import { engine, failure, json, type Asked } from '../support/n8n-run';
import { inARow, items, linkAuthCredential, request } from '../support/n8n-workflow';
import { person } from '../support/person';
import { keyFingerprint } from '../../protocol/key-fingerprint';

let broker: RunningBroker;
beforeAll(async () => {
	broker = await startBroker();
});

const run = (parameters: Parameters<typeof request>[0], typeVersion = 2) =>
	engine().run(inARow(request(parameters, { typeVersion })), {
		credentials: linkAuthCredential(`${broker.url}/`),
	});
const ask = async (parameters: Parameters<typeof request>[0], typeVersion?: number): Promise<Asked> => {
	const execution = await run(parameters, typeVersion);
	expect(failure(execution)).toBe('nothing | ');
	return json(execution, 'Request Credential')[0] as unknown as Asked;
};

it('gives a link with the key’s fingerprint, a code, the time it works, and a message', async () => {
	const asked = await ask({ displayName: 'ACME', reason: 'To read invoices.' });
	const { body } = await person.lookUp(broker.url, asked.code);
	expect(asked.url).toMatch(new RegExp(`/connect/${asked.code}#k=`));
	expect(asked.url.split('#k=')[1]).toBe(await keyFingerprint(body.public_key));
	expect(asked.verificationUri).toMatch(/\/connect$/);
	expect(Math.abs(Date.parse(asked.expiresAt) - Date.now() - 600_000)).toBeLessThan(5_000);
	expect(asked.message).toBe(
		`Please connect ACME: To read invoices.\nOpen ${asked.url} and check that the page shows the code ${asked.code}.\nThe link works for 10 minutes. What you enter is encrypted in your browser.`,
	);
	expect(asked.session).toMatch(/^la1\.session\./);
});

it('tells the person who asks, for what, why, and where it may be sent', async () => {
	const { code } = await ask({
		template: 'custom',
		displayName: 'ACME',
		reason: 'To read invoices',
		fields: {
			field: [
				{
					name: 'region',
					label: 'Region',
					type: 'select',
					choices: 'EU\nUS\n',
					required: true,
					help: 'Where you live',
				},
				{ name: 'api_key', label: '', type: 'password', required: false, placeholder: 'sk-…' },
			],
		},
		allowedHosts: 'API.acme.example',
		options: { requesterName: 'ACME Bot', requesterDetail: 'by Kim' },
	});
	const { body } = await person.lookUp(broker.url, code);
	expect(body).toMatchObject({
		display_name: 'ACME',
		reason: 'To read invoices',
		requester: { name: 'ACME Bot', detail: 'by Kim', verified: false },
		allowed_hosts: ['api.acme.example'],
		fields: [
			{
				name: 'region',
				label: 'Region',
				type: 'select',
				options: ['EU', 'US'],
				required: true,
				help: 'Where you live',
			},
			{ name: 'api_key', label: 'api_key', type: 'password', required: false, placeholder: 'sk-…' },
		],
	});
});

it('keys of known services go to their own address unless told otherwise', async () => {
	const { code } = await ask({ template: 'openai' });
	expect((await person.lookUp(broker.url, code)).body.allowed_hosts).toEqual(['api.openai.com']);
	const other = await ask({ template: 'openai', allowedHosts: 'proxy.example' });
	expect((await person.lookUp(broker.url, other.code)).body.allowed_hosts).toEqual(['proxy.example']);
});

it('a node of version 1 has them among its options, as workflows from then say', async () => {
	const { code } = await ask({ template: 'openai', options: { allowedHosts: 'proxy.example' } }, 1);
	expect((await person.lookUp(broker.url, code)).body.allowed_hosts).toEqual(['proxy.example']);
});

describe('a link that the broker lets work for less than was asked for', () => {
	const short = async (parameters: IDataObject) => {
		const strict = await startBroker({ LINKAUTH_MAX_TTL: '900' });
		const execution = await engine().run(inARow(request(parameters)), {
			credentials: linkAuthCredential(strict.url),
		});
		const [asked] = json(execution, 'Request Credential');
		return { asked, hints: execution.runData['Request Credential']?.[0]?.hints };
	};

	it('is said to in the output, and as a hint in the editor', async () => {
		const { asked, hints } = await short({ expiresIn: 2, expiresInUnit: 'days' });
		expect(asked).toMatchObject({ shortened: true, requestedExpiresAt: expect.any(String) as string });
		expect(asked?.['message']).toContain('The link works for 15 minutes.');
		expect(hints).toEqual([
			{
				message:
					'The link works for 15 minutes, not for the 2 days of Expires In: the broker allows no more, which its operator can change (LINKAUTH_MAX_TTL).',
				type: 'warning',
				location: 'outputPane',
			},
		]);
	});

	it('one that works as long as was asked for has neither', async () => {
		const { asked, hints } = await short({ expiresIn: 15 });
		expect(asked).not.toHaveProperty('shortened');
		expect(hints ?? []).toEqual([]);
	});
});

it('a broker whose links begin with http:// at another machine is refused: nobody could answer', async () => {
	const insecure = await startBroker({ LINKAUTH_BASE_URL: 'http://broker.example.com' });
	const execution = await engine().run(inARow(request()), { credentials: linkAuthCredential(insecure.url) });
	expect(execution.error?.message).toContain('Nobody could answer');
	expect(execution.error).toHaveProperty('description', expect.stringContaining('LINKAUTH_BASE_URL'));
});

it('own words for the message, and the way with a typed code', async () => {
	const own = await ask({
		template: 'openai',
		displayName: '',
		options: { messageText: '{displayName} {link} {code} {minutes} {unknown} {constructor}' },
	});
	expect(own.message).toBe(`OpenAI API key ${own.url} ${own.code} 10 {unknown} {constructor}`);
	const typed = await ask({ options: { linkMode: 'code' } });
	expect(typed.url).toMatch(/\/connect#k=/);
	expect(typed.message).toContain(`Open ${typed.url} and enter the code ${typed.code}.`);
});

it('where the broker wants codes typed, the link does not carry them', async () => {
	const strict = await startBroker({ LINKAUTH_VERIFICATION_MODE: 'manual_code_entry' });
	const execution = await engine().run(inARow(request()), { credentials: linkAuthCredential(strict.url) });
	const [asked] = json(execution, 'Request Credential') as unknown as Asked[];
	expect(asked?.url).toMatch(/\/connect#k=/);
	expect(asked?.message).toContain(`enter the code ${String(asked?.code)}`);
});

it('every item is asked for, in order, each with its own request', async () => {
	const people = Array.from({ length: 20 }, (_, index) => ({ who: `Person ${String(index)}` }));
	const execution = await engine().run(
		inARow(...items(...people), request({ displayName: '={{ $json.who }}' })),
		{
			credentials: linkAuthCredential(broker.url),
		},
	);
	const output = execution.output('Request Credential');
	expect(output.map(({ pairedItem }) => pairedItem)).toEqual(people.map((_, item) => ({ item })));
	expect(output.map((item) => (item.json['message'] as string).split('\n')[0])).toEqual(
		people.map(({ who }) => `Please connect ${who}.`),
	);
	expect(new Set(output.map((item) => item.json['code'])).size).toBe(20);
});

it.each([
	[
		'custom fields without a display name',
		{ template: 'custom', displayName: '', fields: { field: [{ name: 'a' }] } },
		'Display Name is empty.',
	],
	['no fields', { template: 'custom', fields: {} }, 'There are no Fields.'],
	[
		'a field without a usable name',
		{ template: 'custom', fields: { field: [{ name: '1 a', label: 'One' }] } },
		'Field 1 ("One") has no usable Name.',
	],
	[
		'two fields of one name',
		{ template: 'custom', fields: { field: [{ name: 'a' }, { name: 'a' }] } },
		'Two Fields have the name "a".',
	],
	[
		'a choice without choices',
		{ template: 'custom', fields: { field: [{ name: 'a', type: 'select' }] } },
		'Field "a" has no Choices.',
	],
	['a template without a name', { template: 'brokerTemplate', templateName: ' ' }, 'Template Name is empty.'],
	['too little time', { expiresIn: 0.1 }, 'Expires In is too short.'],
	[
		'a field that the form does not have',
		{ useInHttp: 'bearer', sendField: 'token' },
		'Use in HTTP Requests needs the field "token", which the form does not have.',
	],
	[
		'basic auth from an API key',
		{ useInHttp: 'basic' },
		'Use in HTTP Requests needs the field "username", which the form does not have.',
	],
	['a header without a field', { useInHttp: 'header', headerValue: 'x' }, 'Header Value names no field.'],
	[
		'a header of no name',
		{ useInHttp: 'header', headerName: 'X Y' },
		'"X Y" cannot be the name of a header.',
	],
	[
		'a broker template without the field to send',
		{ template: 'brokerTemplate', templateName: 'x', useInHttp: 'bearer' },
		'Use in HTTP Requests does not say which field to send.',
	],
	['hosts that are none', { allowedHosts: 'https://a/b' }, '"https://a/b" in Allowed Hosts is not a host.'],
])('%s: says so before anybody is asked', async (_, parameters, message) => {
	const execution = await run(parameters);
	expect(execution.error?.message).toBe(message);
	expect(execution.error).toHaveProperty('description', expect.stringMatching(/\.$/));
});
