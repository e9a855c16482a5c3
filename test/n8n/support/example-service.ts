import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttp, type IncomingMessage } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { cleanup } from '../../support/cleanup';

/** The host that the workflows of workflows/ name. */
const HOST = 'api.example.com';

/** What stands behind https://api.example.com for an n8n that was started with its environment, and nothing else does. */
export interface ExampleService {
	/** For n8n: the proxy that leads there, and the certificate to be trusted. */
	readonly environment: Readonly<Record<string, string>>;
	/** The Authorization header and the path of each request, in the order they came. */
	readonly received: readonly { readonly authorization: string; readonly url: string }[];
	/** Whether the host is to be found. Where it is not, the proxy answers as one that cannot find it. */
	reachable: boolean;
	stop(): void;
}

/**
 * Starts a service with TLS, and a proxy (RFC 9110, CONNECT) that leads to it, so that workflows can be run as they
 * are, with the address that their files have. It knows every key but one that has "wrong" in it.
 */
export async function startExampleService(): Promise<ExampleService> {
	const folder = mkdtempSync(path.join(tmpdir(), 'linkauth-example-'));
	const key = path.join(folder, 'key.pem');
	const cert = path.join(folder, 'certificate.pem');
	const names = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`];
	const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert];
	execFileSync('openssl', [...made, ...names], { stdio: 'pipe' });
	const received: { authorization: string; url: string }[] = [];
	const service = createHttps(
		{ key: readFileSync(key), cert: readFileSync(cert) },
		({ url = '', headers }, response) => {
			const { authorization = '' } = headers;
			const header = headers['x-api-key'] ?? '';
			received.push({ authorization: authorization === '' ? String(header) : authorization, url });
			const wrong = `${authorization}${String(header)}`.includes('wrong');
			response.writeHead(wrong ? 401 : 200, { 'content-type': 'application/json' });
			response.end(JSON.stringify(wrong ? { error: 'unknown key' } : { count: 3 }));
		},
	);
	await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
	const { port } = service.address() as AddressInfo;
	const proxy = createHttp((_request, response) => response.writeHead(403).end());
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	const address = `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;
	const example: ExampleService = {
		environment: { HTTPS_PROXY: address, NO_PROXY: '127.0.0.1,localhost', NODE_EXTRA_CA_CERTS: cert },
		received,
		reachable: true,
		stop: () => {
			for (const server of [proxy, service]) {
				server.closeAllConnections();
				server.close();
			}
			rmSync(folder, { recursive: true, force: true });
		},
	};
	proxy.on('connect', ({ url }: IncomingMessage, client: Duplex) => {
		client.on('error', () => undefined);
		if (url !== `${HOST}:443` || !example.reachable) {
			client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
			return;
		}
		const onward = connect(port, '127.0.0.1', () => {
			client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			onward.pipe(client).pipe(onward);
		});
		onward.on('error', () => client.destroy());
	});
	return cleanup(example, (it) => {
		it.stop();
	});
}
