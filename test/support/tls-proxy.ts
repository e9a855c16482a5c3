import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import { createServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { cleanup } from './cleanup';
import { freePort } from './free-port';
import { temporaryFolder } from './temporary-folder';

/** How a proxy is set up, as operators do it, well or not. */
export interface ProxyOptions {
	/** What it does with `X-Forwarded-For`: adds who connects, replaces it, or leaves it as it came. */
	readonly forwarded?: 'append' | 'replace' | 'pass';
	/** The address that it has as it connects to the broker. */
	readonly address?: string;
	/** What it speaks to the broker. */
	readonly http?: '1.1' | '1.0';
	readonly compress?: boolean;
	/** The name that its certificate is for. */
	readonly name?: string;
	/** Days for which that is valid. */
	readonly days?: number;
}

/** A proxy with TLS on this machine. */
export interface TlsProxy {
	/** `https://localhost:PORT` */
	readonly url: string;
	/** Its certificate, which is trusted by whoever trusts it (`NODE_EXTRA_CA_CERTS`). */
	readonly certificate: string;
	/** Where calls go on to; nowhere until it is said. */
	leadTo(port: number): void;
}

/** Starts a proxy that is there before the broker, whose base URL it is. Every call is a connection. */
export async function startTlsProxy(options: ProxyOptions = {}): Promise<TlsProxy> {
	const { key, certificate } = makeCertificate(options.name ?? 'localhost', options.days ?? 90);
	let target = await freePort();
	const sockets = new Set<Socket>();
	const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (client) => {
		sockets.add(client);
		client.on('error', () => undefined);
		client.once('data', (head: Buffer) => {
			const broker = connect({
				port: target,
				host: '127.0.0.1',
				localAddress: options.address ?? '127.0.0.1',
			});
			sockets.add(broker);
			broker.write(passedOn(head.toString('latin1'), client.remoteAddress ?? '', options));
			const answer: Buffer[] = [];
			broker.on('data', (chunk: Buffer) => answer.push(chunk));
			broker.once('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'));
			broker.once('end', () => {
				const whole = Buffer.concat(answer);
				client.end(options.compress === true ? compressed(whole) : whole);
			});
		});
	});
	cleanup(server, () => {
		server.close();
		for (const socket of sockets) socket.destroy();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `https://localhost:${String((server.address() as AddressInfo).port)}`,
		certificate,
		leadTo: (port) => (target = port),
	};
}

function makeCertificate(name: string, days: number): { key: string; certificate: string } {
	const folder = temporaryFolder();
	const [key, certificate] = [path.join(folder, 'key.pem'), path.join(folder, 'certificate.pem')];
	const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
	execFileSync(
		'openssl',
		[
			...args,
			...['-keyout', key, '-out', certificate, '-days', String(days)],
			...['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`],
		],
		{ stdio: 'ignore' },
	);
	return { key, certificate };
}

/** The head of a call as it goes on to the broker, which ends the connection after its answer. */
function passedOn(
	head: string,
	client: string,
	{ forwarded = 'append', http = '1.1' }: ProxyOptions,
): string {
	const [request = '', ...lines] = head.split('\r\n\r\n')[0]?.split('\r\n') ?? [];
	const isForwarded = (line: string) => /^x-forwarded-for:/i.test(line);
	const came = lines.find(isForwarded)?.replace(/^[^:]*: */, '');
	const told = {
		pass: came,
		replace: client,
		append: came === undefined ? client : `${came}, ${client}`,
	}[forwarded];
	return [
		request.replace(/HTTP\/1\.1$/, `HTTP/${http}`),
		...lines.filter((line) => !isForwarded(line) && !/^connection:/i.test(line)),
		...(told === undefined ? [] : [`X-Forwarded-For: ${told}`]),
		'Connection: close',
		'\r\n',
	].join('\r\n');
}

function compressed(answer: Buffer): Buffer {
	const [head = '', body = ''] = answer.toString('latin1').split('\r\n\r\n');
	const gzip = gzipSync(Buffer.from(body, 'latin1'));
	const length = `Content-Length: ${String(gzip.length)}\r\nContent-Encoding: gzip`;
	return Buffer.concat([Buffer.from(`${head.replace(/content-length: \d+/i, length)}\r\n\r\n`), gzip]);
}
