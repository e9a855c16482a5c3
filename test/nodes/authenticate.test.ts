import { authenticateRequest, type AnyRequest } from '../../nodes/shared/authenticate';
import { makeSealingKey } from '../../nodes/shared/derived-keys';
import type { LinkAuthApiData } from '../../nodes/shared/linkauth-api-data';
import { sealCredential, type ReceivedCredential } from '../../nodes/shared/sealed-credential';

const sealingKey = makeSealingKey();
const BROKER: LinkAuthApiData = {
	baseUrl: ' https://broker.example/linkauth/ ',
	apiKey: ' key ',
	sealingKey,
};
const API_KEY = 'x-api-key';

const sealed = (more: Partial<ReceivedCredential> = {}) =>
	sealCredential(sealingKey, {
		fields: { api_key: 'sk-1' },
		use: [{ in: 'bearer', field: 'api_key' }],
		allowedHosts: [],
		...more,
	});

const send = async (request: AnyRequest, more: Partial<ReceivedCredential> = {}) =>
	await authenticateRequest({ ...BROKER, itemCredential: await sealed(more) }, request);

describe('to the broker', () => {
	it.each([
		'https://broker.example/linkauth',
		'https://broker.example/linkauth/',
		'https://broker.example/linkauth/v1/auth?x=1',
		'https://broker.example:443/linkauth/v1',
		'https://BROKER.example/linkauth/v1',
	])('%s gets the API key and no credential', async (url) => {
		const { headers } = await send({ url, headers: { accept: 'x' } });
		expect(headers).toEqual({ accept: 'x', [API_KEY]: 'key' });
	});

	it.each([
		'https://broker.example/linkauth-evil',
		'https://broker.example/linkauth-evil/v1/auth',
		'https://broker.example/linkauthevil',
		'https://broker.example/',
		'https://broker.example/other/linkauth/v1',
		'https://broker.example:8443/linkauth/v1',
		'https://broker.example.evil.test/linkauth/v1',
		'https://broker.example@evil.test/linkauth/v1',
		'http://broker.example/linkauth/v1',
	])('%s is not the broker, and gets no API key', async (url) => {
		const request = await send({ url }, { allowedHosts: [`http://${new URL(url).host}`] });
		expect(request.headers).toEqual({ Authorization: 'Bearer sk-1' });
	});

	it('an API key that is empty is left out', async () => {
		const request = { url: 'https://broker.example/linkauth/v1' };
		const { headers } = await authenticateRequest({ ...BROKER, apiKey: ' ' }, request);
		expect(headers).toBeUndefined();
	});

	it.each([
		['there is none', { sealingKey: '' }],
		['its label was changed', { sealingLabel: '2026-11' }],
	])('asks n8n for a sealing key by a refusal with status 401 where %s', async (_, more) => {
		const request = authenticateRequest(
			{ ...BROKER, ...more },
			{ url: 'https://broker.example/linkauth/v1' },
		);
		await expect(request).rejects.toMatchObject({
			message: 'The sealing key is to be replaced.',
			description: expect.stringContaining('press Save') as string,
			response: { status: 401 },
		});
	});
});

describe('to anywhere else', () => {
	const URL_THERE = 'https://api.example.com/v1';
	const HERE = { allowedHosts: ['api.example.com'] };

	it.each<[string, AnyRequest]>([
		['url', { url: URL_THERE }],
		['uri', { uri: URL_THERE }],
		['url and baseURL', { url: '/v1', baseURL: 'https://api.example.com/' }],
		['url and baseURL with slashes between them', { url: '//v1', baseURL: 'https://api.example.com//' }],
	])('the credential goes where it was asked for, in a request with %s', async (_, request) => {
		const before = structuredClone(request);
		expect(await send(request, HERE)).toEqual({
			...before,
			headers: { Authorization: 'Bearer sk-1' },
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
			maxRedirects: 0,
		});
		expect(request).toEqual(before);
	});

	it('a sealed credential that the user has named goes before the item’s', async () => {
		const named = await sealed({ fields: { api_key: 'named' } });
		const credential = { ...BROKER, sealedCredential: named, itemCredential: await sealed() };
		const { headers } = await authenticateRequest(credential, { url: URL_THERE });
		expect(headers).toEqual({ Authorization: 'Bearer named' });
	});

	it('joins baseURL and url with one slash, to tell which host is meant', async () => {
		const request = { url: 'evil.test/', baseURL: 'https://api.example.com' };
		expect((await send(request, HERE)).headers).toEqual({ Authorization: 'Bearer sk-1' });
	});

	it('also where the Broker URL is none', async () => {
		const credential = { baseUrl: '', sealingKey, itemCredential: await sealed() };
		const { headers } = await authenticateRequest(credential, { url: URL_THERE });
		expect(headers).toEqual({ Authorization: 'Bearer sk-1' });
	});

	it('only to an allowed host', async () => {
		await expect(send({ url: 'https://evil.test/' }, HERE)).rejects.toThrow('may not be sent to evil.test');
		await expect(send({ url: 'http://api.example.com/' }, HERE)).rejects.toThrow('without encryption');
	});

	it.each<[string, Partial<AnyRequest>]>([
		['option Proxy', { proxy: { host: 'evil.test', port: 3128 } }],
		['option Ignore SSL Issues', { rejectUnauthorized: false }],
		['header Host', { headers: { Host: 'evil.test' } }],
		['header x-forwarded-host', { headers: { 'x-forwarded-host': 'evil.test' } }],
	])('the %s is refused where hosts are restricted', async (detour, more) => {
		await expect(send({ url: URL_THERE, ...more }, HERE)).rejects.toThrow(
			`the ${detour} could lead it elsewhere`,
		);
		// Where any host is allowed, there is nothing to pass by.
		expect((await send({ url: URL_THERE, ...more })).headers).toMatchObject({
			Authorization: 'Bearer sk-1',
		});
	});

	it('the credential itself cannot be sent as such a header', async () => {
		const use = [{ in: 'header', name: 'Host', value: '{api_key}' }] as const;
		const fields = { api_key: 'evil.test' };
		await expect(send({ url: URL_THERE }, { ...HERE, use, fields })).rejects.toThrow('the header Host could');
	});

	it.each([[['Host', 'evil.test']], 'Host: evil.test', new Map([['Host', 'evil.test']])])(
		'headers that are no object are not sent on as such: %p',
		async (headers) => {
			const { headers: sent = {} } = await send({ url: URL_THERE, headers: headers as never }, HERE);
			expect(Object.prototype.toString.call(sent)).toBe('[object Object]');
			expect(Object.keys(sent).filter((name) => !/^(?:\d+|Authorization)$/.test(name))).toEqual([]);
		},
	);

	it('nothing is sent where the credential is not for HTTP requests, has ended, or is none', async () => {
		await expect(send({ url: URL_THERE }, { use: [] })).rejects.toThrow('was not asked for to be used');
		await expect(send({ url: URL_THERE }, { validUntil: '2020-01-01T00:00:00Z' })).rejects.toThrow(
			'was valid until 2020-01-01T00:00:00Z',
		);
		await expect(authenticateRequest(BROKER, { url: URL_THERE })).rejects.toThrow('no sealed credential');
		await expect(send({ url: 'not a url' })).rejects.toThrow('The URL of this request cannot be read');
		await expect(send({})).rejects.toThrow('The URL of this request cannot be read');
	});
});
