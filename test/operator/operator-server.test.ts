import { createSession } from '../support/agent';
import { call } from '../support/http';
import { metricsAt } from '../support/metrics';
import { freePort } from '../support/free-port';
import { person } from '../support/person';
import { AS, OPERATOR_TOKEN, startOperatorBroker, type OperatorBroker } from './operator-broker';

const RIGHT = { authorization: `Bearer ${OPERATOR_TOKEN}` };

describe("the operator's port", () => {
	let broker: OperatorBroker;
	beforeAll(async () => {
		broker = await startOperatorBroker();
	});
	const ask = (
		method: string,
		address: string,
		headers: Readonly<Record<string, string>> = {},
		body?: unknown,
	) => call(broker.operatorUrl, method, address, { headers, ...(body !== undefined && { body }) });

	test.each([
		['none', {}],
		['a wrong one', { authorization: `Bearer ${'x'.repeat(OPERATOR_TOKEN.length)}` }],
		['its beginning', { authorization: `Bearer ${OPERATOR_TOKEN.slice(0, -1)}` }],
		['more than it', { authorization: `Bearer ${OPERATOR_TOKEN}0` }],
		['an empty one', { authorization: 'Bearer ' }],
		['it by another scheme', { authorization: `Basic ${OPERATOR_TOKEN}` }],
		['an API key', AS.finance],
		['it in a cookie', { cookie: `token=${OPERATOR_TOKEN}` }],
	])('answers 401 to every call with %s, always alike', async (_, headers) => {
		const answers = await Promise.all([
			ask('GET', '/api/sessions', headers),
			ask('GET', '/api/sessions/abcd', headers),
			ask('GET', '/api/keys', headers),
			ask('GET', '/api/endings', headers),
			ask('GET', '/api/nothing', headers),
			ask('POST', '/api/end', headers, { all: true }),
		]);
		expect(new Set(answers.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1);
		expect(answers[0].status).toBe(401);
		expect(answers[0].headers['www-authenticate']).toBe('Bearer');
	});

	test('its calls are not at the public port', async () => {
		for (const address of ['/api/sessions', '/api/keys', '/api/endings', '/operator.js', '/operator.html'])
			expect((await call(broker.url, 'GET', address, { headers: RIGHT })).status).toBe(404);
		expect((await call(broker.url, 'POST', '/api/end', { headers: RIGHT, body: { all: true } })).status).toBe(
			404,
		);
	});

	test.each([
		'attacker.example',
		'attacker.example:9465',
		'127.0.0.1.attacker.example',
		'localhost.attacker.example',
		'user@attacker.example',
		'attacker.example/127.0.0.1',
		'attacker.example#localhost',
	])('is not there by the name %s, which may be made to lead here', async (host) => {
		for (const address of ['/', '/api/sessions'])
			expect((await ask('GET', address, { ...RIGHT, host })).status).toBe(403);
	});

	test.each(['127.0.0.1', '127.0.0.1:1', '[::1]:9465', 'localhost:9465', 'LOCALHOST'])(
		'is there as %s',
		async (host) => {
			expect((await ask('GET', '/api/sessions', { ...RIGHT, host })).status).toBe(200);
		},
	);

	test('is there by the names that are configured', async () => {
		const named = await startOperatorBroker({ LINKAUTH_OPERATOR_NAMES: 'operator.internal' });
		const as = (host: string) => call(named.operatorUrl, 'GET', '/api/keys', { headers: { ...RIGHT, host } });
		expect((await as('operator.internal')).status).toBe(200);
		expect((await as('other.internal')).status).toBe(403);
	});

	test.each([
		['another origin', { origin: 'https://attacker.example' }],
		['no origin', { origin: 'null' }],
		['another port of this machine', { origin: 'http://127.0.0.1:1' }],
		['another site', { 'sec-fetch-site': 'cross-site' }],
		['another name of this site', { 'sec-fetch-site': 'same-site' }],
	])('refuses what a page of %s sends, whatever it shows', async (_, headers) => {
		const session = await createSession(broker.url, { template: 'aws' }, AS.finance);
		expect((await ask('POST', '/api/end', { ...RIGHT, ...headers }, { all: true })).status).toBe(403);
		expect(
			(await ask('OPTIONS', '/api/end', { ...RIGHT, ...headers })).headers['access-control-allow-origin'],
		).toBeUndefined();
		expect((await session.poll()).status).toBe(200);
	});

	test('refuses what a form can send', async () => {
		for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data'])
			expect((await ask('POST', '/api/end', { ...RIGHT, 'content-type': type }, '{"all":true}')).status).toBe(
				415,
			);
	});

	test.each([
		['{}', 400],
		['{"all":false}', 400],
		['{"all":true,"key":"Finance"}', 400],
		['{"ids":[]}', 400],
		['{"ids":["*"]}', 400],
		['{"ids":["abc"]}', 400],
		['{"ids":[".*.*"]}', 400],
		['{"key":["Finance"]}', 400],
		['[', 400],
		['null', 400],
		[`{"key":"${'x'.repeat(70_000)}"}`, 413],
	])('ends nothing for %#', async (body, status) => {
		const session = await createSession(broker.url, { template: 'aws' }, AS.finance);
		expect((await ask('POST', '/api/end', RIGHT, body)).status).toBe(status);
		expect((await session.poll()).status).toBe(200);
	});

	test.each(['limit=-1', 'limit=1e3', 'limit=10001', 'state=denied', 'state=', 'other=1'])(
		'refuses ?%s',
		async (query) => {
			expect((await ask('GET', `/api/sessions?${query}`, RIGHT)).status).toBe(400);
		},
	);

	test('knows its methods', async () => {
		expect((await ask('GET', '/api/end', RIGHT)).status).toBe(405);
		expect((await ask('DELETE', '/api/sessions', RIGHT)).status).toBe(405);
		expect((await ask('GET', '/api/nothing', RIGHT)).status).toBe(404);
		expect((await ask('GET', '/../package.json', RIGHT)).status).toBe(404);
	});

	test('every answer has the security headers, and sets no cookie', async () => {
		const answers = await Promise.all([
			ask('GET', '/'),
			ask('GET', '/operator.js'),
			ask('GET', '/api/keys'),
			ask('GET', '/api/keys', RIGHT),
		]);
		for (const { headers } of answers) {
			expect(headers['content-security-policy']).toMatch(/^default-src 'none';script-src 'self'/);
			expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
			expect(headers['content-security-policy']).toContain("require-trusted-types-for 'script'");
			expect(headers).toMatchObject({
				'cache-control': 'no-store',
				'x-content-type-options': 'nosniff',
				'x-frame-options': 'DENY',
				'cross-origin-resource-policy': 'same-origin',
				'cross-origin-opener-policy': 'same-origin',
			});
			expect(headers['set-cookie']).toBeUndefined();
		}
	});

	test('counts what ended in the last hour, by key', async () => {
		await call(broker.operatorUrl, 'POST', '/api/end', { headers: RIGHT, body: { all: true } });
		const fresh = await startOperatorBroker();
		const declined = await createSession(fresh.url, { template: 'aws' }, AS.finance);
		await person.deny(fresh.url, declined.reply.code);
		const reported = await createSession(fresh.url, { template: 'aws' }, AS.finance);
		await person.deny(fresh.url, reported.reply.code, { reason: 'reported' });
		await createSession(fresh.url, { template: 'aws' }, AS.robot);
		await call(fresh.operatorUrl, 'POST', '/api/end', { headers: RIGHT, body: { key: 'Robot' } });
		const { body } = await call(fresh.operatorUrl, 'GET', '/api/endings', { headers: RIGHT });
		const none = { collected: 0, denied: 0, reported: 0, cancelled: 0, expired: 0 };
		expect(body['by_key']).toEqual([
			{ key: 'Finance', ...none, denied: 1, reported: 1 },
			{ key: 'Robot', ...none, cancelled: 1 },
		]);
	});
});

test('wrong tokens are counted and held up like wrong API keys, and the right one never is', async () => {
	const metrics = metricsAt(await freePort());
	const broker = await startOperatorBroker({ LINKAUTH_RATE_LIMITS: 'on', ...metrics.setting });
	const guess = (at: number) =>
		call(broker.operatorUrl, 'GET', '/api/keys', {
			headers: { authorization: `Bearer ${String(at).padStart(40, '0')}` },
		});
	const statuses: number[] = [];
	for (let at = 0; at < 60; at += 1) statuses.push((await guess(at)).status);
	expect(new Set(statuses)).toEqual(new Set([401, 429]));
	expect((await guess(60)).headers['retry-after']).toMatch(/^\d+$/);
	expect(await metrics.sum('linkauth_limits_hit_total', { limit: 'wrong_keys' })).toBeGreaterThan(0);
	expect((await call(broker.operatorUrl, 'GET', '/api/keys', { headers: RIGHT })).status).toBe(200);
	expect(broker.log()).not.toContain('0000000');
	expect(broker.log()).not.toContain(OPERATOR_TOKEN);
}, 60_000);

test('a body that never comes does not keep it from others', async () => {
	const broker = await startOperatorBroker();
	const unfinished = Array.from({ length: 50 }, () =>
		call(broker.operatorUrl, 'POST', '/api/end', {
			headers: { ...RIGHT, 'content-type': 'application/json', 'content-length': '100' },
			timeoutMs: 15_000,
		}).catch(() => undefined),
	);
	expect((await call(broker.operatorUrl, 'GET', '/api/keys', { headers: RIGHT })).status).toBe(200);
	await broker.stop('SIGKILL');
	await Promise.all(unfinished);
});
