import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way to a broker on which all that agents write is made worse. */
export interface HostileAgents {
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	stop(): Promise<void>;
}

/** Leaves an attribute, a text, a script and a style, whichever it is in. */
const WORST = `'"></textarea></script></style><svg onload=ran(1)><img src=x onerror=ran(1)>`;

/** Stands before a broker, and writes markup wherever the agents that come this way could have written it. */
export async function hostileAgents(broker: string): Promise<HostileAgents> {
	const server = createServer((incoming, outgoing) => {
		void relay(broker, incoming).then(
			({ status, headers, body }) => outgoing.writeHead(status, headers).end(body),
			() => outgoing.destroy(),
		);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
		stop: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

async function relay(broker: string, incoming: IncomingMessage) {
	const { method, url = '/', headers } = incoming;
	const sent = await bytesOf(incoming);
	const body = method === 'POST' && url === '/v1/sessions' ? worse(sent) : sent;
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

/** What people and tests go by, such as a label, stays the beginning of what is said. */
function worse(body: Buffer): Buffer {
	const wish = JSON.parse(body.toString()) as Record<string, unknown>;
	const fields = wish['fields'] as readonly Record<string, unknown>[] | undefined;
	return Buffer.from(
		JSON.stringify({
			...wish,
			display_name: WORST,
			...(wish['reason'] !== undefined && { reason: WORST }),
			...(wish['requester'] !== undefined && { requester: { name: WORST, detail: WORST } }),
			...(fields && { fields: fields.map(worseField) }),
		}),
	);
}

function worseField(field: Record<string, unknown>): Record<string, unknown> {
	return {
		...field,
		label: `${String(field['label'])} ${WORST}`,
		help: WORST,
		placeholder: WORST,
		...(Array.isArray(field['options']) && { options: [...(field['options'] as string[]), WORST] }),
	};
}
