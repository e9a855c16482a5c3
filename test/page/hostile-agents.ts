import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cleanup } from '../support/cleanup';

/** A proxy before a broker that writes markup into everything that agents send. It is stopped when its test or file ends. */
export interface HostileAgents {
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
}

/** Ends an attribute, a text, a script and a style, whichever it is in. */
const MARKUP = `'"></textarea></script></style><svg onload=ran(1)><img src=x onerror=ran(1)>`;

/** Starts the proxy. */
export async function hostileAgents(broker: string): Promise<HostileAgents> {
	const server = createServer((incoming, outgoing) => {
		void relay(broker, incoming).then(
			({ status, headers, body }) => outgoing.writeHead(status, headers).end(body),
			() => outgoing.destroy(),
		);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	cleanup(server, async () => {
		server.closeAllConnections();
		server.close();
		await once(server, 'close');
	});
	return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` };
}

async function relay(broker: string, incoming: IncomingMessage) {
	const { method, url = '/', headers } = incoming;
	const sent = await bytesOf(incoming);
	const body = method === 'POST' && url === '/v1/sessions' ? withMarkup(sent) : sent;
	const outgoing = request(broker + url, {
		method,
		headers: { ...headers, 'content-length': String(body.length) },
	});
	outgoing.end(body);
	const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
	const given: OutgoingHttpHeaders = answer.headers;
	return { status: answer.statusCode ?? 0, headers: given, body: await bytesOf(answer) };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
	return Buffer.concat((await message.toArray()) as Buffer[]);
}

/** Labels keep their beginning, by which tests find them. */
function withMarkup(body: Buffer): Buffer {
	const wanted = JSON.parse(body.toString()) as Record<string, unknown>;
	const fields = wanted['fields'] as readonly Record<string, unknown>[] | undefined;
	return Buffer.from(
		JSON.stringify({
			...wanted,
			display_name: MARKUP,
			...(wanted['reason'] !== undefined && { reason: MARKUP }),
			...(wanted['requester'] !== undefined && { requester: { name: MARKUP, detail: MARKUP } }),
			...(fields && { fields: fields.map(fieldWithMarkup) }),
		}),
	);
}

function fieldWithMarkup(field: Record<string, unknown>): Record<string, unknown> {
	return {
		...field,
		label: `${String(field['label'])} ${MARKUP}`,
		help: MARKUP,
		placeholder: MARKUP,
		...(Array.isArray(field['options']) && { options: [...(field['options'] as string[]), MARKUP] }),
	};
}
