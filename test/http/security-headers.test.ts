import { BRANDING, brandingFile } from '../page/branding-file';
import { createSession } from '../support/agent';
import { startBroker } from '../support/broker';
import { call } from '../support/http';
import { firstAnswer, sendRaw } from '../support/raw-http';
import { until } from '../support/until';

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
	test('the page has all of them, and its policy allows what it holds itself, by hashes', async () => {
		const broker = await startBroker({ LINKAUTH_BASE_URL: 'https://broker.example.com' });
		const { headers } = await call(broker.url, 'GET', '/connect/ABCD-EFGH');
		const hashes = / 'sha256-[A-Za-z0-9+/]{43}='/g;
		const policy = String(headers['content-security-policy']);
		expect({ ...headers, 'content-security-policy': policy.replace(hashes, '') }).toMatchObject(HEADERS);
		expect(policy.match(hashes)).toHaveLength(3);
	});

	test.each([
		['a call', '/health'],
		['an error', '/nothing'],
	])('%s has all of them where people reach the broker by https', async (_, address) => {
		const broker = await startBroker({ LINKAUTH_BASE_URL: 'https://broker.example.com' });
		const { headers } = await call(broker.url, 'GET', address);
		expect(headers).toMatchObject(HEADERS);
	});

	test('there is no Strict-Transport-Security where people do not reach the broker by https', async () => {
		const broker = await startBroker();
		const { headers } = await call(broker.url, 'GET', '/health');
		const withoutTls = Object.entries(HEADERS).filter(([name]) => name !== 'strict-transport-security');
		expect(headers).toMatchObject(Object.fromEntries(withoutTls));
		expect(headers['strict-transport-security']).toBeUndefined();
	});

	test('one that a route sets itself stays as it is, beside all the others', async () => {
		const broker = await startBroker({
			LINKAUTH_BASE_URL: 'https://broker.example.com',
			LINKAUTH_BRANDING_FILE: brandingFile(BRANDING),
		});
		const { headers } = await call(broker.url, 'GET', '/branding/logo');
		const policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
		expect(headers).toMatchObject({ ...HEADERS, 'content-security-policy': policy });
	});

	test('an answer that went out while the route waited has them, and is no fault', async () => {
		const broker = await startBroker();
		const { reply } = await createSession(broker.url);
		const lines = [
			`GET /v1/sessions/${reply.session_id} HTTP/1.1`,
			'Host: x',
			`Authorization: Bearer ${String(reply.poll_token)}`,
			'Prefer: wait=30',
		];
		const poll = `${lines.join('\r\n')}\r\n\r\n`;
		const { text } = await sendRaw(broker.port, `${poll}no request\r\n\r\n`, {
			timeoutMs: 5_000,
			open: true,
		});
		const answer = firstAnswer(text);
		expect(answer?.status).toBe(400);
		expect(answer?.headers).toMatchObject({ 'content-security-policy': HEADERS['content-security-policy'] });
		await until(() => broker.log().includes('"route":"/v1/sessions/:id"'));
		await broker.stop();
		expect(broker.log()).not.toContain('could not be sent');
		expect(broker.log()).not.toContain('unexpected error');
	});
});
