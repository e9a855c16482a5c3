import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { LIMITS } from '../../protocol/limits';
import {
	HEADERS,
	type AgentStateReply,
	type CallbackReply,
	type CreateSessionReply,
	type CreateSessionRequest,
	type Problem,
} from '../../protocol/messages';
import { BrokerUnavailable, errorOf, unreachable, type BrokerResponse } from './broker-errors';
import { LINKAUTH_API } from './linkauth-api-data';
import { readPoll, type PollOutcome } from './poll-outcome';

const REQUEST_TIMEOUT = 30_000;
/** Milliseconds that a broker may take to answer, on top of the wait that it was asked for. */
const WAIT_MARGIN = 15_000;

/** What a poll needs to know of its session. */
export interface PolledSession {
	readonly id: string;
	readonly pollToken: string;
}

/** The agent's side of the protocol: the only HTTP in the nodes. The API key comes from the n8n credential. */
export class BrokerClient {
	/** @param baseUrl without trailing slash; must be the one in the credential, or n8n would not add the key */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly baseUrl: string,
	) {}

	/** Lets n8n make an authenticated request, whatever the broker answers. */
	async checkAccess(): Promise<void> {
		await this.send({ method: 'GET', url: '/v1/auth' });
	}

	/**
	 * Creates a session (`POST /v1/sessions`).
	 * @throws BrokerRefusal, BrokerUnavailable
	 */
	async createSession(request: CreateSessionRequest): Promise<Partial<CreateSessionReply>> {
		const response = await this.send({ method: 'POST', url: '/v1/sessions', body: { ...request } });
		if (response.statusCode === 201 || response.statusCode === 200)
			return response.body as Partial<CreateSessionReply>;
		throw errorOf(response, this.baseUrl);
	}

	/**
	 * Polls a session (`GET /v1/sessions/{id}`), which collects the credential if it is there.
	 * @param wait seconds the broker may hold the answer back until something changes; 0 answers at once
	 * @param idempotencyKey the same for every poll of one session, so that a reply lost on the way loses nothing
	 * @throws BrokerRefusal where asking again cannot help
	 */
	async poll(session: PolledSession, wait: number, idempotencyKey: string): Promise<PollOutcome> {
		const seconds = Math.max(0, Math.min(Math.floor(wait), LIMITS.maximumWait));
		return await this.send({
			method: 'GET',
			url: `/v1/sessions/${session.id}`,
			headers: {
				authorization: `Bearer ${session.pollToken}`,
				[HEADERS.idempotencyKey]: idempotencyKey,
				...(seconds > 0 ? { [HEADERS.prefer]: `wait=${String(seconds)}` } : {}),
			},
			timeout: seconds * 1000 + WAIT_MARGIN,
		}).then(
			(response) => readPoll(response, this.baseUrl),
			(error: unknown) => {
				if (error instanceof BrokerUnavailable) return { kind: 'unavailable', error };
				throw error;
			},
		);
	}

	/**
	 * Tells the broker that the credential has arrived: everything about the session is deleted. Best effort; a
	 * session that is not deleted ends by itself.
	 */
	async acknowledge(session: PolledSession): Promise<void> {
		await this.send({
			method: 'DELETE',
			url: `/v1/sessions/${session.id}`,
			headers: { authorization: `Bearer ${session.pollToken}` },
			timeout: 5_000,
		}).catch(() => undefined);
	}

	/**
	 * Has the broker call an address when the session is decided or over (`PATCH /v1/sessions/{id}`); where it is
	 * decided already, at once. Of what is answered with success, it takes only an answer that repeats the call's delivery
	 * id: an n8n that is starting answers every call with 200, and has taken none.
	 * @param secret signs the calls
	 * @returns whether the broker could reach the address just now, or undefined where the session is over
	 * @throws BrokerRefusal, also where the broker does not call such an address, or nobody; BrokerUnavailable
	 */
	async registerCallback(
		session: PolledSession,
		address: string,
		secret: string,
	): Promise<Pick<CallbackReply, 'reachable'> | undefined> {
		const response = await this.send({
			method: 'PATCH',
			url: `/v1/sessions/${session.id}`,
			headers: { authorization: `Bearer ${session.pollToken}` },
			body: { callback_url: address, callback_secret: secret, callback_acknowledges: true },
		});
		const { reachable, code } = (response.body ?? {}) as Partial<CallbackReply & Problem>;
		if (response.statusCode === 404 && code === 'session_not_found') return undefined;
		if (response.statusCode === 200 && typeof reachable === 'boolean') return { reachable };
		throw errorOf(response, this.baseUrl);
	}

	/**
	 * The agent's state that the broker keeps for a session, or undefined where there is no such session.
	 * @throws BrokerRefusal, BrokerUnavailable
	 */
	async agentState(sessionId: string): Promise<string | undefined> {
		const response = await this.send({ method: 'GET', url: `/v1/sessions/${sessionId}/agent-state` });
		if (response.statusCode === 404) return undefined;
		const { agent_state: state } = response.body as Partial<AgentStateReply>;
		if (response.statusCode === 200 && typeof state === 'string') return state;
		throw errorOf(response, this.baseUrl);
	}

	/**
	 * Whether the broker has the extension `agent_state` (`GET /.well-known/linkauth`). A broker of LinkAuth 0.2 has
	 * nothing at that address, and says so in JSON.
	 * @throws BrokerUnavailable; BrokerRefusal where something else answers
	 */
	async keepsAgentState(): Promise<boolean> {
		const response = await this.send({ method: 'GET', url: '/.well-known/linkauth' });
		const { body, statusCode } = response;
		if (typeof body !== 'object' || body === null || (statusCode !== 200 && statusCode !== 404)) {
			throw errorOf(response, this.baseUrl);
		}
		const { extensions_supported: extensions } = body as { readonly extensions_supported?: unknown };
		return Array.isArray(extensions) && extensions.includes('agent_state');
	}

	private async send(request: IHttpRequestOptions): Promise<BrokerResponse> {
		const options: IHttpRequestOptions = {
			timeout: REQUEST_TIMEOUT,
			...request,
			url: this.baseUrl + request.url,
			json: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		};
		const response: unknown = await this.context.helpers.httpRequestWithAuthentication
			.call(this.context, LINKAUTH_API, options)
			.catch((error: unknown) => {
				throw unreachable(error, this.baseUrl) ?? error;
			});
		return response as BrokerResponse;
	}
}
