import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { prettyLines } from '../../broker/monitoring/pretty-lines';
import { ROUTE_GROUPS } from '../../broker/routes/routes';
import { ENVELOPE_ALGORITHM, sealEnvelope } from '../../protocol/envelope';
import { anyKeys, createSession } from '../support/agent';
import type { RunningBroker } from '../support/broker';
import { startEcho, type EchoServer } from '../support/echo-server';
import { call } from '../support/http';
import { person } from '../support/person';
import type { OpenIdProvider } from '../support/openid-provider';
import { formsOf } from '../support/secret-forms';
import { CLIENT_SECRET, comeBack, leave, startSignInBroker } from '../support/sign-in-session';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

const API_KEY = 'key-4711-of-the-operator';
const LOG_KEY = 'a log key of more than thirty-two characters';
const PROXIED = '203.0.113.9';

interface Line {
	readonly msg: string;
	readonly method?: string;
	readonly route?: string;
	readonly status?: number;
	readonly session?: string;
	readonly unlisted?: readonly string[];
}

/** Texts that must be nowhere in the log, gathered while every endpoint is called. */
class Hidden {
	readonly #texts = new Set<string>();
	#made = 0;

	/** A text of its own for a place in which strangers may write. */
	mark(place: string): string {
		this.#made += 1;
		return this.add(`hidden-${place}-${String(this.#made)}-7f3a`);
	}

	add(text: string | undefined): string {
		if (text === undefined || text.length < 8) throw new Error('there was to be something to hide');
		this.#texts.add(text);
		return text;
	}

	/** Every form of every text; of long ones some pieces. */
	forms(): string[] {
		const pieces = [...this.#texts].flatMap((text) =>
			text.length <= 96 ? [text] : [text.slice(0, 48), text.slice(60, 90), text.slice(-48, -4)],
		);
		return [...new Set(pieces.flatMap(formsOf))];
	}
}

describe('the log at its most talkative', () => {
	const auditFile = path.join(temporaryFolder(), 'audit.jsonl');
	const hidden = new Hidden();
	let broker: RunningBroker;
	let provider: OpenIdProvider;
	let receiver: EchoServer;

	beforeAll(async () => {
		receiver = await startEcho();
		({ broker, provider } = await startSignInBroker({
			LINKAUTH_LOG_LEVEL: 'trace',
			LINKAUTH_LOG_KEY: LOG_KEY,
			LINKAUTH_API_KEYS: `Operations:${hidden.add(API_KEY)}`,
			LINKAUTH_TRUSTED_PROXIES: '127.0.0.1',
			LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1',
			LINKAUTH_AUDIT_FILE: auditFile,
		}));
		hidden.add(CLIENT_SECRET);
		await goodCalls();
		await signIn();
		await deviceFlow();
		await badCalls();
		await until(() => receiver.received.length > 0);
		await broker.stop();
	});

	const headers = () => ({
		'x-api-key': API_KEY,
		'x-forwarded-for': PROXIED,
		'user-agent': hidden.mark('agent'),
	});
	const lines = () =>
		broker
			.log()
			.split('\n')
			.map((line) => JSON.parse(line) as Line);

	const request = (extra: Readonly<Record<string, unknown>>) => ({
		display_name: hidden.mark('name'),
		reason: hidden.mark('reason'),
		requester: { name: hidden.mark('requester'), detail: hidden.mark('detail') },
		allowed_hosts: [`${hidden.mark('host')}.example`],
		agent_state: hidden.mark('state'),
		...extra,
	});

	async function session(extra: Readonly<Record<string, unknown>> = { template: 'api_key' }) {
		const made = await createSession(broker.url, request(extra), headers());
		const { reply, keys } = made;
		for (const each of [reply.code, reply.code.replace('-', ''), reply.session_id, keys.publicKey])
			hidden.add(each);
		if (reply.poll_token !== undefined) hidden.add(reply.poll_token);
		return made;
	}

	async function goodCalls(): Promise<void> {
		const address = `${receiver.url}/${hidden.mark('callback')}`;
		const given = await session({ template: 'api_key', callback_url: address });
		const { code, session_id, poll_token = '' } = given.reply;
		hidden.add((given.reply as unknown as Record<string, string>)['callback_secret']);
		const poll = { ...headers(), authorization: `Bearer ${poll_token}` };
		const own = (method: string, rest = '', body?: unknown) =>
			call(broker.url, method, `/v1/sessions/${session_id}${rest}`, { headers: poll, body });
		await given.poll();
		await own('GET', '/agent-state');
		await own('PATCH', '', { callback_url: `${receiver.url}/${hidden.mark('patched')}` });
		await call(broker.url, 'POST', '/v1/connect/resolve', { body: { user_code: code } });
		await person.lookUp(broker.url, code);
		const key = { 'idempotency-key': hidden.mark('attempt') };
		const { connect_token } = (await person.confirm(broker.url, code, key)).body;
		hidden.add(connect_token);
		const secret = { api_key: hidden.mark('credential') };
		const ciphertext = hidden.add(await sealEnvelope(given.keys.publicKey, secret));
		await person.complete(broker.url, code, { ciphertext, connect_token }, key);
		expect((await given.poll({ 'idempotency-key': hidden.mark('collect') })).body.status).toBe('ready');
		await given.cancel();
		const declined = await session({ fields: [{ name: hidden.mark('field'), label: 'PIN', type: 'text' }] });
		await person.deny(broker.url, declined.reply.code, { reason: hidden.mark('denial') });
		await declined.poll();
		for (const each of ['/', `/connect`, `/connect/${code}`, '/v1/auth', '/health', '/ready']) {
			await call(broker.url, 'GET', `${each}?${hidden.mark('query')}`, { headers: headers() });
		}
		const page = (await call(broker.url, 'GET', '/connect')).text;
		for (const [asset] of page.matchAll(/\/assets\/[\w.-]+/g)) await call(broker.url, 'GET', asset);
		const docs = (await call(broker.url, 'GET', '/docs')).text;
		for (const [asset] of docs.matchAll(/\/docs\/[\w.-]+/g)) await call(broker.url, 'GET', asset);
		for (const each of ['/openapi.json', '/.well-known/linkauth']) await call(broker.url, 'GET', each);
	}

	async function signIn(): Promise<void> {
		await call(broker.url, 'GET', '/v1/providers', { headers: headers() });
		const left = await leave(broker.url, {}, headers());
		const { reply } = left.session;
		const answer = await comeBack({ provider }, left);
		for (const each of [reply.code, reply.session_id, reply.poll_token ?? '', left.connectToken])
			hidden.add(each);
		for (const each of [answer.code, answer.state, ...left.cookie.matchAll(/=([^;]{20,})/g)].flat())
			hidden.add(each);
		const query = new URLSearchParams(answer).toString();
		const cookie = { ...headers(), cookie: left.cookie };
		await call(broker.url, 'GET', `/v1/oauth/callback?${query}`, { headers: cookie });
		await call(broker.url, 'POST', '/v1/oauth/return', { headers: cookie, body: { state: answer.state } });
		const redeemed = await call(broker.url, 'POST', '/v1/oauth/redeem', { headers: cookie, body: answer });
		expect(redeemed.status).toBe(204);
		const tokens = await left.session.open((await left.session.poll()).body);
		for (const name of ['access_token', 'id_token']) hidden.add(tokens[name] ?? '');
	}

	async function deviceFlow(): Promise<void> {
		const { publicKey } = await anyKeys();
		const post = (address: string, form: Readonly<Record<string, string>>) =>
			call(broker.url, 'POST', address, {
				body: new URLSearchParams(form).toString(),
				headers: { ...headers(), 'content-type': 'application/x-www-form-urlencoded' },
			});
		const client_id = hidden.mark('client');
		const { body } = await post('/device_authorization', {
			client_id,
			public_key: publicKey,
			template: 'api_key',
		});
		const device_code = hidden.add(String(body['device_code']));
		const code = hidden.add(String(body['user_code']));
		await person.give(broker.url, code, { api_key: hidden.mark('given') });
		const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
		expect((await post('/token', { grant_type, device_code })).status).toBe(200);
		await call(broker.url, 'GET', '/.well-known/oauth-authorization-server');
	}

	async function badCalls(): Promise<void> {
		const victim = await session();
		for (const [method, pattern] of routes()) {
			for (const body of ['{"a": "%"', '"%"', '{"user_code":"%","ciphertext":"%","public_key":"%"}']) {
				const parameter = hidden.mark('parameter');
				await call(broker.url, method, pattern.replace(/:\w+/, parameter), {
					headers: {
						...headers(),
						authorization: `Bearer ${hidden.mark('token')}`,
						'idempotency-key': hidden.mark('key'),
						'x-api-key': hidden.mark('api-key'),
					},
					...(method !== 'GET' && { body: body.replaceAll('%', hidden.mark('body')) }),
				});
			}
		}
		const wrong = { connect_token: `ct_${hidden.mark('connect').padEnd(43, 'x')}` };
		const { code, session_id } = victim.reply;
		await person.confirm(broker.url, code);
		await person.complete(broker.url, code, { ...wrong, ciphertext: hidden.mark('envelope') });
		await person.deny(broker.url, code, wrong);
		await call(broker.url, 'GET', `/v1/sessions/${session_id}`, {
			headers: { ...headers(), authorization: `Bearer pt_${hidden.mark('poll').padEnd(43, 'x')}` },
		});
		const tooLong = { ciphertext: hidden.mark('long').repeat(200_000), algorithm: ENVELOPE_ALGORITHM };
		await call(broker.url, 'POST', `/v1/connect/${code}/complete`, { body: tooLong }).catch(() => undefined);
		for (const each of ['%E0%A4%A', '..%2f..%2f', 'a%00b', `${hidden.mark('deep')}/x/y`]) {
			await call(broker.url, 'GET', `/v1/connect/${each}`);
			await call(broker.url, 'DELETE', `/${each}`, { headers: { cookie: hidden.mark('cookie') } });
		}
		await raw(`GET /${hidden.mark('garbage')} HTTP/9.9\r\n${hidden.mark('header')}\r\n\r\n`);
		await raw(
			`POST /v1/sessions HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${API_KEY}\r\nContent-Type: application/json\r\n` +
				`Content-Length: 900\r\n\r\n{"${hidden.mark('cut')}`,
		);
	}

	/** Sends bytes as they are, and hangs up. */
	async function raw(bytes: string): Promise<void> {
		const socket = connect(broker.port, '127.0.0.1');
		socket.on('error', () => undefined);
		socket.write(bytes);
		await sleep(100);
		socket.destroy();
	}

	test('has a line for every endpoint, called well and badly', () => {
		const called = (status: (status: number) => boolean) =>
			new Set(
				lines()
					.filter((line) => line.msg === 'request' && status(line.status ?? 0))
					.map(({ method = '', route = '' }) => `${method} ${route}`),
			);
		const good = called((status) => status < 400);
		const bad = called((status) => status >= 400);
		const all = routes().map(([method, pattern]) => `${method} ${pattern}`);
		expect(all.length).toBeGreaterThan(15);
		expect(all.filter((route) => !good.has(route) && route !== 'GET /branding/:file')).toEqual([]);
		expect(
			all.filter(
				(route) =>
					/:|POST|v1/.test(route) && !bad.has(route) && !/^GET \/(?:connect|v1\/oauth\/callback)/.test(route),
			),
		).toEqual([]);
		expect(lines().filter(({ status = 0 }) => status >= 500)).toEqual([]);
	});

	test('holds no code, token, key, ciphertext, id, address, and nothing that anybody wrote, in any form', async () => {
		const pretty = await prettyLines({ colors: false, columns: 80 });
		const log = [broker.log(), ...broker.log().split('\n').map(pretty)].join('\n');
		const audit = readFileSync(auditFile, 'utf8');
		const forms = hidden.forms();
		expect(forms.length).toBeGreaterThan(2_000);
		expect(forms.filter((form) => log.includes(form))).toEqual([]);
		expect(forms.filter((form) => audit.includes(form))).toEqual([]);
		for (const address of [PROXIED, '127.0.0.1', '::1']) {
			expect(log).not.toContain(address);
			expect(audit).not.toContain(address);
		}
		// The search would find them: they are in what the receiver of the callbacks got.
		const received = receiver.received.map(({ url, body }) => url + body).join('\n');
		expect(forms.some((form) => received.includes(form))).toBe(true);
	});

	test('has no field that is not in the list of them', () => {
		expect(lines().flatMap(({ unlisted = [] }) => unlisted)).toEqual([]);
	});
});

/** Every route as the broker has it. */
function routes(): (readonly [string, string])[] {
	return ROUTE_GROUPS.flatMap((group) => group.routes).map(
		({ method, path: pattern }) => [method.toUpperCase(), pattern] as const,
	);
}
