import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cleanup } from '../../support/cleanup';
import { call, type Answer } from '../../support/http';

/** A call as the broker made it. */
interface BrokersCall {
	/** Path with query. */
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** Stands between the broker and n8n, as a reverse proxy would. */
export interface CallbackRelay {
	/** Without a trailing slash; n8n's `WEBHOOK_URL`. */
	readonly url: string;
	/** Every call that came by, and what n8n answered; where it was held back, what the relay did. */
	readonly calls: readonly (BrokersCall & { readonly status: number })[];
	/** Where n8n is. */
	leadTo(n8n: string): void;
	/** From now on nothing passes, and the relay answers with this status itself. */
	hold(status?: number): void;
	/** Lets calls pass again. */
	pass(): void;
	/** Makes a call to n8n. */
	send(call: BrokersCall): Promise<Answer>;
	stop(): void;
}

/** Starts one on a free port. */
export async function startCallbackRelay(): Promise<CallbackRelay> {
	const calls: (BrokersCall & { status: number })[] = [];
	let target = '';
	let held: number | undefined;
	const send = ({ path, headers, body }: BrokersCall) => call(target, 'POST', path, { headers, body });
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.once('end', () => {
			const made = {
				path: request.url ?? '',
				headers: plain(request.headers),
				body: Buffer.concat(chunks).toString(),
			};
			const forward = async () => {
				const { status, headers = {} } = held === undefined ? await send(made) : { status: held };
				calls.push({ ...made, status });
				response.writeHead(status, plain(headers)).end();
			};
			void forward().catch(() => response.writeHead(502).end());
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const relay: CallbackRelay = {
		url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
		calls,
		leadTo: (n8n) => {
			target = n8n;
		},
		hold: (status = 503) => {
			held = status;
		},
		pass: () => {
			held = undefined;
		},
		send,
		stop: () => {
			server.closeAllConnections();
			server.close();
		},
	};
	return cleanup(relay, (it) => {
		it.stop();
	});
}

function plain(headers: IncomingHttpHeaders): Record<string, string> {
	const kept = Object.entries(headers).filter(([name]) => /^(x-linkauth-|content-type$)/.test(name));
	return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}
