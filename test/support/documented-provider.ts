import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fetch, OAuthApp } from '../../protocol/oauth/oauth-types';
import type { Provider } from '../../protocol/providers/provider';
import { cleanup } from './cleanup';

/** What a token endpoint was sent. */
interface Asked {
	readonly url: string;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
}

/** How a server answers. */
export type Answer = (response: ServerResponse, asked: Asked) => void;

/** `fetch`, for a second at most. */
export const directly: Fetch = (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(1_000) });

/** A server that answers as a provider's documentation shows, and what it was asked. */
export async function startProvider(
	answer: Answer,
	row: Partial<Provider> = {},
): Promise<{ app: OAuthApp; asked: Asked[] }> {
	const asked: Asked[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const call = {
				url: request.url ?? '',
				headers: request.headers,
				body: Buffer.concat(chunks).toString(),
			};
			asked.push(call);
			answer(response, call);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	cleanup(server, () => {
		server.closeAllConnections();
		server.close();
	});
	const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
	const provider: Provider = {
		id: 'test',
		name: 'Testing',
		authorizationEndpoint: `${url}/authorize`,
		tokenEndpoint: `${url}/token`,
		revocationEndpoint: `${url}/revoke`,
		defaultScopes: [],
		pkce: 'yes',
		clientAuthentication: 'body',
		refresh: 'reusable',
		source: 'https://provider.example/docs',
		...row,
	};
	return { asked, app: { provider, clientId: 'id', clientSecret: 's3cret' } };
}

/** Answers with JSON. */
export const json =
	(value: unknown, status = 200): Answer =>
	(response) => {
		response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
	};
/** Answers with a text of a media type. */
export const text =
	(body: string, type: string, status = 200): Answer =>
	(response) => {
		response.writeHead(status, { 'content-type': type }).end(body);
	};
