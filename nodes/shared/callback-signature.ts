import { base64UrlEncode, utf8Decode, utf8Encode, type Bytes } from '../../protocol/encoding';
import { HEADERS, type CallbackBody } from '../../protocol/messages';
import { TOKEN_PREFIXES } from '../../protocol/tokens';
import { derivedBytes } from './derived-keys';

/** Seconds by which a call's time may differ from the time here. */
const WINDOW = 300;
const SECRET_BYTES = 32;
const SIGNATURE = /^t=(\d{1,12}),sha256=([0-9a-f]{64})$/;

/**
 * The secret that signs the broker's calls for a session. Derived, so that nothing has to be kept to check a call:
 * whoever has the sealing key can make it again.
 * @throws SealedValueError where there is no usable sealing key
 */
export async function callbackSecretFor(sealingKey: string, sessionId: string): Promise<string> {
	const bytes = await derivedBytes(sealingKey, `callback/v1/${sessionId}`, SECRET_BYTES);
	return TOKEN_PREFIXES.callback + base64UrlEncode(bytes);
}

/** A call as it arrived. */
export interface ArrivedCall {
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
	/** The body byte by byte: what is signed. */
	readonly body: Bytes;
}

/**
 * What the broker says in a call, or undefined where the call is not the broker's, is not about this session, or is
 * more than five minutes old (or ahead). Compared in constant time.
 * @param secret as {@link callbackSecretFor} gives it
 * @param now milliseconds since the epoch
 */
export async function verifiedCallback(
	call: ArrivedCall,
	sessionId: string,
	secret: string,
	now: number = Date.now(),
): Promise<CallbackBody | undefined> {
	const header = call.headers[HEADERS.callbackSignature];
	const [, timestamp, signature] = SIGNATURE.exec(typeof header === 'string' ? header : '') ?? [];
	if (timestamp === undefined || signature === undefined) return undefined;
	if (Math.abs(now / 1000 - Number(timestamp)) > WINDOW) return undefined;
	const text = textOf(call.body);
	if (text === undefined) return undefined;
	const key = await crypto.subtle.importKey(
		'raw',
		utf8Encode(secret),
		{ name: 'HMAC', hash: 'SHA-256' },
		false,
		['verify'],
	);
	const signed = utf8Encode(`${timestamp}.${text}`);
	if (!(await crypto.subtle.verify('HMAC', key, bytesOfHex(signature), signed))) return undefined;
	// Signed, so it is a body that the broker made.
	const body = JSON.parse(text) as CallbackBody;
	return body.session_id === sessionId ? body : undefined;
}

function textOf(body: Bytes): string | undefined {
	try {
		return utf8Decode(body);
	} catch {
		return undefined;
	}
}

function bytesOfHex(text: string): Bytes {
	return new Uint8Array((text.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)));
}
