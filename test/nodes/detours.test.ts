import { assertNoDetour, type RoutedRequest } from '../../nodes/shared/detours';

const TARGET = new URL('https://api.example.com/v1');
const ALLOWED = ['api.example.com', '*.acme.example', 'localhost:3000'];
const check = (request: RoutedRequest, target = TARGET) => {
	assertNoDetour(request, target, ALLOWED);
};

test.each<[name: string, value?: unknown]>([
	['Host'],
	['host'],
	['HOST'],
	[' Host '],
	['Host\u00a0'],
	['Ho\u0000st'],
	[':authority'],
	['X-Forwarded-Host'],
	['x-forwarded-host'],
	['X_Forwarded_Host'],
	['X-Host'],
	['X-Original-Host'],
	['X-HTTP-Host-Override'],
	['X-Envoy-Original-Dst-Host'],
	['X-RapidAPI-Host'],
	['X-Forwarded-Server'],
	['Forwarded', 'host=evil.test'],
	['X-Forwarded-Port', '8443'],
	['X-Forwarded-Proto', 'http'],
	['X-Forwarded-Prefix', '/other'],
	['X-Original-URL', '/other'],
	['X-Rewrite-URL', '/other'],
	['X-Original-URI', '/other'],
	['Request-URI', '/other'],
	['X-Envoy-Original-Path', '/other'],
	['X-HTTP-DestinationURL', 'https://evil.test'],
	['Proxy', 'http://evil.test'],
	['Proxy-Host'],
	['Proxy-Authorization', 'Basic eA=='],
	['X-Proxy-URL', 'https://evil.test'],
	['X-Upstream'],
	['X-Backend-Server'],
	['Connection', 'Host'],
	['Connection', 'close, X-Forwarded-Host'],
	['Connection', 'Upgrade'],
	['Upgrade', 'h2c'],
	['HTTP2-Settings', 'AAMAAABkAAQAAP__'],
	['Transfer-Encoding', 'chunked'],
	['Alt-Used'],
])('the header %j is refused', (name, value = 'evil.test') => {
	for (const given of [value, [value], ['api.example.com', value]]) {
		expect(() => {
			check({ headers: { accept: '*/*', [name]: given } });
		}).toThrow(
			expect.objectContaining({
				message: `The credential may only be sent to its allowed hosts, and the header ${name} could lead it elsewhere: nothing was sent.`,
				description: `Remove the header ${name} from the HTTP Request node.`,
			}) as Error,
		);
	}
});

test.each<unknown>([
	'api.example.com.evil.test',
	'api.example.com, evil.test',
	'evil.test, api.example.com',
	'evil.test,x.acme.example',
	'evil.test x.acme.example',
	'evil.test#.acme.example',
	'evil.test/.acme.example',
	'evil.test\\.acme.example',
	'evil.test?.acme.example',
	'evil.test%2f.acme.example',
	'evil.test@x.acme.example',
	'user@api.example.com',
	'acme.example',
	'localhost:3001',
	'localhost',
	'api.example.com:x',
	'',
	' ',
	{},
	['api.example.com', 'evil.test'],
	undefined,
])('a Host of %j is not an allowed one', (value) => {
	expect(() => {
		check({ headers: { host: value } });
	}).toThrow('the header host could lead it elsewhere');
});

test('a second Host is looked at as the first', () => {
	const headers = { Host: 'api.example.com', host: 'evil.test' };
	expect(() => {
		check({ headers });
	}).toThrow('the header host could');
});

test.each<[string, unknown]>([
	['Host', 'api.example.com'],
	['host', 'API.example.com:443'],
	['Host', 'api.example.com.'],
	['Host', 'eu.acme.example'],
	['Host', ['api.example.com']],
	['X-RapidAPI-Host', 'api.example.com'],
	['X-Forwarded-For', '192.0.2.1'],
	['Connection', 'keep-alive'],
	['Connection', 'Keep-Alive, close'],
	['X-HTTP-Method-Override', 'PATCH'],
	['X-Amz-Target', 'DynamoDB_20120810.GetItem'],
	['X-Callback-URL', 'https://n8n.example'],
	['X-Ghost', 'boo'],
	['Content-Length', '3'],
	['Content-Type', 'application/json'],
	['Authorization', 'Bearer x'],
	['Cookie', 'host=evil.test'],
])('the header %s: %j is not', (name, value) => {
	expect(() => {
		check({ headers: { [name]: value } });
	}).not.toThrow();
});

test.each<[string, RoutedRequest]>([
	['Proxy', { proxy: { host: 'evil.test', port: 3128 } }],
	['Proxy', { proxy: 'http://evil.test:3128' }],
	['Ignore SSL Issues', { skipSslCertificateValidation: true }],
	['Ignore SSL Issues', { rejectUnauthorized: false }],
	['SSL Certificates with a certificate authority', { agentOptions: { ca: 'PEM' } }],
	['agentOptions.host', { agentOptions: { cert: 'PEM', host: 'evil.test' } }],
	['agentOptions.lookup', { agentOptions: { lookup: () => undefined } }],
	['agentOptions.socketPath', { agentOptions: { socketPath: '/run/evil' } }],
	['agentOptions.checkServerIdentity', { agentOptions: { checkServerIdentity: () => undefined } }],
])('the option %s is refused', (option, request) => {
	expect(() => {
		check(request);
	}).toThrow(`the option ${option} could lead it elsewhere`);
});

test('a client certificate, and options that are off, are no detour', () => {
	expect(() => {
		check({
			proxy: '',
			rejectUnauthorized: true,
			skipSslCertificateValidation: false,
			agentOptions: { cert: 'PEM', key: 'PEM', passphrase: 'x', ca: undefined },
		});
		check({});
	}).not.toThrow();
});
