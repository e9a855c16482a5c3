import type { Provider } from '../providers/provider';
import { errorCode, OAuthError } from './oauth-error';
import type { Fetch } from './oauth-types';

/*
 * The one place for what providers do otherwise than the RFCs say: what their token endpoints are sent, and what is made of
 * their answers, so that the OAuth library reads all of them alike.
 */

/** Bytes of an answer that are read. */
const LONGEST_ANSWER = 64 * 1024;

/** Statuses of a provider that may answer otherwise soon. */
const TRY_AGAIN: ReadonlySet<number> = new Set([408, 425, 429]);

/** RFC 6749 section 5.2: errors that asking again does not change, whatever the status. */
const FINAL_ERRORS: ReadonlySet<unknown> = new Set([
	'invalid_request',
	'invalid_client',
	'invalid_grant',
	'unauthorized_client',
	'unsupported_grant_type',
	'invalid_scope',
]);

/** What the OAuth library calls in place of `fetch`. */
interface LibraryInit {
	readonly method: string;
	readonly headers: Record<string, string>;
	readonly body?: unknown;
}

/** Members of an answer. */
export type Members = Readonly<Record<string, unknown>>;

/** Calls of one provider's token endpoint, and the last answer as it came. */
export interface ProviderFetch {
	readonly fetch: (url: string, init: LibraryInit) => Promise<Response>;
	/** The last answer, before anything was made of it. */
	readonly answer: () => Members;
}

/**
 * Shapes calls as the provider wants them, and its answers as RFC 6749 has them.
 * @param now milliseconds since 1970
 */
export function providerFetch(provider: Provider, fetch: Fetch, now: number): ProviderFetch {
	let answer: Members = {};
	return {
		answer: () => answer,
		fetch: async (url, { method, headers, body }) => {
			const response = await send(fetch, url, {
				method,
				headers: { ...headers, ...provider.tokenHeaders, ...(isJson(provider) && JSON_TYPE) },
				body: encodedBody(provider, body, provider.tokenParameters),
			});
			answer = response.members;
			const refusal = refusalOf(response);
			if (refusal !== undefined) return json(400, refusal);
			return json(200, standardAnswer(provider, answer, now));
		},
	};
}

const JSON_TYPE = { 'content-type': 'application/json' };

function isJson({ tokenRequest }: Provider): boolean {
	return tokenRequest === 'json';
}

function encodedBody(provider: Provider, body: unknown, more: Readonly<Record<string, string>> = {}): string {
	const parameters = formOf(provider, body);
	for (const [name, value] of Object.entries(more)) parameters.set(name, value);
	return isJson(provider) ? JSON.stringify(Object.fromEntries(parameters)) : parameters.toString();
}

/** What a provider is sent, as it calls it. @param body as the library has it */
export function formOf({ clientIdParameter }: Provider, body: unknown): URLSearchParams {
	const parameters = new URLSearchParams(body as URLSearchParams);
	const clientId = parameters.get('client_id');
	if (clientIdParameter !== undefined && clientId !== null) {
		parameters.delete('client_id');
		parameters.set(clientIdParameter, clientId);
	}
	return parameters;
}

function json(status: number, members: Members): Response {
	return new Response(JSON.stringify(members), { status, headers: JSON_TYPE });
}

/** An answer that was read. */
export interface ReadAnswer {
	readonly status: number;
	readonly members: Members;
}

/**
 * Makes a call and reads its answer, JSON or a form.
 * @throws OAuthError `unavailable` or `unreadable`
 */
export async function send(
	fetch: Fetch,
	url: string,
	init: Omit<Parameters<Fetch>[1], 'redirect' | 'body'> & { readonly body?: string },
): Promise<ReadAnswer> {
	const { host } = new URL(url);
	let response: Response;
	let text: string;
	try {
		response = await fetch(url, { ...init, redirect: 'manual' });
		text = await textOf(response, host);
	} catch (error) {
		if (error instanceof OAuthError) throw error;
		throw new OAuthError('unavailable', `${host} could not be reached, or did not answer in time.`);
	}
	const { status } = response;
	if (status >= 300 && status < 400) {
		throw new OAuthError('unreadable', `${host} answered with a redirect, which is not followed.`);
	}
	const members = parsed(text, response.headers.get('content-type') ?? '');
	if ((status >= 500 || TRY_AGAIN.has(status)) && !FINAL_ERRORS.has(members?.['error'])) {
		throw new OAuthError('unavailable', `${host} answered with status ${String(status)}.`);
	}
	if (members === undefined) {
		throw new OAuthError(
			status < 400 ? 'unreadable' : 'refused',
			`${host} answered with status ${String(status)} and neither JSON nor a form.`,
		);
	}
	return { status, members };
}

async function textOf(response: Response, host: string): Promise<string> {
	const tooLong = new OAuthError('unreadable', `${host} answered with more than 64 KiB.`);
	if (Number(response.headers.get('content-length') ?? 0) > LONGEST_ANSWER) throw tooLong;
	const reader = response.body?.getReader();
	if (!reader) return '';
	const chunks: Uint8Array[] = [];
	for (let bytes = 0; ;) {
		const { done, value } = await reader.read();
		if (done) break;
		bytes += value.byteLength;
		if (bytes > LONGEST_ANSWER) {
			await reader.cancel();
			throw tooLong;
		}
		chunks.push(value);
	}
	return new Blob(chunks as Uint8Array<ArrayBuffer>[]).text();
}

/** Members of a JSON object, or of a form where it says that it is one or cannot be anything else. */
function parsed(text: string, type: string): Members | undefined {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members;
		return undefined;
	} catch {
		const isForm = /form-urlencoded|text\/plain/i.test(type) && /^[\w.-]+=[^\s<>]*$/.test(text.trim());
		if (isForm) return Object.fromEntries(new URLSearchParams(text.trim()));
		return text.trim() === '' ? {} : undefined;
	}
}

/** How a provider said no: with a status, or with `error` or `ok: false` in an answer of 200. */
export function refusalOf({ status, members }: ReadAnswer): Members | undefined {
	const { error, ok } = members;
	const isRefusal = status >= 400 || ok === false || (error !== undefined && error !== null && error !== '');
	if (!isRefusal) return undefined;
	const first = memberAt(members, ['errors', '0']);
	const [inner = members] = [error, first].filter(
		(each) => typeof each === 'object' && each !== null,
	) as Members[];
	const codes = [error, inner['errorType'], inner['code'], inner['type']].map(errorCode);
	const code = codes.find((each) => each !== undefined) ?? 'refused';
	const texts = [members['error_description'], inner['message'], members['message'], members['msg']];
	const description = texts.find((text) => typeof text === 'string' && text !== '');
	return { error: code, ...(description !== undefined && { error_description: description }) };
}

/** What has to be known to read a provider's answer. */
export type AnswerShape = Pick<Provider, 'tokenPath' | 'tokenMembers' | 'scopeSeparator' | 'issuer'>;

/** A provider's answer as RFC 6749 section 5.1 has it. @param now milliseconds since 1970 */
export function standardAnswer(provider: AnswerShape, answer: Members, now: number): Members {
	const { tokenPath = [], tokenMembers = {}, issuer } = provider;
	const nested = memberAt(answer, tokenPath);
	const own = typeof nested === 'object' && nested !== null ? (nested as Members) : {};
	const member = (name: keyof typeof tokenMembers | 'id_token') => {
		const theirs = name === 'id_token' ? name : (tokenMembers[name] ?? name);
		return own[theirs] ?? answer[theirs];
	};
	const expiresIn = Number(
		member('expires_in') ?? secondsUntil(tokenMembers.expires_at && member('expires_at'), now),
	);
	const scope = member('scope');
	const idToken = member('id_token');
	const refreshToken = member('refresh_token');
	return {
		access_token: member('access_token'),
		// Whatever it calls itself, `user` or `Basic`: how it is sent stands in the table.
		token_type: 'bearer',
		...(typeof refreshToken === 'string' && refreshToken !== '' && { refresh_token: refreshToken }),
		...(Number.isFinite(expiresIn) && expiresIn > 0 && { expires_in: expiresIn }),
		...(typeof scope === 'string' && { scope }),
		...(Array.isArray(scope) && { scope: scope.join(provider.scopeSeparator ?? ' ') }),
		// Without an issuer to hold it against, it proves nothing.
		...(typeof idToken === 'string' && idToken !== '' && issuer !== undefined && { id_token: idToken }),
	};
}

/** Seconds until a time that is given in seconds since 1970, or as ISO 8601 has it; NaN where it is neither. */
function secondsUntil(time: unknown, now: number): number {
	const at = typeof time === 'string' && /\D/.test(time) ? Date.parse(time) : Number(time ?? NaN) * 1000;
	return Math.floor((at - now) / 1000);
}

/** What stands at a path of members, from the outside in. */
export function memberAt(value: unknown, path: readonly string[]): unknown {
	return path.reduce<unknown>(
		(at, name) => (typeof at === 'object' && at !== null ? (at as Members)[name] : undefined),
		value,
	);
}
