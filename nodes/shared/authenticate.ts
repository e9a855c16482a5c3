import type { IHttpRequestOptions } from 'n8n-workflow';

import type { CredentialFields } from '../../protocol/envelope';
import { HEADERS } from '../../protocol/messages';
import { assertHostAllowed } from './allowed-hosts';
import { assertNoDetour } from './detours';
import { LinkAuthError } from './errors';
import { brokerUrlOf, hasCurrentKey, type LinkAuthApiData } from './linkauth-api-data';
import { placed } from './placement';
import { fieldsOfGrant } from './oauth/grant';
import { freshGrant } from './oauth/fresh-grant';
import { directFetch } from './oauth/n8n-fetch';
import { unsealCredential, type ReceivedCredential } from './sealed-credential';
import { parseUrl } from './url';

/**
 * Nothing was sent. n8n takes it for an answer of 401: it calls preAuthentication, keeps the new sealing key that it
 * gives, and comes again.
 */
class SealingKeyOutdated extends LinkAuthError {
	override readonly name = 'SealingKeyOutdated';
	readonly response = { status: 401 };
	constructor() {
		super(
			'The sealing key is to be replaced.',
			'Open the LinkAuth API credential and press Save or Retry, so that n8n makes the new key.',
		);
	}
}

/** n8n's two forms of a request: `url` in nodes' code, `uri` in the HTTP Request node. */
export interface AnyRequest extends Omit<IHttpRequestOptions, 'url'> {
	url?: string;
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
	rejectUnauthorized?: boolean;
}

/** Named as both forms of a request name it. */
const NO_REDIRECTS = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
	maxRedirects: 0,
} as const;

/**
 * The request with what it needs added. To the broker: the API key. To anywhere else: the credential that a
 * person gave, unsealed into the place it was asked for, and only if the host may have it.
 *
 * The request that came in is not touched: n8n shows it in the editor and keeps it with errors. No redirect is
 * followed: n8n would carry headers along to whatever host the answer names.
 * @throws LinkAuthError; nothing is sent then
 */
export async function authenticateRequest(
	credential: LinkAuthApiData,
	request: AnyRequest,
): Promise<AnyRequest> {
	const target = targetOf(request);
	const direct = { ...request, ...NO_REDIRECTS };
	if (isBroker(credential, target)) {
		if (!hasCurrentKey(credential)) throw new SealingKeyOutdated();
		const apiKey = credential.apiKey?.trim();
		return apiKey ? { ...direct, headers: { ...request.headers, [HEADERS.apiKey]: apiKey } } : direct;
	}
	const { sealingKey = '', sealedCredential = '', itemCredential } = credential;
	const sealed = sealedCredential === '' ? itemCredential : sealedCredential;
	const received = await unsealCredential(sealingKey, sealed);
	assertHostAllowed(target, received.allowedHosts);
	if (received.use.length === 0) {
		throw new LinkAuthError(
			'This credential was not asked for to be used in HTTP requests: nothing was sent.',
			'Choose how to send it under Use in HTTP Requests in Request Credential, and ask the person again.',
		);
	}
	const fields = await currentFields(received);
	const ready = placed(direct, fields, received.use);
	if (received.allowedHosts.length > 0) assertNoDetour(ready, target, received.allowedHosts);
	return ready;
}

/** What is sent: of a sign-in its access token, renewed where it is over. */
async function currentFields({ fields, grant }: ReceivedCredential): Promise<CredentialFields> {
	return grant === undefined ? fields : fieldsOfGrant(await freshGrant(grant, directFetch));
}

function targetOf(request: AnyRequest): URL {
	const address = request.url ?? request.uri ?? '';
	const target =
		parseUrl(address) ??
		parseUrl(`${request.baseURL?.replace(/\/+$/, '') ?? ''}/${address.replace(/^\/+/, '')}`);
	if (target !== undefined) return target;
	throw new LinkAuthError(
		'The URL of this request cannot be read: nothing was sent.',
		'Give a complete URL, starting with https://.',
	);
}

function isBroker(credential: LinkAuthApiData, target: URL): boolean {
	const broker = parseUrl(brokerUrlOf(credential));
	if (broker?.origin !== target.origin) return false;
	const path = broker.pathname.replace(/\/$/, '');
	return target.pathname === path || target.pathname.startsWith(`${path}/`);
}
