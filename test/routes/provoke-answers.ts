import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEVICE_CODE_GRANT } from '../../broker/sessions/device-requests';
import { ENVELOPE_ALGORITHM, sealEnvelope } from '../../protocol/envelope';
import { keyFingerprint } from '../../protocol/key-fingerprint';
import { createSession } from '../support/agent';
import { startBroker } from '../support/broker';
import { cleanup } from '../support/cleanup';
import { person } from '../support/person';
import { asking, CALLBACK, everyCall, form, type Ask, type Given } from './every-call';

/** A whole life of a session, and everything that can be wrong with a request. */
export async function fromAnOpenBroker(given: Given[], key: string): Promise<void> {
	const folder = cleanup(mkdtempSync(path.join(tmpdir(), 'linkauth-openapi-')), (made) => {
		rmSync(made, { recursive: true });
	});
	const branding = path.join(folder, 'branding.json');
	writeFileSync(path.join(folder, 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg"></svg>');
	writeFileSync(branding, JSON.stringify({ logo: 'logo.svg', colors: { accent: '#14598c' } }));
	const broker = await startBroker({
		LINKAUTH_POLL_INTERVAL: '1',
		LINKAUTH_BRANDING_FILE: branding,
		LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1:9',
	});
	const ask = asking(broker.url, given);
	await plainPages(ask);
	await roundTrip(ask, broker.url);
	await deviceFlow(ask, broker.url, key);
	await refusals(ask, broker.url, key);
	await broker.stop();
}

async function plainPages(ask: Ask): Promise<void> {
	const { text: page } = await ask('GET', '/connect');
	const { text: docs } = await ask('GET', '/docs');
	const assets = [
		...`${page}${docs}`.matchAll(/(?:href|src|data-[\w-]+)="(\/(?:assets|docs|branding)\/[^"]+)"/g),
	].map(([, to = '']) => to);
	for (const address of ['/', '/connect/ABCD-1234', '/health', '/ready', '/openapi.json', ...assets]) {
		await ask('GET', address);
		await ask('HEAD', address);
	}
	for (const address of [
		'/.well-known/linkauth',
		'/.well-known/oauth-authorization-server',
		'/v1/auth',
		'/assets/nothing.js',
		'/docs/nothing.css',
	]) {
		await ask('GET', address);
	}
	await ask('GET', '/branding/nothing.css');
	await ask('GET', '/nothing/at/all');
	for (const address of ['/', '/connect', '/health', '/v1/sessions/x', '/v1/connect/x/confirm', '/docs']) {
		await ask('PUT', address);
	}
}

async function roundTrip(ask: Ask, url: string): Promise<void> {
	const session = await createSession(url, {
		fields: [{ name: 'pin', label: 'PIN', type: 'select', options: ['1'], help: 'h', placeholder: 'p' }],
		requester: { name: 'Me', detail: 'Here' },
		reason: 'Why not',
		allowed_hosts: ['a.example'],
		agent_state: 'state',
		callback_url: CALLBACK,
	});
	const { user_code, session_id, poll_token = '' } = session.reply;
	const headers = { authorization: `Bearer ${poll_token}` };
	await ask('GET', `/v1/connect/${user_code}`);
	await ask('POST', '/v1/connect/resolve', { body: { user_code: user_code.toLowerCase() } });
	await ask('GET', `/v1/sessions/${session_id}`, { headers });
	await ask('GET', `/v1/sessions/${session_id}`, { headers });
	await ask('HEAD', `/v1/sessions/${session_id}`, { headers });
	await ask('GET', `/v1/sessions/${session_id}/agent-state`);
	await ask('PATCH', `/v1/sessions/${session_id}`, { headers, body: { callback_url: CALLBACK } });
	const options = { headers: { 'idempotency-key': 'confirm-once-and-again' } };
	await ask('POST', `/v1/connect/${user_code}/complete`, { body: { ciphertext: 'e30=', algorithm: 'x' } });
	const { body } = await ask('POST', `/v1/connect/${user_code}/confirm`, options);
	const connect_token = String(body['connect_token']);
	await ask('GET', `/v1/sessions/${session_id}`, { headers: { ...headers, prefer: 'wait=1' } });
	const complete = `/v1/connect/${user_code}/complete`;
	const ciphertext = await sealEnvelope(session.keys.publicKey, { pin: '1' });
	const envelope = { ciphertext, algorithm: ENVELOPE_ALGORITHM, connect_token };
	await ask('POST', `/v1/connect/${user_code}/deny`);
	await ask('POST', complete, { body: { ...envelope, connect_token: 'ct_' } });
	await ask('POST', complete, { body: { ...envelope, ciphertext: '%' } });
	await ask('POST', complete, { body: envelope });
	await ask('POST', complete, { body: envelope });
	await ask('POST', `/v1/connect/${user_code}/confirm`);
	await ask('POST', `/v1/connect/${user_code}/deny`, { body: { connect_token } });
	await ask('GET', `/v1/sessions/${session_id}`, { headers });
	await ask('GET', `/v1/sessions/${session_id}`, { headers });
	await ask('DELETE', `/v1/sessions/${session_id}`, { headers });
	// It has ended, as its agent and whoever has its link are told.
	await ask('GET', `/v1/sessions/${session_id}`, { headers });
	await ask('PATCH', `/v1/sessions/${session_id}`, { headers, body: { callback_url: CALLBACK } });
	await ask('DELETE', `/v1/sessions/${session_id}`, { headers });
	const pin = { 'x-key-fingerprint': await keyFingerprint(session.keys.publicKey) };
	await ask('GET', `/v1/connect/${user_code}`, { headers: pin });
	const { body: long } = await ask('POST', '/v1/sessions', {
		body: { public_key: session.keys.publicKey, template: 'api_key', ttl: 86_400 },
	});
	const link = String(long['url']).split('/').at(-1) ?? '';
	for (const text of [link, String(long['code'])]) await ask('GET', `/v1/connect/${text}`);
	await ask('POST', `/v1/connect/${link}/confirm`);
	await ask('GET', `/v1/connect/${link}`);
	const declined = await createSession(url);
	await ask('POST', `/v1/connect/${declined.reply.code}/deny`, { body: { reason: 'No' } });
	await ask('GET', `/v1/sessions/${declined.reply.session_id}`, {
		headers: { authorization: `Bearer ${declined.reply.poll_token ?? ''}` },
	});
}

async function deviceFlow(ask: Ask, url: string, key: string): Promise<void> {
	const wish = { client_id: 'robot', public_key: key, template: 'api_key' };
	const { body } = await ask('POST', '/device_authorization', form(wish));
	const answer = form({ grant_type: DEVICE_CODE_GRANT, device_code: String(body['device_code']) });
	await ask('POST', '/token', answer);
	await person.give(url, String(body['user_code']), { api_key: 'k' });
	await ask('POST', '/token', answer);
	for (const address of ['/device_authorization', '/token']) {
		await ask('POST', address, form({ client_id: 'robot' }));
		await ask('POST', address, { body: {} });
		await ask('POST', address, form({ client_id: 'x'.repeat(2_500_000) }));
	}
}

async function refusals(ask: Ask, url: string, key: string): Promise<void> {
	const { reply } = await createSession(url);
	const { user_code: code, session_id: id, poll_token: token = '' } = reply;
	await everyCall(ask, { id, code: 'none', token: 'none', key });
	await everyCall(ask, { id: '0'.repeat(64), code: 'ABCD-1234', token, key });
	const bearer = { authorization: `Bearer ${token}` };
	// A body is read where the session waits for it.
	const confirmed = (await createSession(url)).reply.code;
	await ask('POST', `/v1/connect/${confirmed}/confirm`);
	const bodies = [
		['POST', '/v1/sessions'],
		['PATCH', `/v1/sessions/${id}`],
		['POST', '/v1/connect/resolve'],
		['POST', `/v1/connect/${confirmed}/complete`],
		['POST', `/v1/connect/${code}/deny`],
	] as const;
	for (const [method, address] of bodies) {
		await ask(method, address, { headers: bearer, body: '{' });
		await ask(method, address, { headers: bearer, body: '[]' });
		await ask(method, address, { headers: { ...bearer, 'content-type': 'text/plain' }, body: '{}' });
		await ask(method, address, { headers: bearer, body: ' '.repeat(2_500_000) });
	}
	const badKey = { 'idempotency-key': 'short' };
	await ask('GET', `/v1/sessions/${id}`, { headers: { ...bearer, ...badKey } });
	await ask('POST', `/v1/connect/${code}/confirm`, { headers: badKey });
	await ask('POST', '/v1/sessions', { body: { public_key: 'x', template: 'api_key' } });
	await ask('POST', '/v1/sessions', { body: { public_key: key, template: 'x' } });
	await ask('POST', '/v1/sessions', { body: { public_key: key, template: 'api_key', ttl: 5 } });
	const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
	const short = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
	await ask('POST', '/v1/sessions', { body: { public_key: short, template: 'api_key' } });
}
