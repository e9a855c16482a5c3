import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cleanup } from '../../support/cleanup';

/** A message as it is in a request to `/v1/chat/completions`. */
export interface ModelMessage {
	readonly role: 'system' | 'user' | 'assistant' | 'tool';
	readonly content: unknown;
	readonly tool_calls?: readonly {
		readonly function: { readonly name: string; readonly arguments: string };
	}[];
}

/** What n8n sends to a model. */
export interface ModelRequest {
	readonly messages: readonly ModelMessage[];
	readonly tools?: readonly {
		readonly function: { readonly name: string; readonly description: string; readonly parameters: unknown };
	}[];
	readonly stream?: boolean;
}

/** What a model does: says something, or calls a tool. */
export type ModelTurn =
	{ readonly say: string } | { readonly call: string; readonly with?: Readonly<Record<string, unknown>> };

/** A model behind OpenAI's interface that does as a script tells it. */
export interface ScriptedModel {
	/** The Base URL for n8n's OpenAI credential. */
	readonly url: string;
	/** Every byte that the model has ever been sent, request by request. */
	readonly received: readonly string[];
	/** What the model itself has said and called. */
	readonly turns: readonly ModelTurn[];
	stop(): void;
}

/** Starts one on a free port. @param script decides what comes next, from nothing but the request */
export async function startScriptedModel(
	script: (request: ModelRequest) => ModelTurn,
): Promise<ScriptedModel> {
	const received: string[] = [];
	const turns: ModelTurn[] = [];
	const answer = (request: IncomingMessage, response: ServerResponse, body: string) => {
		received.push(`${String(request.url)}\n${JSON.stringify(request.headers)}\n${body}`);
		if (request.url !== '/v1/chat/completions') {
			response.writeHead(404).end();
			return;
		}
		const asked = JSON.parse(body) as ModelRequest;
		const turn = script(asked);
		turns.push(turn);
		if (asked.stream === true) stream(response, turn);
		else whole(response, turn);
	};
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.once('end', () => {
			answer(request, response, Buffer.concat(chunks).toString());
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const model: ScriptedModel = {
		url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`,
		received,
		turns,
		stop: () => {
			server.closeAllConnections();
			server.close();
		},
	};
	return cleanup(model, (it) => {
		it.stop();
	});
}

let calls = 0;

function messageOf(turn: ModelTurn) {
	if ('say' in turn) return { role: 'assistant', content: turn.say };
	calls += 1;
	const toolCall = {
		index: 0,
		id: `call_${String(calls)}`,
		type: 'function',
		function: { name: turn.call, arguments: JSON.stringify(turn.with ?? {}) },
	};
	return { role: 'assistant', content: null, tool_calls: [toolCall] };
}

function reasonOf(turn: ModelTurn): string {
	return 'say' in turn ? 'stop' : 'tool_calls';
}

const HEAD = { id: 'chatcmpl-1', created: 1, model: 'scripted' };
const USAGE = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };

function whole(response: ServerResponse, turn: ModelTurn): void {
	const choice = { index: 0, message: messageOf(turn), finish_reason: reasonOf(turn) };
	response.writeHead(200, { 'content-type': 'application/json' });
	response.end(JSON.stringify({ ...HEAD, object: 'chat.completion', choices: [choice], usage: USAGE }));
}

function stream(response: ServerResponse, turn: ModelTurn): void {
	const chunk = (choice: object) =>
		`data: ${JSON.stringify({ ...HEAD, object: 'chat.completion.chunk', choices: [{ index: 0, ...choice }] })}\n\n`;
	response.writeHead(200, { 'content-type': 'text/event-stream' });
	response.write(chunk({ delta: messageOf(turn), finish_reason: null }));
	response.write(chunk({ delta: {}, finish_reason: reasonOf(turn) }));
	response.end('data: [DONE]\n\n');
}
