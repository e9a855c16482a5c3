import { runChecks } from '../../broker/check/run-checks';
import { startBroker } from '../support/broker';
import { describeWith } from '../support/requirements';
import { runCheck } from '../support/run-check';
import { startTlsProxy, type ProxyOptions } from '../support/tls-proxy';

const DAY = 86_400_000;

async function checkOf(options: ProxyOptions, { trusted = true } = {}) {
	const { url, certificate } = await startTlsProxy(options);
	const check = await runCheck({
		LINKAUTH_BASE_URL: url,
		...(trusted && { NODE_EXTRA_CA_CERTS: certificate }),
	});
	return check.of('certificate');
}

describeWith('OpenSSL', 'a certificate', () => {
	test('that is trusted and valid for long', async () => {
		expect(await checkOf({})).toEqual([expect.stringMatching(/^ok: valid until .*, TLSv1\.3$/)]);
	});

	test('that ends soon', async () => {
		expect(await checkOf({ days: 13 })).toEqual([
			expect.stringMatching(/^warning: valid until .*, 1[23] days$/),
		]);
	});

	test('that nobody trusts', async () => {
		expect(await checkOf({}, { trusted: false })).toEqual([
			'problem: it is not trusted here (DEPTH_ZERO_SELF_SIGNED_CERT)',
		]);
	});

	test('for another name', async () => {
		expect(await checkOf({ name: 'other.example' })).toEqual(['problem: it is not for localhost']);
	});

	test('that has expired', async () => {
		const { url } = await startTlsProxy({ days: 1 });
		const findings = await runChecks({ LINKAUTH_BASE_URL: url }, { now: Date.now() + 3 * DAY });
		expect(findings.find(({ check }) => check === 'certificate')).toMatchObject({
			outcome: 'problem',
			saw: expect.stringMatching(/^it has expired on \d{4}-\d\d-\d\d$/) as string,
		});
	});

	test('where there is none: the port has no TLS', async () => {
		const { port } = await startBroker();
		const place = `127.0.0.1:${String(port)}`;
		const check = await runCheck({ LINKAUTH_BASE_URL: `https://${place}` });
		expect(check.of('certificate')).toEqual([`problem: ${place} does not speak TLS`]);
	});
});
