import type { IHttpRequestOptions } from 'n8n-workflow';

import { HEADERS, type Problem } from '../../protocol/messages';
import { unreachable, type BrokerResponse } from './broker-errors';
import { LinkAuthError } from './errors';
import { brokerUrlIn, brokerUrlOf, type LinkAuthApiData } from './linkauth-api-data';
import { linkFault } from './people-link';
import { isLoopback, isUnencrypted, parseUrl } from './url';

/** n8n's `helpers.httpRequest`. */
export type SendRequest = (options: IHttpRequestOptions) => Promise<unknown>;

/** Milliseconds; somebody waits in front of the credential's window. */
const TIMEOUT = 10_000;

/** A session that no broker has: its id is no hash of a code. */
const NO_SESSION = `/v1/sessions/${'0'.repeat(64)}`;
const NO_TOKEN = { authorization: `Bearer pt_${'0'.repeat(43)}` };

/** What a LinkAuth broker of any version says of that session. */
const SAID_BY_LINKAUTH = /session not found|poll[_ ]token/i;
/** What one of LinkAuth 0.2 says of a call without its key. */
const KEY_REQUIRED = 'API Key Required';

/** What `/.well-known/linkauth` says, as far as it matters here. */
interface Discovery {
	/** The address that people open. */
	readonly verification_uri: string;
}

/**
 * Whether a LinkAuth broker is there and takes the API key. A broker is known by what it says: by
 * `/.well-known/linkauth`, or, where it is one of LinkAuth 0.2, by how it answers for a session that does not exist. The
 * key is sent to nobody else. A broker that answers alike with and without it cannot say whether it is right, and passes.
 * @throws LinkAuthError whose message says everything, since n8n's window shows nothing else: what is wrong with which of
 *   the two, and what to enter
 */
export async function testBroker(send: SendRequest, credential: LinkAuthApiData): Promise<void> {
	await assertBroker(send, credential).catch((error: unknown) => {
		if (!(error instanceof LinkAuthError)) throw error;
		throw new LinkAuthError(wholeTextOf(error), error.description);
	});
}

function wholeTextOf({ message, description }: LinkAuthError): string {
	return `${message} ${description}`;
}

async function assertBroker(send: SendRequest, credential: LinkAuthApiData): Promise<void> {
	const url = brokerUrlOf(credential);
	assertBrokerUrl(url);
	const broker = new Broker(send, url);
	const apiKey = credential.apiKey?.trim() ?? '';
	const discovery = discoveryOf(await broker.get('/.well-known/linkauth'));
	if (discovery !== undefined) {
		assertEncrypted(url, discovery.verification_uri);
		assertKeyTaken(await broker.get('/v1/auth', {}, apiKey), apiKey);
		await broker.get('/ready');
		return;
	}
	const without = await broker.get(NO_SESSION, NO_TOKEN);
	assertSpeaksLinkAuth(without, url);
	assertEncrypted(url, url);
	const answer = apiKey === '' ? without : await broker.get(NO_SESSION, NO_TOKEN, apiKey);
	// The session is not there, which is as much as it can say of a right key.
	if (answer.statusCode !== 404) assertKeyTaken(answer, apiKey);
}

class Broker {
	constructor(
		private readonly send: SendRequest,
		private readonly url: string,
	) {}

	/** @throws LinkAuthError where there is no answer, or one of a proxy */
	async get(path: string, headers: Record<string, string> = {}, apiKey = ''): Promise<BrokerResponse> {
		const response = (await this.send({
			method: 'GET',
			url: this.url + path,
			headers: { accept: 'application/json', ...headers, ...(apiKey && { [HEADERS.apiKey]: apiKey }) },
			timeout: TIMEOUT,
			json: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		}).catch((error: unknown) => {
			throw unreachable(error, this.url) ?? error;
		})) as BrokerResponse;
		const { statusCode: status } = response;
		if (status >= 300 && status < 400) throw redirected(response, this.url);
		if (status === 429) {
			throw new LinkAuthError(
				'The broker has received too many requests (429).',
				'Wait a minute, then try again.',
			);
		}
		if (status >= 500) throw away(response, this.url);
		return response;
	}
}

function assertBrokerUrl(url: string): void {
	if (/^https?:$/.test(parseUrl(url)?.protocol ?? '')) return;
	const guess = guessedUrl(url.replace(/^[a-z]*:?\/\//i, ''));
	throw new LinkAuthError(
		'The Broker URL is not a web address: it has to start with https://.',
		guess === undefined
			? 'Enter the address of the broker, such as https://broker.example.com.'
			: `Enter ${guess}, if that is its address.`,
	);
}

function guessedUrl(rest: string): string | undefined {
	const url = parseUrl(`https://${rest}`);
	return url && `${isLoopback(url) ? 'http' : 'https'}://${rest}`;
}

function assertSpeaksLinkAuth(response: BrokerResponse, url: string): void {
	const { title = '', detail = '' } = problemOf(response);
	if (SAID_BY_LINKAUTH.test(`${title} ${detail}`) || title === KEY_REQUIRED) return;
	const shorter = brokerUrlIn(url);
	throw new LinkAuthError(
		`What answers at ${url} is not a LinkAuth broker (it answered ${String(response.statusCode)}).`,
		shorter === undefined
			? 'Enter the address of the broker: not that of n8n, nor that of the service whose credential you want to ask for.'
			: `The Broker URL ends before /connect and /v1: enter ${shorter}.`,
	);
}

/**
 * The page does not work over plain HTTP, unless on the person's own machine. n8n may use another address of the broker
 * than people do, within a network of its own: what counts is the address that the broker gives to people.
 */
function assertEncrypted(url: string, pages: string): void {
	const fault = linkFault(pages);
	if (fault !== undefined) throw fault;
	const [own, peoples] = [parseUrl(url), parseUrl(pages)];
	if (own === undefined || !isUnencrypted(own) || own.hostname !== peoples?.hostname) return;
	throw new LinkAuthError(
		`Nothing is encrypted between n8n and ${own.host}: the API key could be read on the way.`,
		`Enter ${peoples.origin} as the Broker URL.`,
	);
}

function assertKeyTaken({ statusCode: status }: BrokerResponse, apiKey: string): void {
	if (status === 200) return;
	if (status === 401 && apiKey === '') {
		throw new LinkAuthError(
			'The broker is there and asks for an API key.',
			'Enter the key that it gave you.',
		);
	}
	if (status === 401 || status === 403) {
		throw new LinkAuthError(
			'The broker is there, but does not know this API key.',
			'Check it for missing characters, or ask whoever runs the broker for another.',
		);
	}
	throw new LinkAuthError(
		`The broker is there, but does not say whether the API key is right (${String(status)}).`,
		'Ask whoever runs it.',
	);
}

function redirected({ headers }: BrokerResponse, url: string): LinkAuthError {
	const target = parseUrl(typeof headers['location'] === 'string' ? headers['location'] : '');
	return new LinkAuthError(
		`The address ${url} leads on to ${target?.origin ?? 'another one'}, and n8n does not follow.`,
		target === undefined
			? 'Enter the address of the broker itself.'
			: `Enter ${target.origin} as the Broker URL.`,
	);
}

function away(response: BrokerResponse, url: string): LinkAuthError {
	const status = String(response.statusCode);
	return problemOf(response).code === undefined
		? new LinkAuthError(
				`Something answers at ${url}, but no broker behind it (${status}).`,
				'Start the broker, or have its reverse proxy lead to it; then try again.',
			)
		: new LinkAuthError(
				`The broker is there, but cannot reach its store (${status}).`,
				'Try again later; whoever runs the broker finds the reason in its log.',
			);
}

function discoveryOf({ statusCode, body }: BrokerResponse): Discovery | undefined {
	if (statusCode !== 200 || typeof body !== 'object' || body === null) return undefined;
	const { session_endpoint: sessions, verification_uri: pages } = body as Record<string, unknown>;
	return typeof sessions === 'string' && typeof pages === 'string' ? { verification_uri: pages } : undefined;
}

function problemOf({ body }: BrokerResponse): Partial<Pick<Problem, 'title' | 'detail' | 'code'>> {
	if (typeof body !== 'object' || body === null) return {};
	const { title, detail, code } = body as Record<string, unknown>;
	return {
		...(typeof title === 'string' && { title }),
		...(typeof detail === 'string' && { detail }),
		...(typeof code === 'string' && { code: code as Problem['code'] }),
	};
}
