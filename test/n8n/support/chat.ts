import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { textOf } from '../../../nodes/shared/text-of';
import type { WorkflowFile } from './public-api';

/** One person's conversation with a published workflow that starts with a Chat Trigger. */
export class Chat {
	readonly sessionId = randomUUID();
	readonly #url: string;

	/** @param n8n its address, without a trailing slash */
	constructor(n8n: string, { nodes }: WorkflowFile) {
		const trigger = nodes.find(({ type }) => type === '@n8n/n8n-nodes-langchain.chatTrigger');
		this.#url = `${n8n}/webhook/${textOf(trigger?.['webhookId'])}/chat`;
	}

	/** Writes something, and gives what n8n answers to the call. */
	async call(chatInput: string): Promise<Readonly<Record<string, unknown>>> {
		for (let tries = 1; ; tries += 1) {
			const response = await fetch(this.#url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ action: 'sendMessage', sessionId: this.sessionId, chatInput }),
			});
			const text = await response.text();
			if (response.ok) return JSON.parse(text) as Record<string, unknown>;
			// One that was published a moment ago may not listen yet.
			if (response.status !== 404 || tries === 50) throw new Error(`${String(response.status)} ${text}`);
			await sleep(200);
		}
	}

	/** Writes something, and gives the answer that the workflow's last node gave. */
	async say(chatInput: string): Promise<string> {
		const answer = await this.call(chatInput);
		if (typeof answer['output'] === 'string') return answer['output'];
		throw new Error(`no output: ${JSON.stringify(answer)}`);
	}

	/** Writes something to a workflow that answers by Respond to Chat nodes, and listens as n8n's chat does. */
	async listen(chatInput: string): Promise<Conversation> {
		const { executionId, resumeToken } = await this.call(chatInput);
		const query = new URLSearchParams({
			sessionId: this.sessionId,
			executionId: String(executionId),
			isPublic: 'true',
			...(typeof resumeToken === 'string' && { token: resumeToken }),
		});
		const address = new URL(`/chat?${query.toString()}`, this.#url);
		address.protocol = 'ws:';
		return new Conversation(String(executionId), new WebSocket(address));
	}
}

/** What comes into a chat while an execution is under way. */
export class Conversation {
	readonly said: string[] = [];

	constructor(
		readonly execution: string,
		private readonly socket: WebSocket,
	) {
		socket.addEventListener('message', ({ data }) => {
			const message = String(data);
			if (message === 'n8n|heartbeat') socket.send('n8n|heartbeat-ack');
			else if (!message.startsWith('n8n|')) this.said.push(message);
		});
	}

	/** Waits for a message, counted from 0. */
	async message(number: number, { within = 60_000 } = {}): Promise<string> {
		const until = Date.now() + within;
		for (;;) {
			const message = this.said[number];
			if (message !== undefined) return message;
			if (Date.now() > until) throw new Error(`not said: ${JSON.stringify(this.said)}`);
			await sleep(100);
		}
	}

	close(): void {
		this.socket.close();
	}
}
