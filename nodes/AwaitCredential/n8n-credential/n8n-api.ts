import type { IExecuteFunctions, IHttpRequestMethods } from 'n8n-workflow';

import { LinkAuthError } from '../../shared/errors';
import type { CredentialData, CredentialSchema } from './credential-schema';

/** Name of n8n's own credential type for its API. */
export const N8N_API = 'n8nApi';

const REQUEST_TIMEOUT = 30_000;

/** A credential as n8n's API gives it: without its values. */
export interface StoredCredential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
}

interface Answer {
	readonly statusCode: number;
	readonly body: unknown;
}

/**
 * n8n's public API, as far as credentials go. Of a request that fails nothing is kept, because it holds the values;
 * of an answer only its `message`.
 */
export class N8nApi {
	/** @param baseUrl up to and with `/api/v1`, without trailing slash */
	private constructor(
		private readonly context: IExecuteFunctions,
		private readonly baseUrl: string,
	) {}

	/**
	 * The API that the node's credential of the type n8n API leads to.
	 * @throws LinkAuthError
	 */
	static async connect(context: IExecuteFunctions, itemIndex: number): Promise<N8nApi> {
		const { baseUrl } = await context.getCredentials<{ baseUrl?: unknown }>(N8N_API, itemIndex);
		const address = typeof baseUrl === 'string' ? baseUrl.trim().replace(/\/+$/, '') : '';
		if (!/^https?:\/\/./.test(address)) {
			throw new LinkAuthError(
				'The Base URL in the n8n API credential is not a web address.',
				'Open the credential and enter the address of this n8n with /api/v1 at its end, such as https://n8n.example.com/api/v1.',
			);
		}
		return new N8nApi(context, /\/api\/v\d+$/.test(address) ? address : `${address}/api/v1`);
	}

	/** What a credential type consists of. @throws LinkAuthError */
	async schema(type: string): Promise<CredentialSchema> {
		const answer = await this.call('GET', `/credentials/schema/${encodeURIComponent(type)}`);
		const body = answer.body as Partial<CredentialSchema> | null;
		if (answer.statusCode === 200 && typeof body?.properties === 'object') return body as CredentialSchema;
		throw answer.statusCode === 404
			? new LinkAuthError(
					`This n8n has no credential type ${type}.`,
					'Enter n8n’s own name of the type, such as httpHeaderAuth or openAiApi, in Credential Type. Where the name is right, check the Base URL in the n8n API credential: it ends in /api/v1.',
				)
			: this.refused('tell what the credential type consists of', answer);
	}

	/** An existing credential. @throws LinkAuthError, also where there is none */
	async find(id: string): Promise<StoredCredential> {
		const answer = await this.call('GET', `/credentials/${encodeURIComponent(id)}`);
		if (answer.statusCode === 200) return answer.body as StoredCredential;
		throw answer.statusCode === 405 || !isAboutCredential(answer)
			? new LinkAuthError(
					'This n8n cannot update credentials through its API.',
					'Update n8n to 2.x, or leave Credential ID to Update empty so that a new credential is made.',
				)
			: this.refused('find the credential that is to be updated', answer);
	}

	/** Makes a credential in the personal project of whom the API key belongs to. @throws LinkAuthError */
	async create(name: string, type: string, data: CredentialData): Promise<StoredCredential> {
		const answer = await this.call('POST', '/credentials', { name, type, data });
		if (answer.statusCode === 200) return answer.body as StoredCredential;
		throw this.refused('create the credential', answer, data);
	}

	/** Updates a credential; properties that are not named keep their values. @throws LinkAuthError */
	async update(id: string, name: string, data: CredentialData): Promise<StoredCredential> {
		const answer = await this.call('PATCH', `/credentials/${encodeURIComponent(id)}`, {
			...(name === '' ? {} : { name }),
			data,
			isPartialData: true,
		});
		if (answer.statusCode === 200) return answer.body as StoredCredential;
		throw this.refused('update the credential', answer, data);
	}

	/** Moves a credential to another project. @throws LinkAuthError */
	async transfer(id: string, projectId: string): Promise<void> {
		const answer = await this.call('PUT', `/credentials/${encodeURIComponent(id)}/transfer`, {
			destinationProjectId: projectId,
		});
		if (answer.statusCode < 300) return;
		throw this.refused(`move the credential to the project ${projectId}`, answer);
	}

	/** Deletes a credential; where that fails, it stays. */
	async delete(id: string): Promise<void> {
		await this.call('DELETE', `/credentials/${encodeURIComponent(id)}`).catch(() => undefined);
	}

	private async call(
		method: IHttpRequestMethods,
		path: string,
		body?: Record<string, unknown>,
	): Promise<Answer> {
		const answer: unknown = await this.context.helpers.httpRequestWithAuthentication
			.call(this.context, N8N_API, {
				method,
				url: this.baseUrl + path,
				...(body === undefined ? {} : { body }),
				json: true,
				timeout: REQUEST_TIMEOUT,
				disableFollowRedirect: true,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
			})
			.catch(() => undefined);
		if (answer !== undefined) return answer as Answer;
		throw new LinkAuthError(
			`n8n’s API at ${this.baseUrl} could not be reached.`,
			'Check the Base URL in the n8n API credential: the address of this n8n, as it is reached from n8n itself, with /api/v1 at its end.',
		);
	}

	private refused(what: string, { statusCode, body }: Answer, data: CredentialData = {}): LinkAuthError {
		const message = messageOf(body);
		const said = message === '' ? '' : `: ${withoutValues(message, data)}`;
		return new LinkAuthError(
			`n8n’s API did not ${what} (${String(statusCode)})${said}`,
			ADVICE[statusCode] ?? 'Correct it in this node and run it again.',
		);
	}
}

/** What to do next, by status. */
const ADVICE: Readonly<Record<number, string>> = {
	401: 'Check the API key in the n8n API credential: n8n makes one under Settings, n8n API.',
	403: 'The API key in the n8n API credential may not do this. It needs the scopes credential:create, credential:read, credential:update and, for projects, credential:move.',
	404: 'Check the ID, and that the user of the API key may use what it stands for.',
};

/** Whether a 404 is about the credential, and not about the call, which n8n 1.x does not have. */
function isAboutCredential({ statusCode, body }: Answer): boolean {
	return statusCode !== 404 || /credential/i.test(messageOf(body));
}

function messageOf(body: unknown): string {
	const { message } = (typeof body === 'object' && body !== null ? body : {}) as { message?: unknown };
	return typeof message === 'string' ? message : '';
}

/** The message without any value of the credential, should n8n ever repeat one. */
function withoutValues(message: string, data: CredentialData): string {
	return Object.values(data)
		.filter((value) => typeof value === 'string' && value.length > 3)
		.reduce<string>((text, value) => text.replaceAll(String(value), '…'), message);
}
