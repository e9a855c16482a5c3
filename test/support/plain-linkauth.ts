import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cleanup } from './cleanup';

/** A broker seen through a LinkAuth 0.2 broker's eyes. */
export interface PlainLinkAuth {
	readonly url: string;
	/** When polls have come in, in milliseconds since the epoch. */
	readonly polls: readonly { readonly at: number }[];
	stop(): Promise<void>;
}

const KNOWN_MEMBERS = [
	'public_key',
	'template',
	'display_name',
	'fields',
	'callback_url',
	'ttl',
	'oauth_provider',
	'oauth_scopes',
	'oauth_extra_params',
];
const DROPPED_HEADERS = ['prefer', 'idempotency-key', 'content-length', 'host'];
const KNOWN_REPLY = [
	'session_id',
	'code',
	'url',
	'poll_token',
	'expires_at',
	'status',
	'ciphertext',
	'algorithm',
];

/**
 * Puts a door in front of a real broker that lets only LinkAuth 0.2 through: members and headers that came later
 * are dropped on the way in, and members that came later on the way out; calls that came later are not there.
 */
export async function startPlainLinkAuth(broker: string): Promise<PlainLinkAuth> {
	const polls: { at: number }[] = [];
	const server = createServer((incoming, outgoing) => {
		const chunks: Buffer[] = [];
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		incoming.once('end', () => {
			if (incoming.method === 'PATCH') {
				outgoing.writeHead(405, { 'content-type': 'application/json' }).end('{}');
				return;
			}
			const headers = Object.fromEntries(
				Object.entries(incoming.headers).filter(([name]) => !DROPPED_HEADERS.includes(name)),
			);
			if (incoming.method === 'GET') polls.push({ at: Date.now() });
			const body = only(KNOWN_MEMBERS, Buffer.concat(chunks).toString());
			const onwards = request(
				broker + (incoming.url ?? ''),
				{
					method: incoming.method ?? 'GET',
					headers: { ...headers, 'content-length': Buffer.byteLength(body) },
				},
				(answer) => {
					const parts: Buffer[] = [];
					answer.on('data', (part: Buffer) => parts.push(part));
					answer.once('end', () => {
						const ok = (answer.statusCode ?? 500) < 300;
						const text = Buffer.concat(parts).toString();
						outgoing.writeHead(answer.statusCode ?? 500, { 'content-type': 'application/json' });
						outgoing.end(ok ? only(KNOWN_REPLY, text) : text);
					});
				},
			);
			onwards.once('error', () => outgoing.destroy());
			onwards.end(body);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const plain: PlainLinkAuth = {
		url: `http://127.0.0.1:${String(port)}`,
		polls,
		stop: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => {
					resolve();
				});
			}),
	};
	return cleanup(plain, (it) => it.stop());
}

function only(members: readonly string[], text: string): string {
	if (text === '') return '';
	const entries = Object.entries(JSON.parse(text) as object).filter(([name]) => members.includes(name));
	return JSON.stringify(Object.fromEntries(entries));
}
