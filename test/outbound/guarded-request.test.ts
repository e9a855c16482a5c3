import type { LookupAddress } from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AllowedDestinations } from '../../broker/outbound/allowed-destinations';
import {
	checkDestination,
	DestinationRefused,
	guardedPost,
	isReachable,
	type OutboundOptions,
} from '../../broker/outbound/guarded-request';

const nobody = new AllowedDestinations([]);
const POST = { headers: {}, body: '{}' };

/** Addresses and spellings of them, each of which would reach something that is nobody's business. */
const REFUSED = [
	['loopback', 'https://127.0.0.1/'],
	['loopback, elsewhere in the network', 'https://127.8.9.10/'],
	['loopback in decimal', 'https://2130706433/'],
	['loopback in hexadecimal', 'https://0x7f000001/'],
	['loopback in octal', 'https://0177.0.0.1/'],
	['loopback in mixed spelling', 'https://0x7f.0.0.1/'],
	['loopback, shortened', 'https://127.1/'],
	['loopback in full-width digits', 'https://１２７.0.0.1/'],
	['loopback with dots of another alphabet', 'https://127。0。0。1/'],
	['loopback in percent-encoding', 'https://%31%32%37.0.0.1/'],
	['nothing at all', 'https://0.0.0.0/'],
	['nothing at all, shortened', 'https://0/'],
	['this network', 'https://0.1.2.3/'],
	['private, class A', 'https://10.0.0.1/'],
	['private, class A in decimal', 'https://167772161/'],
	['private, class B', 'https://172.16.5.4/'],
	['private, class B at its end', 'https://172.31.255.255/'],
	['private, class C', 'https://192.168.1.1/'],
	['shared by carriers', 'https://100.64.0.1/'],
	['link-local', 'https://169.254.1.1/'],
	['the metadata service', 'https://169.254.169.254/'],
	['the metadata service in decimal', 'https://2852039166/'],
	['the metadata service of another cloud', 'https://100.100.100.200/'],
	['the wire server of another cloud', 'https://168.63.129.16/'],
	['multicast', 'https://224.0.0.1/'],
	['multicast at its end', 'https://239.255.255.255/'],
	['broadcast', 'https://255.255.255.255/'],
	['reserved', 'https://240.0.0.1/'],
	['for documentation', 'https://192.0.2.1/'],
	['for documentation, too', 'https://203.0.113.9/'],
	['for benchmarks', 'https://198.18.0.1/'],
	['for protocols', 'https://192.0.0.8/'],
	['a relay', 'https://192.88.99.1/'],
	['IPv6 loopback', 'https://[::1]/'],
	['IPv6 loopback in full', 'https://[0:0:0:0:0:0:0:1]/'],
	['IPv6 nothing', 'https://[::]/'],
	['IPv6 unique local', 'https://[fd00:ec2::254]/'],
	['IPv6 link-local', 'https://[fe80::1]/'],
	['IPv6 multicast', 'https://[ff02::1]/'],
	['IPv6 for documentation', 'https://[2001:db8::1]/'],
	['IPv6 discard', 'https://[100::1]/'],
	['IPv4 mapped', 'https://[::ffff:127.0.0.1]/'],
	['IPv4 mapped in hexadecimal', 'https://[::ffff:7f00:1]/'],
	['IPv4 compatible', 'https://[::127.0.0.1]/'],
	['IPv4 translated', 'https://[::ffff:0:127.0.0.1]/'],
	['IPv4 behind NAT64', 'https://[64:ff9b::7f00:1]/'],
	['IPv4 behind a local NAT64', 'https://[64:ff9b:1::a00:1]/'],
	['IPv4 in 6to4', 'https://[2002:7f00:1::]/'],
	['private IPv4 in 6to4', 'https://[2002:c0a8:101::1]/'],
	['Teredo', 'https://[2001:0:53aa:64c:0:0:80ff:fffe]/'],
	['in the clear', 'http://example.com/'],
	['another scheme', 'ftp://example.com/'],
	['a file', 'file:///etc/passwd'],
	['code', 'javascript:alert(1)'],
	['data', 'data:text/plain,x'],
	['with a password', 'https://user:password@example.com/'],
	['with a user that looks like a host', 'https://example.com@127.0.0.1/'],
	['a word', 'nonsense'],
	['nothing', ''],
] as const;

test.each(REFUSED)('%s is refused: %s', (_, address) => {
	expect(() => checkDestination(address, nobody)).toThrow(DestinationRefused);
});

test.each([
	'https://93.184.216.34/',
	'https://1.1.1.1/x',
	'https://[2606:4700::1111]/',
	'https://example.com:8443/',
])('%s is let through', (address) => {
	expect(checkDestination(address, nobody).href).toBe(address);
});

describe('names', () => {
	let server: Server;
	let port: number;
	let hits: string[];
	let answer: { status: number; headers?: Record<string, string>; body?: string };
	beforeEach(async () => {
		hits = [];
		answer = { status: 204 };
		server = createServer((request, response) => {
			hits.push(request.url ?? '');
			response.writeHead(answer.status, answer.headers).end(answer.body);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		port = (server.address() as AddressInfo).port;
	});
	afterEach(() => {
		server.closeAllConnections();
		server.close();
	});

	/** A resolver that says each of these in turn, and counts how often it is asked. */
	function resolving(...answers: string[][]) {
		let asked = 0;
		const resolver = ((
			_name: string,
			_options: unknown,
			callback: (error: null, addresses: LookupAddress[]) => void,
		) => {
			const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
			asked += 1;
			callback(
				null,
				addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
			);
		}) as unknown as NonNullable<OutboundOptions['resolver']>;
		return { resolver, asked: () => asked };
	}

	const post = (url: string, options: Partial<OutboundOptions> = {}) =>
		guardedPost({ url, ...POST }, { allowed: nobody, timeoutMs: 2_000, ...options });

	test.each([
		[['127.0.0.1']],
		[['10.0.0.5']],
		[['::1']],
		[['93.184.216.34', '127.0.0.1']],
		[['169.254.169.254']],
	])('one that resolves to %j is refused, and nothing is sent', async (addresses) => {
		const { resolver } = resolving(addresses);
		await expect(post(`https://rebind.example:${String(port)}/`, { resolver })).rejects.toThrow(
			DestinationRefused,
		);
		await expect(
			isReachable(`https://rebind.example:${String(port)}/`, { allowed: nobody, timeoutMs: 500, resolver }),
		).rejects.toThrow(DestinationRefused);
		expect(hits).toEqual([]);
	});

	test('one that answers differently the second time is not asked a second time', async () => {
		const { resolver, asked } = resolving(['192.0.2.1'], ['127.0.0.1']);
		await expect(post(`https://rebind.example:${String(port)}/`, { resolver })).rejects.toThrow(
			DestinationRefused,
		);
		expect(asked()).toBe(1);
		// A public first answer is connected to as it was checked: nothing here asks again and gets loopback.
		const other = resolving(['240.0.0.1'], ['127.0.0.1']);
		await expect(
			post(`https://rebind.example:${String(port)}/`, { resolver: other.resolver }),
		).rejects.toThrow();
		expect(other.asked()).toBe(1);
		expect(hits).toEqual([]);
	});

	test('a host that the operator allows is called, by that name and port only', async () => {
		const allowed = new AllowedDestinations([`127.0.0.1:${String(port)}`]);
		expect((await post(`http://127.0.0.1:${String(port)}/hook`, { allowed })).status).toBe(204);
		expect(hits).toEqual(['/hook']);
		await expect(post(`http://127.0.0.1:${String(port + 1)}/`, { allowed })).rejects.toThrow(
			DestinationRefused,
		);
		await expect(post(`http://localhost:${String(port)}/`, { allowed })).rejects.toThrow(DestinationRefused);
		expect(await isReachable(`http://127.0.0.1:${String(port)}/`, { allowed, timeoutMs: 5_000 })).toBe(true);
	});

	test('a redirect is an answer like any other, and is not followed', async () => {
		const allowed = new AllowedDestinations([`127.0.0.1:${String(port)}`]);
		answer = { status: 302, headers: { location: `http://127.0.0.1:${String(port)}/elsewhere` } };
		expect((await post(`http://127.0.0.1:${String(port)}/hook`, { allowed })).status).toBe(302);
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(hits).toEqual(['/hook']);
	});

	test('a reply without end is not read to its end, and one that never comes is not waited for', async () => {
		const allowed = new AllowedDestinations([`127.0.0.1:${String(port)}`]);
		let sent = 0;
		server.removeAllListeners('request');
		server.on('request', (_request, response) => {
			response.writeHead(200);
			const timer = setInterval(() => {
				sent += response.write(Buffer.alloc(8 * 1024)) ? 1 : 0;
			}, 1);
			response.once('close', () => {
				clearInterval(timer);
			});
		});
		expect((await post(`http://127.0.0.1:${String(port)}/`, { allowed })).status).toBe(200);
		await new Promise((resolve) => setTimeout(resolve, 200));
		const then = sent;
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(sent).toBe(then);
		server.removeAllListeners('request');
		const started = performance.now();
		await expect(post(`http://127.0.0.1:${String(port)}/`, { allowed, timeoutMs: 300 })).rejects.toThrow();
		expect(performance.now() - started).toBeLessThan(10_000);
	});
});
