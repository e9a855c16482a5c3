import { startBroker } from '../support/broker';
import { call } from '../support/http';

const HEADERS = {
	'content-security-policy':
		"default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';font-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none';require-trusted-types-for 'script';trusted-types 'none'",
	'cross-origin-embedder-policy': 'require-corp',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'origin-agent-cluster': '?1',
	'referrer-policy': 'no-referrer',
	'strict-transport-security': 'max-age=31536000',
	'x-content-type-options': 'nosniff',
	'x-dns-prefetch-control': 'off',
	'x-download-options': 'noopen',
	'x-frame-options': 'DENY',
	'x-permitted-cross-domain-policies': 'none',
	'x-xss-protection': '0',
};

describe('security headers', () => {
	test.each([
		['the page', '/connect'],
		['a call', '/health'],
		['an error', '/nothing'],
	])('%s has all of them where people reach the broker by https', async (_, address) => {
		const broker = await startBroker({ LINKAUTH_BASE_URL: 'https://broker.example.com' });
		const { headers } = await call(broker.url, 'GET', address);
		expect(headers).toMatchObject(HEADERS);
	});

	test('there is no Strict-Transport-Security where people do not reach the broker by https', async () => {
		const broker = await startBroker();
		const { headers } = await call(broker.url, 'GET', '/connect');
		const withoutTls = Object.entries(HEADERS).filter(([name]) => name !== 'strict-transport-security');
		expect(headers).toMatchObject(Object.fromEntries(withoutTls));
		expect(headers['strict-transport-security']).toBeUndefined();
	});
});
