import { N8nApi } from '../../nodes/AwaitCredential/n8n-credential/n8n-api';
import { answered, nodeContext } from '../support/n8n-context';

const BASE_URL = 'https://n8n.example/api/v1';

async function api(answer: () => unknown, baseUrl: unknown = BASE_URL) {
	const { context, requests } = nodeContext({
		answer,
		credentials: { n8nApi: { baseUrl: baseUrl as string } },
	});
	return { api: await N8nApi.connect(context, 0), requests };
}
const thrown = async (answer: unknown, use: (api: N8nApi) => Promise<unknown>) => {
	const { api: connected } = await api(() => {
		if (answer instanceof Error) throw answer;
		return answer;
	});
	const error = await use(connected).catch((reason: unknown) => reason as Error & { description: string });
	return `${(error as Error).message} | ${(error as { description: string }).description}`;
};

it.each([
	['https://n8n.example', BASE_URL],
	[' https://n8n.example/api/v1/ ', BASE_URL],
	['http://n8n.example/n8n/', 'http://n8n.example/n8n/api/v1'],
	['https://n8n.example/api/v2', 'https://n8n.example/api/v2'],
])('%s is the API at %s', async (baseUrl, address) => {
	const { api: connected, requests } = await api(() => answered(200, { properties: {} }), baseUrl);
	await connected.schema('a/b');
	expect(requests[0]).toMatchObject({ method: 'GET', url: `${address}/credentials/schema/a%2Fb` });
});

it.each(['', 'n8n.example', 'ftp://n8n.example', 'https://'])('%p is no web address', async (baseUrl) => {
	const { context } = nodeContext({ credentials: { n8nApi: { baseUrl } } });
	await expect(N8nApi.connect(context, 0)).rejects.toThrow(
		'The Base URL in the n8n API credential is not a web address.',
	);
});

it('creates, updates, moves and deletes', async () => {
	const stored = { id: '1', name: 'ACME', type: 'slackApi' };
	const { api: connected, requests } = await api(() => answered(200, stored));
	expect(await connected.create('ACME', 'slackApi', { token: 't' })).toEqual(stored);
	expect(await connected.find('1')).toEqual(stored);
	expect(await connected.update('1', 'New', { token: 't' })).toEqual(stored);
	await connected.update('1', '', {});
	await connected.transfer('1', 'p');
	await connected.delete('1');
	expect(requests.map(({ method, url, body }) => [method, url.slice(BASE_URL.length), body])).toEqual([
		['POST', '/credentials', { name: 'ACME', type: 'slackApi', data: { token: 't' } }],
		['GET', '/credentials/1', undefined],
		['PATCH', '/credentials/1', { name: 'New', data: { token: 't' }, isPartialData: true }],
		['PATCH', '/credentials/1', { data: {}, isPartialData: true }],
		['PUT', '/credentials/1/transfer', { destinationProjectId: 'p' }],
		['DELETE', '/credentials/1', undefined],
	]);
	expect(requests.every(({ disableFollowRedirect }) => disableFollowRedirect)).toBe(true);
});

it('deletes as best it can', async () => {
	const { api: connected } = await api(() => {
		throw new Error('no network');
	});
	await expect(connected.delete('1')).resolves.toBeUndefined();
});

it.each<[string, unknown, (api: N8nApi) => Promise<unknown>, RegExp]>([
	[
		'a type that n8n lacks',
		answered(404),
		(n8n) => n8n.schema('xApi'),
		/^This n8n has no credential type xApi\./,
	],
	[
		'a schema that is none',
		answered(200, {}),
		(n8n) => n8n.schema('x'),
		/^n8n’s API did not tell what .* \(200\)/,
	],
	[
		'an n8n that cannot update',
		answered(404, { message: 'Cannot GET' }),
		(n8n) => n8n.find('1'),
		/^This n8n cannot update credentials/,
	],
	[
		'an n8n that says so',
		answered(405, { message: 'credential' }),
		(n8n) => n8n.find('1'),
		/^This n8n cannot update/,
	],
	[
		'a credential that is not there',
		answered(404, { message: 'Credential not found' }),
		(n8n) => n8n.find('1'),
		/did not find the credential .* \(404\): Credential not found \| Check the ID/,
	],
	['a wrong key', answered(401), (n8n) => n8n.create('n', 't', {}), /\(401\) \| Check the API key/],
	['a missing scope', answered(403), (n8n) => n8n.update('1', 'n', {}), /\(403\) \| .* needs the scopes/],
	[
		'a project that is not there',
		answered(404, { message: 'No project' }),
		(n8n) => n8n.transfer('1', 'p'),
		/did not move the credential to the project p \(404\): No project/,
	],
	[
		'a value that n8n repeats',
		answered(400, { message: 'sk-secret is wrong, as is abc' }),
		(n8n) => n8n.create('n', 't', { key: 'sk-secret', short: 'abc', port: 5432 }),
		/\(400\): … is wrong, as is abc \| Correct it/,
	],
	[
		'no answer',
		new Error('sk-secret'),
		(n8n) => n8n.find('1'),
		/^n8n’s API at https:\S+ could not be reached\./,
	],
])('%s: says so', async (_, answer, use, text) => {
	const said = await thrown(answer, use);
	expect(said).toMatch(text);
	expect(said).not.toContain('sk-secret');
});
