import { assertHostAllowed, parseAllowedHosts } from '../../nodes/shared/allowed-hosts';
import { LinkAuthError } from '../../nodes/shared/errors';

const allowed = (url: string, ...hosts: string[]) => {
	try {
		assertHostAllowed(new URL(url), hosts);
		return true;
	} catch (error) {
		expect(error).toBeInstanceOf(LinkAuthError);
		return false;
	}
};

it.each([
	['https://api.example.com/v1', ['api.example.com'], true],
	['https://API.Example.COM./v1', ['api.example.com'], true],
	['https://api.example.com:8443/', ['api.example.com'], true],
	['https://api.example.com/', ['API.EXAMPLE.COM'], true],
	['https://api.example.com/', ['https://api.example.com'], true],
	['https://api.example.com.evil.test/', ['api.example.com'], false],
	['https://evil-api.example.com/', ['api.example.com'], false],
	['https://example.com/', ['api.example.com'], false],
	['https://api.example.com@evil.test/', ['api.example.com'], false],
	['https://evil.test/?api.example.com', ['api.example.com'], false],
	['https://evil.test/#@api.example.com', ['api.example.com'], false],
	['https://evil.test\\@api.example.com/', ['api.example.com'], false],
	['https://a.example.com/', ['*.example.com'], true],
	['https://a.b.example.com/', ['*.example.com'], true],
	['https://example.com/', ['*.example.com'], false],
	['https://badexample.com/', ['*.example.com'], false],
	['https://host:8443/', ['host:8443'], true],
	['https://host:9443/', ['host:8443'], false],
	['https://host/', ['host:443'], true],
	['http://host/', ['http://host:80'], true],
	['http://host/', ['http://host:443'], false],
	['https://[::1]:3000/', ['[::1]'], true],
	['https://bücher.example/', ['bücher.example'], true],
	['https://xn--bcher-kva.example/', ['bücher.example'], true],
	['https://0x7f.1/', ['127.0.0.1'], true],
	['http://api.example.com/', ['api.example.com'], false],
	['http://api.example.com/', ['http://api.example.com'], true],
	['https://api.example.com/', ['http://api.example.com'], true],
	['http://other.example.com/', ['http://api.example.com', 'other.example.com'], false],
	['http://localhost:3000/', ['localhost'], true],
	['http://127.0.0.1:3000/', ['127.0.0.1:3000'], true],
	['http://localhost.evil.test/', [], false],
	['http://127.0.0.1.evil.test/', [], false],
	['https://anything.example/', [], true],
	['http://anything.example/', [], false],
	['http://127.0.0.1/', [], true],
	['http://127.0.0.1/', ['api.example.com'], false],
])('%s towards %p: %p', (url, hosts, expected) => {
	expect(allowed(url, ...hosts)).toBe(expected);
});

it('reads a list as people type it', () => {
	expect(
		parseAllowedHosts(' API.example.com, *.example.org;\nlocalhost:3000 https://a.example/ api.example.com '),
	).toEqual(['api.example.com', '*.example.org', 'localhost:3000', 'https://a.example']);
	expect(parseAllowedHosts('  ')).toEqual([]);
});

it.each([
	'https://a.example/path',
	'user@host',
	'a b'.replace(' ', '/'),
	'*',
	'*.',
	'a*b.example',
	'ftp://host',
	'host:port',
	'http://',
	':80',
])('%p is not a host, and is named in the error', (entry) => {
	expect(() => parseAllowedHosts(`api.example.com, ${entry}`)).toThrow(
		`"${entry}" in Allowed Hosts is not a host.`,
	);
});

it('has an end', () => {
	const all = Array.from({ length: 20 }, (_, index) => `h${String(index)}.example`);
	expect(parseAllowedHosts(all.join(', '))).toEqual(all);
	const many = Array.from({ length: 21 }, (_, index) => `h${String(index)}.example`).join(',');
	expect(() => parseAllowedHosts(many)).toThrow('has 21 entries');
});
