import type { IDataObject } from 'n8n-workflow';

import { startAnswering } from '../support/answering-server';
import { startBroker, type RunningBroker } from '../support/broker';
import { freePort } from '../support/free-port';
import { startN8n, type RunningN8n } from './support/n8n';
import { storedCredential } from './support/stored-credential';

const KEY = 'the-right-key-0123456789';

/** What the window of a credential is told, which shows it in red or says "Connection tested successfully". */
describe.each(['newest', 'oldest'] as const)('the test of the credential, in a real n8n (%s)', (release) => {
	let n8n: RunningN8n;
	let broker: RunningBroker;
	beforeAll(async () => {
		[n8n, broker] = await Promise.all([
			startN8n({ release }),
			startBroker({ LINKAUTH_API_KEYS: `team:${KEY}` }),
		]);
	});
	afterAll(() => n8n.stop());

	/** Saves a credential as the editor does, and tests it as the editor then does. */
	async function said(baseUrl: string, apiKey = KEY) {
		const data = { baseUrl, apiKey };
		const id = await n8n.session.createCredential('linkAuthApi', 'Tested', data);
		const { status, message } = (await n8n.session.call('POST', '/credentials/test', {
			credentials: { id, name: 'Tested', type: 'linkAuthApi', data },
		})) as { readonly status: string; readonly message: string };
		return { id, text: status === 'OK' ? 'OK' : message };
	}

	test('passes with the right key, and the sealing key is made at that moment', async () => {
		const { id, text } = await said(broker.url);
		expect(text).toBe('OK');
		expect(storedCredential(n8n, id)['sealingKey']).toMatch(/^[A-Za-z0-9_-]{43}$/);
	});

	test('says what is wrong, and what to enter', async () => {
		const nothing = `http://127.0.0.1:${String(await freePort())}`;
		const untrusted = await startAnswering(() => ({ status: 200 }), { secure: true });
		const insecure = await startBroker({ LINKAUTH_BASE_URL: 'http://broker.example.com' });
		const redirecting = await startAnswering(() => ({
			status: 301,
			headers: { location: 'https://broker.example.com/' },
		}));
		const away = await startBroker({ LINKAUTH_STORE: `redis://127.0.0.1:${String(await freePort())}` });
		const proxy = await startAnswering(() => ({ status: 502, body: '<h1>Bad Gateway</h1>' }));
		const wrong: readonly (readonly [url: string, key: string, message: RegExp])[] = [
			[broker.url, '', /^The broker is there and asks for an API key\. Enter the key/],
			[broker.url, 'wrong', /^The broker is there, but does not know this API key\. Check it/],
			[`${broker.url}/connect`, KEY, /not a LinkAuth broker.* enter http:\/\/127\.0\.0\.1:\d+\.$/],
			[`${broker.url}/v1`, KEY, /not a LinkAuth broker.* enter http:\/\/127\.0\.0\.1:\d+\.$/],
			[n8n.url, KEY, /not a LinkAuth broker .*not that of n8n/],
			['broker.example.com', KEY, /has to start with https:\/\/\. Enter https:\/\/broker\.example\.com,/],
			[
				'https://no-such-broker.invalid',
				KEY,
				/could not be reached\. (?:There is no host|The name of the host)/,
			],
			[nothing, KEY, /could not be reached\. Nothing listens/],
			[untrusted.url, KEY, /could not be reached\. Its certificate is not one that n8n trusts/],
			[insecure.url, '', /^Nobody could answer: .*does not work without HTTPS/],
			[
				redirecting.url,
				KEY,
				/leads on to https:\/\/broker\.example\.com, .*Enter https:\/\/broker\.example\.com /,
			],
			[away.url, '', /^The broker is there, but cannot reach its store \(503\)/],
			[proxy.url, KEY, /but no broker behind it \(502\)/],
		];
		for (const [url, key, message] of wrong) expect((await said(url, key)).text).toMatch(message);
	});

	test('accepts a broker of LinkAuth 0.2, which has no keys to check', async () => {
		const peer = await startAnswering(({ url = '' }) => ({
			status: 404,
			body: { detail: url.startsWith('/v1/sessions/') ? 'Session not found or expired' : 'Not Found' },
		}));
		expect((await said(peer.url)).text).toBe('OK');
	});

	test('what was saved under Advanced stays, and counts, while it is out of sight', async () => {
		const saved: IDataObject = {
			sealingLabel: '2026-11',
			sealedSince: '2026-11',
			sealingKey: 'k'.repeat(43),
		};
		const data = { baseUrl: broker.url, apiKey: KEY, ...saved, sealedCredential: '={{ $json.kept }}' };
		const id = await n8n.session.createCredential('linkAuthApi', 'Old', data);
		await n8n.session.call('POST', '/credentials/test', {
			credentials: { id, name: 'Old', type: 'linkAuthApi', data },
		});
		// Another label than the one that the key was made for would have it replaced.
		expect(storedCredential(n8n, id)).toMatchObject({ ...saved, sealedCredential: '={{ $json.kept }}' });
	});
});
