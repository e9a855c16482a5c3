import type { IDataObject, INode } from 'n8n-workflow';
import type { Browser } from 'playwright-core';
import { unsealCredential } from '../../nodes/shared/sealed-credential';
import { unsealSession } from '../../nodes/shared/sealed-session';
import type { Grant } from '../../nodes/shared/oauth/grant';
import { describeInChromium, launchChromium } from '../support/chromium';
import { freePort } from '../support/free-port';
import { awaiting, httpRequest, node, request } from '../support/n8n-workflow';
import { startOpenIdProvider, type OpenIdProvider } from '../support/openid-provider';
import { formsOf } from '../support/secret-forms';
import { example, everythingExecuted, given, reached } from './support/example';
import { leftBy, reaches, type StoredExecution } from './support/executions';
import { storedCredential } from './support/stored-credential';
import { asked, onWebhook, startTestbed, textOf, type Testbed } from './support/testbed';

const APP = 'linkAuthOAuthAppApi';
const CLIENT = 'calendar-robot';
const CLIENT_SECRET = 'client-secret-0123456789abcdef/+=';
const SCOPES = 'openid email offline_access';
/** Seconds; two more than those at which an access token counts as over, since it still has to travel. */
const SHORT = 32;
/** Seconds after which a token that is good for {@link SHORT} is renewed. */
const OVER_AFTER = 3;

/** What came of a person's visit. */
interface Visited {
	/** The code with which the provider sent the browser back; empty where it gave none. */
	readonly code: string;
}

describeInChromium('people sign in at a real provider', () => {
	let browser: Browser;
	beforeAll(async () => {
		browser = await launchChromium();
	});
	afterAll(() => browser.close());

	describe.each(['newest', 'oldest'] as const)('and the %s n8n redeems', (release) => {
		let provider: OpenIdProvider;
		let testbed: Testbed;
		let app: string;
		beforeAll(async () => {
			const port = await freePort();
			const redirectUris = [`http://localhost:${String(port)}/v1/oauth/callback`];
			provider = await startOpenIdProvider({
				clients: [{ id: CLIENT, secret: CLIENT_SECRET, redirectUris }],
				rotating: true,
				accessTokenSeconds: SHORT,
			});
			testbed = await startTestbed({
				release,
				broker: { LINKAUTH_PORT: String(port), LINKAUTH_OAUTH_HOSTS: new URL(provider.issuer).host },
			});
			app = await testbed.n8n.session.createCredential(APP, 'OAuth App', {
				provider: 'openIdIssuer',
				issuer: provider.issuer,
				clientId: CLIENT,
				clientSecret: CLIENT_SECRET,
			});
		}, 240_000);
		afterAll(() => testbed.stop());

		/** Request Credential, for a sign-in. */
		function signIn(options: IDataObject = {}): INode {
			const asking = request({
				template: 'signIn',
				redeemedBy: 'workflow',
				scopes: SCOPES,
				allowedHosts: '127.0.0.1',
				displayName: 'Calendar',
				options,
			});
			return { ...asking, credentials: { ...asking.credentials, [APP]: { id: app, name: 'OAuth App' } } };
		}

		const sealingKey = () => storedCredential(testbed.n8n, testbed.credential)['sealingKey'] as string;

		const grantIn = async (sealed: unknown): Promise<Grant> => {
			const { grant } = await unsealCredential(sealingKey(), sealed);
			if (grant === undefined) throw new Error('no grant');
			return grant;
		};

		/** The access tokens that the service got since then. */
		const tokens = (since: number): string[] =>
			testbed.service.received.slice(since).map(({ headers }) => String(headers.authorization).slice(7));

		/** Opens the link, confirms the code and goes on to the provider; there, signs in as alice, or turns back. */
		async function visitLink(url: string, { cancel = false } = {}): Promise<Visited> {
			const context = await browser.newContext({ locale: 'en-US' });
			context.setDefaultTimeout(20_000);
			// What the provider's own pages would ask the whole world for.
			await context.route(/googleapis/, (route) => route.abort());
			const page = await context.newPage();
			let code = '';
			page.on('request', (sent) => {
				const returned = new URL(sent.url());
				if (returned.pathname === '/v1/oauth/callback') code ||= returned.searchParams.get('code') ?? '';
			});
			const press = (name: string | RegExp) => page.getByRole('button', { name }).click();
			await page.goto(url);
			await press('Yes, it matches');
			await press(/^Go on to/);
			await page.waitForURL(`${provider.issuer}/interaction/*`);
			if (cancel) {
				await page.getByRole('link', { name: 'Cancel' }).click();
			} else {
				await page.getByPlaceholder('Enter any login').fill('alice');
				await page.getByPlaceholder('and password').fill('any');
				await press('Sign-in');
				await press('Continue');
			}
			const heading = cancel ? 'No access was given' : 'Signed in';
			await page.getByRole('heading', { level: 1, name: heading }).waitFor();
			await context.close();
			return { code };
		}

		/** One run of a workflow, in which alice is asked and does as she is told. */
		async function ran(workflow: string, options = {}): Promise<StoredExecution & Visited> {
			const { url } = await asked(testbed, workflow);
			const visited = await visitLink(url, options);
			return { ...(await reaches(testbed.n8n.session, workflow)), ...visited };
		}

		/** What of a sign-in is found in an execution, in n8n's database, files and log, and in the broker's log. */
		async function leaks(execution: StoredExecution & Visited, since: number): Promise<string[]> {
			const [{ json: made } = { json: {} as IDataObject }] = leftBy(execution, 'Request Credential');
			const { signIn: sealedIn, privateKey } = await unsealSession(sealingKey(), made['session']);
			const { json: { credential } = {} } = leftBy(execution, 'Await Credential')[0] ?? {};
			const grant = await grantIn(credential);
			// The code that the browser was seen with is no part of what n8n has stored.
			const stored = { ...execution, code: undefined };
			const everything = [textOf(stored), testbed.n8n.everythingWritten(), testbed.broker.log()].join('\n');
			expect(everything).toContain(credential);
			const secrets = {
				code: execution.code,
				verifier: sealedIn?.verifier,
				clientSecret: CLIENT_SECRET,
				privateKey,
				refreshToken: grant.refreshToken,
				accessToken: grant.accessToken,
				sent: tokens(since)[0],
			};
			return Object.entries(secrets).flatMap(([name, secret = '']) => {
				if (secret.length < 20) throw new Error(`${name} is not known`);
				return formsOf(secret).some((form) => everything.includes(form)) ? [name] : [];
			});
		}

		test('the test of the app’s credential knows a client that is there from one that is not', async () => {
			const { session } = testbed.n8n;
			const tested = (clientSecret: string) => {
				const data = { provider: 'openIdIssuer', issuer: provider.issuer, clientId: CLIENT, clientSecret };
				return session.call('POST', '/credentials/test', {
					credentials: { id: app, name: 'OAuth App', type: APP, data },
				});
			};
			expect(await tested(CLIENT_SECRET)).toMatchObject({ status: 'OK' });
			expect(await tested('another-secret')).toMatchObject({
				status: 'Error',
				message: expect.stringContaining('its secret is wrong') as string,
			});
		});

		test('the token goes to the service; code, verifier, tokens and secret are nowhere', async () => {
			const since = testbed.service.received.length;
			const workflow = await testbed.publish(
				onWebhook(signIn(), awaiting(), httpRequest(`${testbed.service.url}/things`)),
			);
			await workflow.start();
			const execution = await ran(workflow.id);
			expect(execution.status).toBe('success');
			const [{ json } = { json: {} as IDataObject }] = leftBy(execution, 'Await Credential');
			expect(json).toMatchObject({
				status: 'ready',
				account: { subject: 'alice', email: 'alice@example.com', emailVerified: true },
				expiresAt: expect.any(String) as string,
			});
			expect([...(json['scopes'] as string[])].sort()).toEqual(SCOPES.split(' ').sort());
			const { accessToken } = await grantIn(json['credential']);
			expect(tokens(since)).toEqual([accessToken]);
			expect(await leaks(execution, since)).toEqual([]);
		});

		test('a token that runs out in the middle is renewed on its way out; two executions at once get the same one', async () => {
			const since = testbed.service.received.length;
			const wait = node('Wait', 'n8n-nodes-base.wait', {
				parameters: { resume: 'timeInterval', amount: OVER_AFTER, unit: 'seconds' },
			});
			const sealedAgain = node('Again', 'n8n-nodes-base.set', {
				parameters: {
					mode: 'raw',
					jsonOutput: "={{ { credential: $('Await Credential').first().json.credential } }}",
					options: {},
				},
			});
			const sending = (name: string): INode => ({
				...httpRequest(`${testbed.service.url}/things`),
				name,
				id: name,
			});
			const workflow = await testbed.publish(
				onWebhook(signIn(), awaiting(), sending('First'), wait, sealedAgain, sending('Second')),
			);
			await workflow.start();
			const execution = await ran(workflow.id);
			expect(execution.status).toBe('success');
			const [before = '', after = ''] = tokens(since);
			expect(after).not.toBe(before);

			await new Promise((resolve) => setTimeout(resolve, OVER_AFTER * 1000));
			const sealed = leftBy(execution, 'Await Credential')[0]?.json['credential'];
			const found = node('Found', 'n8n-nodes-base.set', {
				parameters: {
					mode: 'raw',
					jsonOutput: JSON.stringify({ credential: sealed }),
					options: {},
				},
			});
			const both = await Promise.all(
				['one', 'other'].map(() =>
					testbed.publish(onWebhook(found, httpRequest(`${testbed.service.url}/things`))),
				),
			);
			const between = testbed.service.received.length;
			await Promise.all(both.map((each) => each.start()));
			const ended = await Promise.all(both.map(({ id }) => reaches(testbed.n8n.session, id)));
			expect(ended.map(({ status }) => status)).toEqual(['success', 'success']);
			const [one = '', other = ''] = tokens(between);
			expect(other).toBe(one);
			expect([before, after]).not.toContain(one);
		});

		test('Refresh Credential gives a new one to be stored; once revoked, the person is to be asked again', async () => {
			const since = testbed.service.received.length;
			const refreshing = (name: string, operation: string) =>
				node(name, 'n8n-nodes-linkauth.refreshCredential', {
					parameters: { operation, credential: '={{ $json.credential }}' },
				});
			const workflow = await testbed.publish(
				onWebhook(
					signIn(),
					awaiting(),
					refreshing('Refresh', 'refresh'),
					refreshing('Revoke', 'revoke'),
					refreshing('Refresh in Vain', 'refresh'),
				),
			);
			await workflow.start();
			const execution = await ran(workflow.id);
			expect(execution.status).toBe('success');
			const [{ json: received } = { json: {} as IDataObject }] = leftBy(execution, 'Await Credential');
			const [{ json: refreshed } = { json: {} as IDataObject }] = leftBy(execution, 'Refresh');
			const [old, renewed] = await Promise.all(
				[received, refreshed].map(({ credential }) => grantIn(credential)),
			);
			expect(refreshed).toMatchObject({ status: 'refreshed', account: { email: 'alice@example.com' } });
			expect(renewed?.accessToken).not.toBe(old?.accessToken);
			expect(renewed?.refreshToken).not.toBe(old?.refreshToken);
			expect(leftBy(execution, 'Revoke')).toMatchObject([{ json: { status: 'revoked' } }]);
			expect(leftBy(execution, 'Refresh in Vain')).toEqual([]);
			expect(leftBy(execution, 'Refresh in Vain', 1)).toMatchObject([{ json: { status: 'askAgain' } }]);
			expect(tokens(since)).toEqual([]);
		});

		test('another account than the expected one, and who says no at the provider, are declined with the reason', async () => {
			const since = testbed.service.received.length;
			const expecting = await testbed.publish(
				onWebhook(
					signIn({ expectedAccount: 'bob@example.com' }),
					awaiting(),
					httpRequest(testbed.service.url),
				),
			);
			await expecting.start();
			expect(leftBy(await ran(expecting.id), 'Await Credential', 1)).toMatchObject([
				{
					json: {
						status: 'declined',
						reason: 'another account signed in: alice@example.com; expected was bob@example.com',
					},
				},
			]);
			const refused = await testbed.publish(
				onWebhook(signIn(), awaiting(), httpRequest(testbed.service.url)),
			);
			await refused.start();
			expect(leftBy(await ran(refused.id, { cancel: true }), 'Await Credential', 1)).toMatchObject([
				{ json: { status: 'declined', reason: 'sign-in refused: access_denied' } },
			]);
			expect(tokens(since)).toEqual([]);
		});

		test('own-google-account.json: who has signed in is not asked again', async () => {
			const since = testbed.service.received.length;
			const user = 'alice@example.com';
			const atTestProvider = { scopes: SCOPES, allowedHosts: '127.0.0.1' };
			const tables = release === 'newest' ? {} : await pickedTable(testbed);
			const workflow = await example(testbed, 'own-google-account.json', {
				credentials: { [APP]: app },
				...(release === 'oldest' && { without: ['Have a Table'] }),
				parameters: {
					...tables,
					People: { jsonOutput: JSON.stringify({ people: [{ user }] }) },
					'Request Credential': atTestProvider,
					'Get the Appointments': { url: testbed.service.url },
				},
			});
			const first = await workflow.run();
			for (const { url = '' } of await given(testbed, first, 'Request Credential')) await visitLink(url);
			expect(leftBy(await reached(testbed, first), 'Use the Appointments')).toHaveLength(1);
			const second = await reached(testbed, await workflow.run());
			expect(leftBy(second, 'Request Credential')).toEqual([]);
			expect(leftBy(second, 'Use the Appointments')).toHaveLength(1);
			const third = await reached(testbed, await workflow.run());
			expect(leftBy(third, 'Use the Appointments')).toHaveLength(1);
			expect(new Set(tokens(since)).size).toBe(3);
			const everything = (await everythingExecuted(testbed, workflow.id)) + testbed.n8n.everythingWritten();
			expect(tokens(since).filter((token) => everything.includes(token))).toEqual([]);
		});

		test('sign-in-agent.json, without a model: the tool goes on from the code', async () => {
			const since = testbed.service.received.length;
			const workflow = await example(testbed, 'sign-in-agent.json', {
				credentials: { [APP]: app },
				without: [
					'Chat',
					'AI Agent',
					'OpenAI Chat Model',
					'Memory',
					'Ask to Sign In',
					'Look Up Appointments',
				],
				parameters: {
					'Ask Without a Model': { scopes: SCOPES, allowedHosts: '127.0.0.1' },
					'Get the Appointments': { url: testbed.service.url },
				},
			});
			const execution = await workflow.run('Try Without a Model');
			for (const { url = '' } of await given(testbed, execution, 'Ask Without a Model')) await visitLink(url);
			expect(leftBy(await reached(testbed, execution), 'Get the Appointments')).toHaveLength(1);
			expect(tokens(since)).toHaveLength(1);
		});
	});
});

/** Makes the table as somebody does in the panel of n8n 1, and picks it in the nodes. */
async function pickedTable({ n8n }: Testbed): Promise<Readonly<Record<string, IDataObject>>> {
	const project = (await n8n.session.call('GET', '/projects/personal')) as { id: string };
	const made = (await n8n.session.call('POST', `/projects/${project.id}/data-tables`, {
		name: 'signed_in_people',
		columns: ['user', 'credential'].map((name) => ({ name, type: 'string' })),
	})) as { id: string };
	const picked = { dataTableId: { __rl: true, mode: 'list', value: made.id } };
	return Object.fromEntries(
		['Get the Remembered', 'Not Remembered', 'Remember'].map((name) => [name, picked]),
	);
}
