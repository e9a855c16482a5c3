import { hostOf, isLoopback, parseUrl } from '../../nodes/shared/url';

it('text that is no URL is none', () => {
	expect(parseUrl('https://a.example/x')?.href).toBe('https://a.example/x');
	for (const text of ['', '/x', 'a.example', 'http://']) expect(parseUrl(text)).toBeUndefined();
});

it('a host is compared in lower case, without port and trailing dot', () => {
	expect(hostOf(new URL('https://API.Example.com.:8443/'))).toBe('api.example.com');
});

it.each([
	['http://localhost/', true],
	['http://LOCALHOST.:3000/', true],
	['http://n8n.localhost/', true],
	['http://127.0.0.1/', true],
	['http://127.255.0.9/', true],
	['http://[::1]:5678/', true],
	['http://notlocalhost/', false],
	['http://localhost.example/', false],
	['http://128.0.0.1/', false],
	['http://127.0.0.1.example/', false],
	['http://[::2]/', false],
	['http://0.0.0.0/', false],
])('%s is this machine alone: %p', (url, loopback) => {
	expect(isLoopback(new URL(url))).toBe(loopback);
});
