import { startBroker, type RunningBroker } from '../support/broker';
import { engine, failure, json, type Asked } from '../support/n8n-run';
import { inARow, items, linkAuthCredential, request } from '../support/n8n-workflow';
import { person } from '../support/person';
import { keyFingerprint } from '../../protocol/key-fingerprint';

let broker: RunningBroker;
beforeAll(async () => {
	broker = await startBroker();
});

const run = (parameters: Parameters<typeof request>[0]) =>
	engine().run(inARow(request(parameters)), { credentials: linkAuthCredential(`${broker.url}/`) });
const ask = async (parameters: Parameters<typeof request>[0]): Promise<Asked> => {
	const execution = await run(parameters);
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
		options: { requesterName: 'ACME Bot', requesterDetail: 'by Kim', allowedHosts: 'API.acme.example' },
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
	const other = await ask({ template: 'openai', options: { allowedHosts: 'proxy.example' } });
	expect((await person.lookUp(broker.url, other.code)).body.allowed_hosts).toEqual(['proxy.example']);
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
	[
		'hosts that are none',
		{ options: { allowedHosts: 'https://a/b' } },
		'"https://a/b" in Allowed Hosts is not a host.',
	],
])('%s: says so before anybody is asked', async (_, parameters, message) => {
	const execution = await run(parameters);
	expect(execution.error?.message).toBe(message);
	expect(execution.error).toHaveProperty('description', expect.stringMatching(/\.$/));
});
