import { startBroker } from '../support/broker';
import { describeWith } from '../support/requirements';
import { GOOD_KEY, runCheck } from '../support/run-check';
import { startTlsProxy, type ProxyOptions } from '../support/tls-proxy';

/** What the check says of a broker behind a proxy, both of this machine. */
async function behind(options: ProxyOptions, trusted: string) {
	const proxy = await startTlsProxy(options);
	const settings = {
		LINKAUTH_BASE_URL: proxy.url,
		LINKAUTH_API_KEYS: `Robot:${GOOD_KEY}`,
		LINKAUTH_TRUSTED_PROXIES: trusted,
	};
	proxy.leadTo((await startBroker(settings)).port);
	return runCheck({ ...settings, NODE_EXTRA_CA_CERTS: proxy.certificate });
}

describeWith('OpenSSL', 'a proxy with TLS', () => {
	test.each<['append' | 'replace']>([['append'], ['replace']])(
		'that is trusted, and says who the client is (%s)',
		async (forwarded) => {
			const check = await behind({ address: '127.0.0.2', forwarded }, '127.0.0.2');
			expect(check.of('reached')).toEqual(['ok: a broker with these settings answers']);
			expect(check.of('certificate')[0]).toMatch(
				/^ok: valid until \d{4}-\d\d-\d\d, (?:89|90) days, TLSv1\.3$/,
			);
			expect(check.of('proxy')).toEqual(['ok: 127.0.0.2 is trusted, and you are seen as 127.0.0.1']);
			expect([check.of('HTTP version'), check.of('compression')]).toEqual([[], []]);
		},
	);

	test('that is not trusted', async () => {
		const check = await behind({ address: '127.0.0.2' }, '127.0.0.3');
		expect(check.of('proxy')[0]).toMatch(/^problem: calls come from 127\.0\.0\.2, which is not trusted/);
	});

	test('that passes on what clients say of themselves, trusted or not', async () => {
		const trusted = await behind({ address: '127.0.0.2', forwarded: 'pass' }, '127.0.0.2');
		expect(trusted.of('proxy')[0]).toMatch(/^problem: a client chooses its address: 127\.0\.0\.2 is trusted/);
		const unknown = await behind({ address: '127.0.0.2', forwarded: 'pass' }, '');
		expect(unknown.of('proxy')[0]).toMatch(
			/^problem: the proxy at 127\.0\.0\.2 does not say who the client is/,
		);
	});

	test('whose clients are trusted too, so that they can choose their address', async () => {
		const check = await behind({ address: '127.0.0.2' }, '127.0.0.0/8');
		expect(check.of('proxy')[0]).toMatch(/^warning: 127\.0\.0\.1, from where this check calls, is trusted/);
	});

	test('that speaks HTTP/1.0 to the broker, and compresses answers', async () => {
		const check = await behind({ address: '127.0.0.2', http: '1.0', compress: true }, '127.0.0.2');
		expect(check.of('reached')).toEqual(['ok: a broker with these settings answers']);
		expect(check.of('HTTP version')[0]).toMatch(/^warning: the proxy speaks HTTP\/1\.0/);
		expect(check.of('compression')).toEqual(['warning: the proxy compresses answers (gzip)']);
	});
});
