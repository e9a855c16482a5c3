import { createHash, randomBytes } from 'node:crypto';
import { ENVELOPE_ALGORITHM, sealEnvelope } from '../../protocol/envelope';
import type { SessionInfo } from '../../protocol/messages';
import { createSession, type AgentSession } from '../support/agent';
import { confirming, CookieJar } from '../support/browser-with-cookies';
import { startAnswering, type GivenAnswer } from '../support/answering-server';
import { startBroker, type RunningBroker } from '../support/broker';
import { freePort } from '../support/free-port';
import { call } from '../support/http';
import { metricsAt } from '../support/metrics';
import { startOpenIdProvider, type OpenIdProvider } from '../support/openid-provider';
import { person } from '../support/person';
import { overEveryStore, type StoreUnderTest } from '../support/stores';
import { until } from '../support/until';

const SECRET = 'secret-of-the-brokers-client-0123456789';
const TOKEN_ENDPOINT = '/token';

const parametersOf = (url: URL) => Object.fromEntries(url.searchParams);

overEveryStore((startStore, name) => {
	describe(`sign-ins, ${name}`, () => {
		let store: StoreUnderTest;
		let provider: OpenIdProvider;
		let broker: RunningBroker;
		let metrics: number;
		let token: (body: string) => GivenAnswer;
		beforeAll(async () => {
			store = await startStore();
			const port = await freePort();
			metrics = await freePort();
			const baseUrl = `http://127.0.0.1:${String(port)}`;
			provider = await startOpenIdProvider({
				clients: [
					{ id: 'broker', secret: SECRET, redirectUris: [`${baseUrl}/v1/oauth/callback`] },
					{ id: 'agent', redirectUris: [`${baseUrl}/v1/oauth/callback`] },
				],
			});
			token = () => ({ status: 500 });
			const odd = await startAnswering(() => token(''));
			broker = await startBroker({
				LINKAUTH_PORT: String(port),
				LINKAUTH_BASE_URL: baseUrl,
				LINKAUTH_STORE: store.location,
				LINKAUTH_METRICS_PORT: String(metrics),
				LINKAUTH_LOG_LEVEL: 'trace',
				LINKAUTH_OAUTH_HOSTS: new URL(provider.issuer).host,
				OAUTH_TEST_CLIENT_ID: 'broker',
				OAUTH_TEST_CLIENT_SECRET: SECRET,
				OAUTH_TEST_ISSUER: provider.issuer,
				OAUTH_ODD_CLIENT_ID: 'odd',
				OAUTH_ODD_CLIENT_SECRET: SECRET,
				OAUTH_ODD_AUTH_URL: `${odd.url}/authorize`,
				OAUTH_ODD_TOKEN_URL: `${odd.url}${TOKEN_ENDPOINT}`,
			});
			await expectOffer('test');
		});
		afterAll(async () => {
			await broker.stop();
			await store.stop();
		});

		async function expectOffer(id: string): Promise<void> {
			for (let times = 0; times < 50; times += 1) {
				const { body } = await call<{ providers: { id: string }[] }>(broker.url, 'GET', '/v1/providers');
				if (body.providers.some((each) => each.id === id)) return;
				await new Promise((resolve) => setTimeout(resolve, 100));
			}
			throw new Error(`${id} is not offered`);
		}

		const ask = (members: object = {}) =>
			createSession(broker.url, {
				oauth_provider: 'test',
				oauth_scopes: ['openid', 'email', 'offline_access'],
				oauth_extra_params: { prompt: 'consent' },
				...members,
			});

		/** To the provider, signed in there, and back. */
		async function signedIn(session: AgentSession) {
			const browser = await confirming(broker.url, session.reply.code);
			const away = await browser.send('GET', browser.authorize);
			expect([away.status, away.headers['referrer-policy']]).toEqual([303, 'no-referrer']);
			const back = await provider.signIn(String(away.headers['location']));
			const { code = '', state = '', iss } = parametersOf(back);
			return { ...browser, away, answer: { code, state, ...(iss !== undefined && { iss }) } };
		}

		test('the broker redeems for the agent, and nothing of it is anywhere but in the envelope', async () => {
			const session = await ask();
			const { body: info } = await person.lookUp(broker.url, session.reply.code);
			expect(info).toMatchObject({
				template_type: 'oauth',
				fields: [],
				oauth_provider: 'test',
				oauth: { redeemed_by: 'broker', host: new URL(provider.issuer).host },
			});
			const { send, jar, answer } = await signedIn(session);
			const verifiers = jar.values.filter((value) => value.length === 43);
			const page = await call(
				broker.url,
				'GET',
				`/v1/oauth/callback?${new URLSearchParams(answer).toString()}`,
			);
			expect([page.status, page.text.includes(answer.code)]).toEqual([200, false]);
			const returned = await send('POST', '/v1/oauth/return', { state: answer.state });
			expect(returned.body).toMatchObject({
				link: session.reply.code,
				session: info.oauth && { oauth: info.oauth },
			});
			expect((await send('POST', '/v1/oauth/redeem', answer)).status).toBe(204);
			const given = await session.open((await session.poll()).body);
			expect(given).toMatchObject({ token_type: 'Bearer' });
			const secrets = [given['access_token'], given['refresh_token'], given['id_token'], answer.code, SECRET];
			const told = `${broker.log()}${await metricsAt(metrics).text()}`;
			const stored = (await store.redis?.dump()) ?? '';
			for (const secret of [...secrets, ...verifiers]) {
				if (secret === undefined) throw new Error('there was to be a secret');
				expect(told.includes(secret)).toBe(false);
				expect(stored.includes(secret)).toBe(false);
			}
		});

		test('where the broker redeems, a browser hands in nothing: whoever signs in could claim to be anybody', async () => {
			const session = await ask();
			const { body: info } = await person.lookUp(broker.url, session.reply.code);
			const { token: connect_token } = await signedIn(session);
			const claims = { sub: 'somebody-else', email: 'boss@example.com', email_verified: true };
			const made = {
				access_token: 'a-token',
				id_token: `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`,
			};
			const forged = await person.complete(broker.url, session.reply.code, {
				ciphertext: await sealEnvelope(info.public_key, made),
				algorithm: ENVELOPE_ALGORITHM,
				connect_token,
			});
			expect([forged.status, forged.body['code']]).toEqual([422, 'invalid_envelope']);
			expect((await session.poll()).body.status).toBe('confirmed');
		});

		test('two calls with one state redeem it once, and both are told so; so is whoever repeats it', async () => {
			const session = await ask();
			const { jar, answer } = await signedIn(session);
			const redeem = () =>
				call(broker.url, 'POST', '/v1/oauth/redeem', { headers: jar.headers, body: answer });
			const both = await Promise.all([redeem(), redeem(), redeem()]);
			expect(both.map(({ status }) => status)).toEqual([204, 204, 204]);
			expect((await redeem()).status).toBe(204);
			expect((await session.poll()).body.status).toBe('ready');
		});

		test('to another browser there is no such sign-in, and no way to it', async () => {
			const session = await ask();
			const { answer, authorize } = await signedIn(session);
			const stranger = async (method: string, address: string, body?: unknown) =>
				(await call(broker.url, method, address, body === undefined ? {} : { body })).body['code'];
			expect(await stranger('GET', authorize)).toBe('session_not_found');
			expect(await stranger('GET', `${authorize}?connect_token=ct_${'x'.repeat(43)}`)).toBe(
				'session_not_found',
			);
			expect(await stranger('POST', '/v1/oauth/return', { state: answer.state })).toBe('session_not_found');
			expect(await stranger('POST', '/v1/oauth/redeem', answer)).toBe('session_not_found');
			expect((await session.poll()).body.status).toBe('confirmed');
		});

		test('a browser that cannot be sent on is led back to the page of its link, and whoever calls is told why', async () => {
			const session = await ask();
			const { send, jar, token: connect_token, authorize } = await signedIn(session);
			const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
			const open = (address: string, headers: Readonly<Record<string, string>> = {}) =>
				call(broker.url, 'GET', address, { headers: { ...headers, accept } });
			const ways = async (headers?: Readonly<Record<string, string>>) => {
				const { status, headers: answered, text } = await open(authorize, headers);
				return [status, answered['location'], text.includes('"code"'), answered['set-cookie']];
			};
			const back = [303, `/connect/${session.reply.code}`, false, undefined];
			expect(await ways()).toEqual(back);
			expect((await open(authorize, jar.headers)).headers['location']).toContain(provider.issuer);
			await send('POST', `/v1/connect/${session.reply.code}/deny`, { connect_token });
			expect(await ways(jar.headers)).toEqual(back);
			expect((await send('GET', authorize)).body['code']).toBe('already_decided');
			const nowhere = await open('/v1/oauth/authorize/..%2F..%2F%2Fevil.example%0d%0aX:%20y');
			expect([nowhere.status, nowhere.headers['location']]).toEqual([
				303,
				'/connect/..%2F..%2F%2Fevil.example%0D%0AX%3A%20y',
			]);
			await until(() => Promise.resolve(/"status":303.*"code":"already_decided"/.test(broker.log())));
		});

		const HTML = 'text/html,application/xhtml+xml';
		test.each<[string, 'cookie' | 'query', string | undefined, string, boolean]>([
			['its own page', 'query', 'same-origin', HTML, true],
			['its own page', 'cookie', 'same-origin', HTML, true],
			['what is no browser', 'query', undefined, '*/*', true],
			['what is no browser', 'cookie', undefined, '*/*', true],
			['an address that is typed', 'query', 'none', HTML, false],
			['an address that is typed', 'cookie', 'none', HTML, false],
			['another site', 'query', 'cross-site', HTML, false],
			['another site', 'cookie', 'cross-site', HTML, false],
			['another site', 'query', 'cross-site', '*/*', false],
			['a typed address without HTML', 'query', 'none', '*/*', false],
			['another host of this site', 'query', 'same-site', HTML, false],
			['another host of this site', 'cookie', 'same-site', HTML, false],
			['an old browser', 'query', undefined, HTML, false],
			['an old browser', 'cookie', undefined, HTML, true],
			['something made up', 'query', 'SAME-ORIGIN', HTML, false],
		])(
			'from %s, with the token in the %s (%s, %s): sent on is %s',
			async (_, where, site, accept, sentOn) => {
				const session = await ask();
				const { jar, token: connect_token, authorize } = await confirming(broker.url, session.reply.code);
				const address = where === 'query' ? `${authorize}?connect_token=${connect_token}` : authorize;
				const { status, headers } = await call(broker.url, 'GET', address, {
					headers: {
						accept,
						...(site !== undefined && { 'sec-fetch-site': site }),
						...(where === 'cookie' && jar.headers),
					},
				});
				if (sentOn) {
					expect([status, headers['location']]).toEqual([303, expect.stringContaining(provider.issuer)]);
					return;
				}
				expect([status, headers['location']]).toEqual(
					accept === HTML
						? [303, `/connect/${session.reply.code}`]
						: [site === 'none' ? 404 : 403, undefined],
				);
				expect(headers['set-cookie']).toBeUndefined();
			},
		);

		test('a state of another session, and one that was given up, lead nowhere', async () => {
			const [one, other] = [await signedIn(await ask()), await signedIn(await ask())];
			const crossed = await one.send('POST', '/v1/oauth/redeem', {
				...one.answer,
				state: other.answer.state,
			});
			expect(crossed.body['code']).toBe('session_not_found');
			await one.send('GET', one.authorize);
			expect((await one.send('POST', '/v1/oauth/redeem', one.answer)).body['code']).toBe('session_not_found');
			expect((await other.send('POST', '/v1/oauth/redeem', other.answer)).status).toBe(204);
		});

		test('cookies of before, and cookies that somebody has made up, lead nowhere', async () => {
			const one = await signedIn(await ask());
			const before = one.jar.headers;
			const redeem = async (headers: Readonly<Record<string, string>>) =>
				(await call(broker.url, 'POST', '/v1/oauth/redeem', { headers, body: one.answer })).body['code'];
			const forged = { cookie: before['cookie']?.replace(one.token, `ct_${'x'.repeat(43)}`) ?? '' };
			expect(forged.cookie).not.toBe(before['cookie']);
			expect(await redeem(forged)).toBe('session_not_found');
			await one.send('GET', one.authorize);
			expect(await redeem(before)).toBe('session_not_found');
		});

		test('a code of another session is refused by the provider, and the agent is told', async () => {
			const session = await ask();
			const [one, other] = [await signedIn(session), await signedIn(await ask())];
			const stolen = { ...one.answer, code: other.answer.code };
			expect((await one.send('POST', '/v1/oauth/redeem', stolen)).body['code']).toBe('provider_refused');
			expect((await session.poll()).body).toMatchObject({
				status: 'denied',
				reason: 'sign-in failed: invalid_grant',
			});
		});

		test.each([
			['another issuer', 'https://evil.example'],
			['no issuer, where there always is one', undefined],
		])('an answer of %s is refused', async (_, iss) => {
			const session = await ask();
			const { send, answer } = await signedIn(session);
			const { code, state } = answer;
			const mixed = await send('POST', '/v1/oauth/redeem', { code, state, ...(iss && { iss }) });
			expect(mixed.body['code']).toBe('provider_refused');
			expect((await session.poll()).body.reason).toBe('sign-in failed: another issuer answered');
		});

		test.each<[string, GivenAnswer, string, string | undefined]>([
			['is down', { status: 503 }, 'provider_unavailable', undefined],
			['answers garbage', { status: 200, body: '<html>' }, 'provider_refused', 'sign-in failed'],
			['answers 100 kB', { status: 200, body: 'x'.repeat(100_000) }, 'provider_refused', 'sign-in failed'],
			['leads elsewhere', { status: 302, headers: { location: '/x' } }, 'provider_refused', 'sign-in failed'],
			[
				'says no',
				{ status: 400, body: { error: 'invalid_client', error_description: SECRET } },
				'provider_refused',
				'sign-in failed: invalid_client',
			],
		])('a provider that %s is an end for person and agent', async (_, answer, code, reason) => {
			token = () => answer;
			const session = await ask({ oauth_provider: 'odd', oauth_scopes: ['a'] });
			const browser = await confirming(broker.url, session.reply.code);
			const away = await browser.send('GET', browser.authorize);
			const { state } = parametersOf(new URL(String(away.headers['location'])));
			const redeemed = await browser.send('POST', '/v1/oauth/redeem', { state, code: 'any' });
			expect([redeemed.body['code'], redeemed.text.includes(SECRET)]).toEqual([code, false]);
			const { body } = await session.poll();
			expect([body.status, body.reason]).toEqual(
				reason === undefined ? ['confirmed', undefined] : ['denied', reason],
			);
			if (reason !== undefined) return;
			// The person signs in again.
			token = () => ({
				status: 200,
				body: { access_token: 'a-token', token_type: 'user', nested: { a: [1] } },
			});
			const again = await browser.send('GET', browser.authorize);
			const next = parametersOf(new URL(String(again.headers['location'])));
			expect(
				(await browser.send('POST', '/v1/oauth/redeem', { state: next['state'], code: 'any' })).status,
			).toBe(204);
			expect(await session.open((await session.poll()).body)).toMatchObject({ nested: '{"a":[1]}' });
		});

		test('an agent of LinkAuth 0.2 gets its tokens, by a page that shows the connect token in the query', async () => {
			const session = await createSession(broker.url, {
				oauth_provider: 'test',
				oauth_scopes: ['openid'],
				oauth_extra_params: { prompt: 'consent' },
			});
			const { code } = session.reply;
			const { body } = await person.confirm(broker.url, code);
			const address = `/v1/oauth/authorize/${code}?connect_token=${body.connect_token}`;
			const away = await call(broker.url, 'GET', address);
			const jar = new CookieJar();
			jar.keep(away);
			const answer = parametersOf(await provider.signIn(String(away.headers['location'])));
			const redeemed = await call(broker.url, 'POST', '/v1/oauth/redeem', {
				headers: jar.headers,
				body: answer,
			});
			expect(redeemed.status).toBe(204);
			expect(await session.open((await session.poll()).body)).toMatchObject({ token_type: 'Bearer' });
			expect(broker.log()).not.toContain(body.connect_token);
		});

		test('the agent redeems what the page encrypts, and the broker has nothing to redeem with', async () => {
			const verifier = randomBytes(32).toString('base64url');
			const challenge = createHash('sha256').update(verifier).digest('base64url');
			const session = await createSession(broker.url, {
				oauth_authorization_endpoint: `${provider.issuer}/auth`,
				oauth_client_id: 'agent',
				oauth_code_challenge: challenge,
				oauth_scopes: ['openid'],
				oauth_issuer: provider.issuer,
			});
			const { body: info } = await call<SessionInfo>(broker.url, 'GET', `/v1/connect/${session.reply.code}`);
			const { authorization_endpoint = '', parameters = {}, redeemed_by } = info.oauth ?? {};
			expect([redeemed_by, parameters['code_challenge']]).toEqual(['agent', challenge]);
			const { token: connect_token } = await confirming(broker.url, session.reply.code);
			const url = new URL(authorization_endpoint);
			url.search = new URLSearchParams({ ...parameters, state: 'of-the-page' }).toString();
			const { code = '', state = '' } = parametersOf(await provider.signIn(url.href));
			const ciphertext = await sealEnvelope(info.public_key, { code, state });
			const completed = await person.complete(broker.url, session.reply.code, {
				ciphertext,
				connect_token,
				algorithm: ENVELOPE_ALGORITHM,
			});
			expect(completed.status).toBe(204);
			const given = await session.open((await session.poll()).body);
			const redeem = async (code_verifier: string) =>
				(
					await fetch(`${provider.issuer}/token`, {
						method: 'POST',
						body: new URLSearchParams({
							grant_type: 'authorization_code',
							client_id: 'agent',
							code: given['code'] ?? '',
							redirect_uri: parameters['redirect_uri'] ?? '',
							code_verifier,
						}),
					})
				).status;
			expect(await redeem('x'.repeat(43))).toBe(400);
			expect(await redeem(verifier)).toBe(200);
		});

		test('an address that the agent has made is gone to as it is, and comes back to nowhere else', async () => {
			const callback = `${broker.url}/v1/oauth/callback`;
			const address = (redirect: string) =>
				`${provider.issuer}/auth?ticket=a%2Fb&redirect_uri=${encodeURIComponent(redirect)}`;
			const session = await createSession(broker.url, {
				custom_authorize_url: address(callback),
				custom_callback_params: ['connect_code'],
				custom_state: 'of-the-agent',
			});
			const browser = await confirming(broker.url, session.reply.code);
			const away = await browser.send('GET', browser.authorize);
			expect(away.headers['location']).toBe(address(callback));
			const returned = await browser.send('POST', '/v1/oauth/return', { state: 'of-the-agent' });
			expect(returned.body).toMatchObject({
				session: { oauth: { capture: ['connect_code'], state: 'of-the-agent', redeemed_by: 'agent' } },
			});
			for (const custom_authorize_url of [
				address('https://evil.example/'),
				'https://evil.example/auth?state=x',
			]) {
				await expect(createSession(broker.url, { custom_authorize_url, custom_state: 'x' })).rejects.toThrow(
					/not created.*custom_authorize_url/s,
				);
			}
		});

		test('whoever the broker has no client for is told what to do', async () => {
			const refused = (members: object) => createSession(broker.url, { ...members });
			await expect(refused({ oauth_provider: 'github' })).rejects.toThrow(
				/unknown_oauth_provider.*oauth_client_id/s,
			);
			await expect(refused({ oauth_provider: 'githb' })).rejects.toThrow(/unknown_oauth_provider/);
			await expect(refused({ oauth_provider: 'github', oauth_client_id: 'x' })).rejects.toThrow(
				/oauth_code_challenge/,
			);
			await expect(
				refused({ oauth_provider: 'test', oauth_extra_params: { redirect_uri: 'https://evil.example' } }),
			).rejects.toThrow(/oauth_extra_params/);
		});
	});
});
