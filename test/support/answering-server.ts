import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cleanup } from './cleanup';

/** What a server answers. */
export interface GivenAnswer {
	readonly status: number;
	/** An object is sent as JSON, a text as HTML. */
	readonly body?: object | string;
	readonly headers?: Readonly<Record<string, string>>;
}

/** A server that answers as it is told to. */
export interface AnsweringServer {
	/** Without a trailing slash. */
	readonly url: string;
	/** What it was asked, in order. */
	readonly received: readonly Pick<IncomingMessage, 'url' | 'headers'>[];
}

/**
 * Starts one on a free port of this machine.
 * @param secure with a certificate of its own, which nobody trusts
 */
export async function startAnswering(
	answer: (request: IncomingMessage & { readonly body: string }) => GivenAnswer,
	{ secure = false } = {},
): Promise<AnsweringServer> {
	const received: IncomingMessage[] = [];
	const listener: RequestListener = (request, response) => {
		received.push(request);
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.once('end', () => {
			const whole = Object.assign(request, { body: Buffer.concat(chunks).toString() });
			const { status, body = '', headers = {} } = answer(whole);
			const type = typeof body === 'string' ? 'text/html' : 'application/json';
			response.writeHead(status, { 'content-type': type, ...headers });
			response.end(typeof body === 'string' ? body : JSON.stringify(body));
		});
	};
	const server = secure ? createTlsServer(selfSigned(), listener) : createServer(listener);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	cleanup(server, () => {
		server.closeAllConnections();
		server.close();
	});
	const { port } = server.address() as AddressInfo;
	return { url: `${secure ? 'https' : 'http'}://127.0.0.1:${String(port)}`, received };
}

function selfSigned(): { readonly key: Buffer; readonly cert: Buffer } {
	const folder = mkdtempSync(path.join(tmpdir(), 'linkauth-certificate-'));
	const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
	const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
	const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', ...subject];
	execFileSync('openssl', [...made, '-days', '2', '-keyout', key, '-out', cert], { stdio: 'ignore' });
	const pair = { key: readFileSync(key), cert: readFileSync(cert) };
	rmSync(folder, { recursive: true });
	return pair;
}
