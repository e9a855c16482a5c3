import { AllowedDestinations } from '../../broker/outbound/allowed-destinations';
import { guardedFetch } from '../../broker/outbound/guarded-fetch';
import type { Fetch, FetchInit } from '../../protocol/oauth/oauth-types';
import { startAnswering, type GivenAnswer } from '../support/answering-server';

const INIT: FetchInit = {
	method: 'POST',
	headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: 'Basic eDp5' },
	body: 'code=ä',
	redirect: 'manual',
};

async function reaching(answer: () => GivenAnswer, timeoutMs = 5_000) {
	const server = await startAnswering(answer);
	const allowed = new AllowedDestinations([new URL(server.url).host]);
	return { server, fetch: guardedFetch({ allowed, timeoutMs }) };
}

test('what is answered is read, with its status and type', async () => {
	const { server, fetch } = await reaching(() => ({ status: 418, body: { some: 'tokens' } }));
	const response = await fetch(`${server.url}/token?with=query`, INIT);
	expect([response.status, response.headers.get('content-type')]).toEqual([418, 'application/json']);
	expect(await response.json()).toEqual({ some: 'tokens' });
	expect(server.received[0]).toMatchObject({
		url: '/token?with=query',
		headers: { authorization: 'Basic eDp5', 'content-length': '7', 'accept-encoding': 'identity' },
	});
});

test('a redirect is an answer like any other', async () => {
	const { server, fetch } = await reaching(() => ({ status: 302, headers: { location: '/elsewhere' } }));
	expect((await fetch(server.url, INIT)).status).toBe(302);
	expect(server.received).toHaveLength(1);
});

test('more than 64 KiB are not read, and that there was more shows', async () => {
	const { server, fetch } = await reaching(() => ({ status: 200, body: 'x'.repeat(5_000_000) }));
	const text = await (await fetch(server.url, INIT)).text();
	expect(text.length).toBeGreaterThan(64 * 1024);
	expect(text.length).toBeLessThan(1_000_000);
	const small = await reaching(() => ({ status: 200, body: 'x'.repeat(64 * 1024) }));
	expect((await (await small.fetch(small.server.url, INIT)).text()).length).toBe(64 * 1024);
});

test('nobody is reached who is not allowed', async () => {
	const { server } = await reaching(() => ({ status: 200 }));
	const nobody: Fetch = guardedFetch({ allowed: new AllowedDestinations([]), timeoutMs: 5_000 });
	for (const address of [
		server.url,
		server.url.replace('127.0.0.1', 'localhost'),
		'https://169.254.169.254/',
	]) {
		await expect(nobody(address, INIT)).rejects.toThrow();
	}
	expect(server.received).toEqual([]);
});

test('a certificate that nobody trusts ends the call', async () => {
	const server = await startAnswering(() => ({ status: 200 }), { secure: true });
	const allowed = new AllowedDestinations([new URL(server.url).host]);
	await expect(guardedFetch({ allowed, timeoutMs: 5_000 })(server.url, INIT)).rejects.toThrow();
	expect(server.received).toEqual([]);
});
