import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanup } from './cleanup';

/** A call that arrived. */
export interface Delivery {
	readonly headers: IncomingHttpHeaders;
	readonly text: string;
	readonly body: Record<string, unknown>;
	/** Path and query. */
	readonly url: string;
	/** When it arrived, by `performance.now()`. */
	readonly at: number;
}

/** An agent that receives callbacks and answers with the statuses that it is given. */
export class CallbackReceiver {
	/** All that arrived, in order. */
	readonly deliveries: Delivery[] = [];
	/** Statuses to answer with, one after the other; then 204. */
	answers: number[] = [];
	/** Whether calls are left without an answer, until {@link release}. */
	hangs = false;
	/** Calls that were not answered, and whose connection is open. */
	readonly waiting = new Set<ServerResponse>();
	/** The most calls that were open at the same time. */
	mostAtOnce = 0;
	/** The first delivery, from 1, that it acknowledges by repeating the delivery's id. */
	acknowledgesFrom = Infinity;
	readonly #server: Server;

	private constructor() {
		this.#server = createServer((request, response) => {
			this.waiting.add(response);
			this.mostAtOnce = Math.max(this.mostAtOnce, this.waiting.size);
			response.once('close', () => this.waiting.delete(response));
			let text = '';
			request.on('data', (chunk: Buffer) => (text += chunk.toString()));
			request.on('end', () => {
				this.deliveries.push({
					headers: request.headers,
					text,
					body: JSON.parse(text) as Record<string, unknown>,
					url: request.url ?? '',
					at: performance.now(),
				});
				if (this.deliveries.length >= this.acknowledgesFrom) {
					response.setHeader('x-linkauth-delivery-id', request.headers['x-linkauth-delivery-id'] ?? '');
				}
				if (!this.hangs) response.writeHead(this.answers.shift() ?? 204).end();
			});
		});
	}

	/** Starts one on a free port. */
	static async start({ hangs = false } = {}): Promise<CallbackReceiver> {
		const receiver = new CallbackReceiver();
		receiver.hangs = hangs;
		await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
		return cleanup(receiver, () => {
			receiver.stop();
		});
	}

	/** Where to call it. */
	get url(): string {
		const { port } = this.#server.address() as AddressInfo;
		return `http://127.0.0.1:${String(port)}/hook`;
	}

	/** The call of this number, from 1, as soon as it has arrived. @param timeoutMs milliseconds */
	async next(count: number, timeoutMs = 15_000): Promise<Delivery> {
		for (let waited = 0; this.deliveries.length < count; waited += 10) {
			if (waited > timeoutMs) throw new Error(`only ${String(this.deliveries.length)} calls arrived`);
			await sleep(10);
		}
		return this.deliveries[count - 1] ?? { headers: {}, text: '', body: {}, url: '', at: 0 };
	}

	/** Answers the calls that wait, and those that come. @param status of those that wait */
	release(status = 204): void {
		this.hangs = false;
		for (const response of this.waiting) response.writeHead(status).end();
	}

	stop(): void {
		this.#server.closeAllConnections();
		this.#server.close();
	}
}
