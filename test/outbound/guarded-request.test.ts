import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { AllowedDestinations } from '../../broker/outbound/allowed-destinations';
import {
	checkDestination,
	DestinationRefused,
	guardedPost,
	isReachable,
	resolveDestination,
	type DestinationOptions,
} from '../../broker/outbound/guarded-request';
import { cleanup } from '../support/cleanup';
import { until } from '../support/until';

const nobody = new AllowedDestinations([]);
const REQUEST = { headers: { 'content-type': 'application/json' }, body: '{"some":"body"}' };
/** Milliseconds; longer than any exchange here takes that is not to be given up. */
const TIMEOUT = 5_000;

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
			hits.push(`${request.url ?? ''} ${(request.headers.host ?? '').replace(/:\d+$/, '')}`);
			response.writeHead(answer.status, answer.headers).end(answer.body);
		});
		port = await listening(server);
	});
	afterEach(() => {
		server.closeAllConnections();
		server.close();
	});

	/** A resolver that says each of these in turn, and counts how often it is asked. */
	function resolving(...answers: string[][]) {
		let asked = 0;
		const resolver = () => {
			const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
			asked += 1;
			return Promise.resolve(addresses);
		};
		return { resolver, asked: () => asked };
	}

	test.each([
		[['127.0.0.1']],
		[['10.0.0.5']],
		[['::1']],
		[['93.184.216.34', '127.0.0.1']],
		[['169.254.169.254']],
	])('one that resolves to %j is refused, and nothing is sent', async (addresses) => {
		const { resolver } = resolving(addresses);
		const address = `https://rebind.example:${String(port)}/`;
		await expect(post(address, { resolver })).rejects.toThrow(DestinationRefused);
		await expect(reach(address, { resolver })).rejects.toThrow(DestinationRefused);
		expect(hits).toEqual([]);
	});

	test('one that answers differently the second time is not asked a second time', async () => {
		const { resolver, asked } = resolving(['192.0.2.1'], ['127.0.0.1']);
		const address = `https://rebind.example:${String(port)}/`;
		await expect(post(address, { resolver })).rejects.toThrow(DestinationRefused);
		expect(asked()).toBe(1);
		expect(hits).toEqual([]);
	});

	test('one that was checked is connected to as it was checked, and called by its name', async () => {
		const url = new URL(`http://rebind.example:${String(port)}/hook`);
		const destination = { url, addresses: ['127.0.0.1'], isAllowed: false, network: '127.0.0.1' };
		const signal = AbortSignal.timeout(TIMEOUT);
		expect((await guardedPost(destination, REQUEST, signal)).status).toBe(204);
		expect(await isReachable(destination, signal)).toBe(true);
		expect(hits).toEqual(['/hook rebind.example']);
	});

	test('one that resolves to nothing, or never, breaks the exchange', async () => {
		const address = 'https://nothing.example/';
		await expect(post(address, { resolver: resolving([]).resolver })).rejects.toThrow('resolves to nothing');
		const resolver = () => new Promise<string[]>(() => undefined);
		await expect(post(address, { resolver, timeout: 50 })).rejects.toThrow('timeout');
	});

	test('a host that the operator allows is called, by that name and port only', async () => {
		const allowed = new AllowedDestinations([`127.0.0.1:${String(port)}`]);
		expect((await post(`http://127.0.0.1:${String(port)}/hook`, { allowed })).status).toBe(204);
		expect(hits).toEqual(['/hook 127.0.0.1']);
		await expect(post(`http://127.0.0.1:${String(port + 1)}/`, { allowed })).rejects.toThrow(
			DestinationRefused,
		);
		await expect(post(`http://localhost:${String(port)}/`, { allowed })).rejects.toThrow(DestinationRefused);
		expect(await reach(`http://127.0.0.1:${String(port)}/`, { allowed })).toBe(true);
	});

	test('a host that the operator allows is resolved as this machine does it', async () => {
		const allowed = new AllowedDestinations([`localhost:${String(port)}`]);
		const resolver = () => Promise.reject(new Error('no name server is asked'));
		expect((await post(`http://localhost:${String(port)}/hook`, { allowed, resolver })).status).toBe(204);
	});

	test('a redirect is an answer like any other, and is not followed', async () => {
		answer = { status: 302, headers: { location: `http://127.0.0.1:${String(port)}/elsewhere` } };
		expect((await post(`http://127.0.0.1:${String(port)}/hook`, LOOPBACK)).status).toBe(302);
		expect(hits).toEqual(['/hook 127.0.0.1']);
	});
});

describe('a receiver', () => {
	/** Connections that are open at the receiver, and what it has received. */
	let open: Set<Socket>;
	let received: string;

	/** One that sends this once it has received something, and then does as it likes. */
	async function receiverThat(does: (socket: Socket) => void): Promise<string> {
		open = new Set();
		received = '';
		const server = createTcpServer((socket) => {
			open.add(socket);
			socket.once('close', () => open.delete(socket));
			socket.on('error', () => undefined);
			socket.on('data', (chunk) => (received += chunk.toString()));
			socket.once('data', () => {
				does(socket);
			});
		});
		cleanup(server, () => {
			for (const socket of open) socket.destroy();
			server.close();
		});
		return `http://127.0.0.1:${String(await listening(server))}/`;
	}

	/** Does something every millisecond for as long as the connection is open. */
	function repeatedly(socket: Socket, work: () => void): void {
		const timer = setInterval(work, 1);
		socket.once('close', () => {
			clearInterval(timer);
		});
	}

	const OK = 'HTTP/1.1 200 OK\r\n';

	test('gets the whole body', async () => {
		const address = await receiverThat((socket) => socket.end(`${OK}X-Seen: yes\r\n\r\n`));
		expect(await post(address, LOOPBACK)).toMatchObject({ status: 200, headers: { 'x-seen': 'yes' } });
		expect(received.endsWith(REQUEST.body)).toBe(true);
	});

	test('is hung up on once its answer is long, before one whose answer may still end', async () => {
		const ended: string[] = [];
		const unfinished = (length: number) => (socket: Socket) =>
			socket.write(`${OK}Content-Length: 100000\r\n\r\n${'x'.repeat(length)}`);
		const short = post(await receiverThat(unfinished(10)), LOOPBACK).then(() => ended.push('short'));
		const long = post(await receiverThat(unfinished(32 * 1024)), LOOPBACK).then(() => ended.push('long'));
		await Promise.all([short, long]);
		expect(ended).toEqual(['long', 'short']);
	});

	test('that lets the rest of its answer drip is not waited for', async () => {
		const address = await receiverThat((socket) => {
			socket.write(`${OK}Content-Length: 100000\r\n\r\n`);
			repeatedly(socket, () => socket.write('x'));
		});
		const started = performance.now();
		expect((await post(address, LOOPBACK)).status).toBe(200);
		expect(performance.now() - started).toBeLessThan(TIMEOUT / 2);
		await until(() => open.size === 0);
	});

	test.each([
		['never answers', (): void => undefined],
		[
			'lets its headers drip',
			(socket: Socket): void => {
				socket.write(OK);
				repeatedly(socket, () => socket.write('x'));
			},
		],
	])('that %s is given up when the time is over, and its connection is closed', async (_, does) => {
		const address = await receiverThat(does);
		await expect(post(address, { ...LOOPBACK, timeout: 300 })).rejects.toThrow();
		await until(() => open.size === 0);
	});

	test.each([
		['answers with endless headers', `${OK}X-Long: ${'x'.repeat(64 * 1024)}`],
		['answers with endless interim responses', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(50)],
		[
			'goes on to another protocol',
			'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
		],
		['speaks something else', 'SSH-2.0-OpenSSH_9.6\r\n'],
	])('that %s breaks the exchange at once', async (_, bytes) => {
		const address = await receiverThat((socket) => socket.write(bytes));
		const started = performance.now();
		await expect(post(address, LOOPBACK)).rejects.toThrow();
		expect(performance.now() - started).toBeLessThan(TIMEOUT / 2);
		await until(() => open.size === 0);
	});

	test('that hangs up breaks the exchange', async () => {
		const address = await receiverThat((socket) => socket.destroy());
		await expect(post(address, LOOPBACK)).rejects.toThrow();
	});

	test('that speaks HTTP/1.0 has answered', async () => {
		const address = await receiverThat((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nfine'));
		expect((await post(address, LOOPBACK)).status).toBe(200);
	});

	test('without TLS at an https address gets nothing of the body', async () => {
		const address = await receiverThat((socket) => socket.write(`${OK}\r\n`));
		await expect(post(address.replace('http:', 'https:'), LOOPBACK)).rejects.toThrow();
		expect(received).not.toContain(REQUEST.body);
		await until(() => open.size === 0);
	});
});

/** 127.0.0.1 is allowed. */
const LOOPBACK = { allowed: new AllowedDestinations(['127.0.0.1']) };

type Options = Partial<DestinationOptions> & { readonly timeout?: number };

async function post(address: string, { timeout = TIMEOUT, allowed = nobody, ...options }: Options = {}) {
	const signal = AbortSignal.timeout(timeout);
	return guardedPost(await resolveDestination(address, { allowed, ...options }, signal), REQUEST, signal);
}

async function reach(address: string, { timeout = TIMEOUT, allowed = nobody, ...options }: Options = {}) {
	const signal = AbortSignal.timeout(timeout);
	return isReachable(await resolveDestination(address, { allowed, ...options }, signal), signal);
}

async function listening(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}
