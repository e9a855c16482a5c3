import { Buffer } from 'node:buffer';
import { createHash, randomBytes, webcrypto } from 'node:crypto';
import { call, inBatches } from './http-load.mjs';

/** A server that holds requests and answers them when told to: what Node itself needs for one. */
export const BARE_SERVER = `
const held = new Map();
require('node:http').createServer({ requestTimeout: 30_000 }, (request, response) => {
	if (request.method === 'GET') return void held.set(request.url, response);
	held.get(request.url)?.end('{"status":"ready"}');
	response.writeHead(204).end();
}).listen(0, '127.0.0.1', function () { console.log(JSON.stringify({ msg: 'listening', port: this.address().port })); });
`;

/** For the bare server: requests to hold, each with the call that has it answered. */
export function bareRequests(_port, count) {
	return Array.from({ length: count }, () => {
		const poll = pollOf(randomBytes(32).toString('hex'), newPollToken());
		return { poll, complete: { method: 'POST', path: poll.path } };
	});
}

/** For the broker: polls of sessions that a person has confirmed, each with the completion that has it answered. */
export async function brokerRequests(port, count) {
	const { publicKey, ciphertext } = await sealedOnce();
	return inBatches(Array.from({ length: count }), 50, async () => {
		const pollToken = newPollToken();
		const hash = createHash('sha256').update(pollToken).digest('hex');
		const created = await call(port, {
			method: 'POST',
			path: '/v1/sessions',
			body: { public_key: publicKey, template: 'api_key', poll_token_hash: hash },
		});
		const { code, session_id: id } = JSON.parse(created);
		const confirmed = await call(port, { method: 'POST', path: `/v1/connect/${code}/confirm`, body: {} });
		return {
			poll: pollOf(id, pollToken),
			complete: {
				method: 'POST',
				path: `/v1/connect/${code}/complete`,
				body: { ...JSON.parse(confirmed), ciphertext, algorithm: 'RSA-OAEP-256+AES-256-GCM' },
			},
		};
	});
}

function newPollToken() {
	return `pt_${randomBytes(32).toString('base64url')}`;
}

function pollOf(id, pollToken) {
	const headers = {
		authorization: `Bearer ${pollToken}`,
		prefer: 'wait=60',
		'idempotency-key': randomBytes(16).toString('hex'),
	};
	return { path: `/v1/sessions/${id}`, headers };
}

/** A key pair and an envelope of the right shape: nobody opens it here. */
async function sealedOnce() {
	const rsa = {
		name: 'RSA-OAEP',
		modulusLength: 2_048,
		publicExponent: new Uint8Array([1, 0, 1]),
		hash: 'SHA-256',
	};
	const keys = await webcrypto.subtle.generateKey(rsa, true, ['encrypt', 'decrypt']);
	const publicKey = Buffer.from(await webcrypto.subtle.exportKey('spki', keys.publicKey)).toString('base64');
	const part = (bytes) => randomBytes(bytes).toString('base64');
	const envelope = { wrapped_key: part(256), iv: part(12), ciphertext: part(80) };
	return { publicKey, ciphertext: Buffer.from(JSON.stringify(envelope)).toString('base64') };
}
