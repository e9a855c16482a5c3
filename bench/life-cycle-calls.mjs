import { Buffer } from 'node:buffer';
import { createHash, randomBytes, webcrypto } from 'node:crypto';

/** Key pairs that sessions are created with in turn: to make one for each would cost more than everything else. */
const KEYS = 16;

/** The calls of a life cycle in their order, each as the bare server knows it again. */
export const STEPS = [
	{ name: 'create', method: 'POST', path: '^/v1/sessions$' },
	{ name: 'info', method: 'GET', path: '^/v1/connect/[^/]+$' },
	{ name: 'confirm', method: 'POST', path: '/confirm$' },
	{ name: 'complete', method: 'POST', path: '/complete$' },
	{ name: 'collect', method: 'GET', path: '^/v1/sessions/' },
];

/** As n8n's HTTP client sends them. */
const AGENT_HEADERS = {
	accept: 'application/json',
	'user-agent': 'n8n',
	'accept-encoding': 'gzip, compress, deflate, br',
};

/** As a browser sends them with the page's calls. */
const PAGE_HEADERS = {
	accept: 'application/json',
	'accept-language': 'en-US,en;q=0.9',
	'accept-encoding': 'gzip, deflate, br, zstd',
	'cache-control': 'no-cache',
	pragma: 'no-cache',
	'sec-ch-ua': '"Chromium";v="142", "Not_A Brand";v="99"',
	'sec-ch-ua-mobile': '?0',
	'sec-ch-ua-platform': '"Linux"',
	'sec-fetch-dest': 'empty',
	'sec-fetch-mode': 'cors',
	'sec-fetch-site': 'same-origin',
	'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36',
};

/** A form as Request Credential asks for it, with all that it says; but for the key and the poll token. */
const FORM = {
	display_name: 'The monthly invoices of ACME',
	requester: { name: 'Invoice assistant', detail: 'workflow of the finance team' },
	reason: 'It fetches the invoices of this month, and files them where accounting looks for them.',
	fields: [
		{ name: 'username', label: 'Customer number', type: 'text', required: true, max_length: 40 },
		{ name: 'password', label: 'Password', type: 'password', required: true, help: 'The one of the portal' },
	],
	allowed_hosts: ['api.acme.example', 'files.acme.example'],
	// What the node seals for itself: its private key, where the credential may go, and until when.
	agent_state: `la1.agent-state.mV3kQ0aB.${randomBytes(1_980).toString('base64url')}`,
	ttl: 600,
};

/** Key pairs to ask with, each with an envelope of the right shape: nobody opens it here. */
export function makeAgents() {
	const rsa = {
		name: 'RSA-OAEP',
		modulusLength: 2_048,
		publicExponent: new Uint8Array([1, 0, 1]),
		hash: 'SHA-256',
	};
	return Promise.all(
		Array.from({ length: KEYS }, async () => {
			const keys = await webcrypto.subtle.generateKey(rsa, true, ['encrypt', 'decrypt']);
			const spki = Buffer.from(await webcrypto.subtle.exportKey('spki', keys.publicKey));
			const part = (bytes) => randomBytes(bytes).toString('base64');
			const envelope = { wrapped_key: part(256), iv: part(12), ciphertext: part(96) };
			return {
				publicKey: spki.toString('base64'),
				ciphertext: Buffer.from(JSON.stringify(envelope)).toString('base64'),
			};
		}),
	);
}

/**
 * Lives a session from its creation until its credential is collected.
 * @param agent one of {@link makeAgents}
 * @param send makes a call: `(name, { method, path, headers, body })`, gives `{ status, text }`
 * @param more members of the request to create it
 * @returns what it takes to delete it
 * @throws where a call does not succeed
 */
export async function liveSession({ publicKey, ciphertext }, send, more = {}) {
	const pollToken = `pt_${randomBytes(32).toString('base64url')}`;
	const succeed = async (name, request) => {
		const { status, text } = await send(name, request);
		if (status >= 300) throw new Error(`${name}: ${status} ${text}`);
		return text === '' ? {} : JSON.parse(text);
	};
	const created = await succeed('create', {
		method: 'POST',
		path: '/v1/sessions',
		headers: AGENT_HEADERS,
		body: { ...FORM, ...more, public_key: publicKey, poll_token_hash: sha256(pollToken) },
	});
	const code = created.code;
	await succeed('info', { method: 'GET', path: `/v1/connect/${code}`, headers: PAGE_HEADERS });
	const { connect_token: connectToken } = await succeed('confirm', {
		method: 'POST',
		path: `/v1/connect/${code}/confirm`,
		headers: { ...PAGE_HEADERS, 'idempotency-key': newKey() },
		body: {},
	});
	await succeed('complete', {
		method: 'POST',
		path: `/v1/connect/${code}/complete`,
		headers: { ...PAGE_HEADERS, 'idempotency-key': newKey() },
		body: { ciphertext, algorithm: 'RSA-OAEP-256+AES-256-GCM', connect_token: connectToken },
	});
	const path = `/v1/sessions/${created.session_id}`;
	const authorization = `Bearer ${pollToken}`;
	const collected = await succeed('collect', {
		method: 'GET',
		path,
		headers: {
			...AGENT_HEADERS,
			authorization,
			'idempotency-key': sha256(`collect ${pollToken}`),
			prefer: 'wait=50',
		},
	});
	if (collected.status !== 'ready') throw new Error(`collect: ${JSON.stringify(collected)}`);
	return { method: 'DELETE', path, headers: { ...AGENT_HEADERS, authorization } };
}

/** As the page makes one. */
function newKey() {
	return randomBytes(24).toString('base64url');
}

function sha256(text) {
	return createHash('sha256').update(text).digest('hex');
}
