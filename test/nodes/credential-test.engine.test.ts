import { startAnswering, type GivenAnswer } from '../support/answering-server';
import { startBroker, type RunningBroker } from '../support/broker';
import { startEcho } from '../support/echo-server';
import { freePort } from '../support/free-port';
import { engine } from '../support/n8n-run';
import { freshCredential, storedCredential } from '../support/n8n-workflow';

const KEY = 'the-right-key-0123456789';
let broker: RunningBroker;

beforeAll(async () => {
	broker = await startBroker({ LINKAUTH_API_KEYS: `team:${KEY}` });
});

/** What the credential's window says: OK, or what n8n shows of the error. */
async function said(baseUrl: string, apiKey = KEY): Promise<string> {
	const credentials = freshCredential(baseUrl, { apiKey });
	const { status, message } = await engine().testCredential('linkAuthApi', credentials);
	// Whatever is wrong with the address, the sealing key is made at that moment.
	expect(storedCredential(credentials)['sealingKey']).toMatch(/^[A-Za-z0-9_-]{43}$/);
	return status === 'OK' ? 'OK' : message;
}

/** A broker of LinkAuth 0.2, as the reference broker answers: FastAPI, with or without API keys. */
function linkAuth02(keys: readonly string[], checksPolls = true) {
	return startAnswering(({ url = '', headers }): GivenAnswer => {
		const notFound = { status: 404, body: { detail: 'Not Found' } };
		if (!/^\/v1\/sessions\/[0-9a-f]{64}$/.test(url)) return notFound;
		const key = headers['x-api-key'];
		const problem = (status: number, title: string, detail: string) => ({
			status,
			body: { type: 'about:blank', title, status, detail },
		});
		if (keys.length > 0 && checksPolls && key === undefined) {
			return problem(401, 'API Key Required', 'Provide X-API-Key header.');
		}
		if (keys.length > 0 && checksPolls && !keys.includes(String(key))) {
			return problem(403, 'Invalid API Key', 'The provided API key is not valid.');
		}
		return problem(404, 'Session Not Found', 'Session not found or expired.');
	});
}

describe('a broker of ours', () => {
	it.each(['', '/', ' '])('passes with its key, with %j behind its address', async (end) => {
		expect(await said(broker.url + end)).toBe('OK');
	});

	it('tells a missing key from a wrong one', async () => {
		expect(await said(broker.url, '')).toBe(
			'The broker is there and asks for an API key. Enter the key that it gave you.',
		);
		expect(await said(broker.url, 'wrong')).toBe(
			'The broker is there, but does not know this API key. Check it for missing characters, or ask whoever runs the broker for another.',
		);
	});

	it('passes without a key where it has none', async () => {
		const open = await startBroker();
		expect(await said(open.url, '')).toBe('OK');
	});

	it.each([
		['/connect', ''],
		['/connect/ABCD-1234#k=x', ''],
		['/v1', ''],
		['/v1/sessions', ''],
	])('offers the right address for one that ends in %s', async (end) => {
		expect(await said(broker.url + end)).toContain(`ends before /connect and /v1: enter ${broker.url}.`);
	});

	it('that gives people links without HTTPS does not pass: nobody could answer', async () => {
		const insecure = await startBroker({ LINKAUTH_BASE_URL: 'http://broker.example.com:8080' });
		expect(await said(insecure.url, '')).toContain(
			'Nobody could answer: the broker’s links begin with http://broker.example.com:8080, and its page does not work without HTTPS.',
		);
	});

	it('that n8n reaches within a network of their own passes, when people’s links have HTTPS', async () => {
		const proxied = await startBroker({ LINKAUTH_BASE_URL: 'https://broker.example.com' });
		expect(await said(proxied.url, '')).toBe('OK');
	});

	it('whose store is away', async () => {
		const away = await startBroker({
			LINKAUTH_STORE: `redis://127.0.0.1:${String(await freePort())}`,
			LINKAUTH_API_KEYS: `team:${KEY}`,
		}).catch(() => undefined);
		if (away === undefined) throw new Error('not startable');
		expect(await said(away.url)).toContain('cannot reach its store (503)');
	});
});

describe('a broker of LinkAuth 0.2', () => {
	it('passes with its key, and a wrong one is told', async () => {
		const peer = await linkAuth02([KEY]);
		expect(await said(peer.url)).toBe('OK');
		expect(await said(peer.url, 'wrong')).toContain('does not know this API key');
		expect(await said(peer.url, '')).toContain('asks for an API key');
	});

	it('passes where it cannot say whether the key is right', async () => {
		expect(await said((await linkAuth02([])).url)).toBe('OK');
		expect(await said((await linkAuth02([KEY], false)).url, 'wrong')).toBe('OK');
	});
});

describe('another server', () => {
	it('that answers everything with 200, such as n8n of old or a service, is no broker, and is not sent the key', async () => {
		const echo = await startEcho();
		expect(await said(echo.url)).toContain(
			`What answers at ${echo.url} is not a LinkAuth broker (it answered 200).`,
		);
		expect(JSON.stringify(echo.received)).not.toContain(KEY);
	});

	it.each([
		['404 in HTML', { status: 404, body: '<pre>Cannot GET /</pre>' }],
		['404 in JSON', { status: 404, body: { detail: 'Not Found' } }],
		['401 of a service', { status: 401, body: { detail: 'Invalid API key' } }],
	])('%s', async (_, answer) => {
		const server = await startAnswering(() => answer);
		expect(await said(server.url)).toContain('is not a LinkAuth broker');
		expect(server.received.some(({ headers }) => 'x-api-key' in headers)).toBe(false);
	});

	it('a redirect is not followed, and its target is offered', async () => {
		const server = await startAnswering(() => ({
			status: 308,
			headers: { location: 'https://broker.example.com/.well-known/linkauth' },
		}));
		expect(await said(server.url)).toContain('Enter https://broker.example.com as the Broker URL.');
	});

	it('a proxy without a broker behind it', async () => {
		const server = await startAnswering(() => ({ status: 502, body: '<h1>Bad Gateway</h1>' }));
		expect(await said(server.url)).toContain('but no broker behind it (502)');
	});
});

describe('no answer', () => {
	it('nothing listens', async () => {
		const url = `http://127.0.0.1:${String(await freePort())}`;
		expect(await said(url)).toContain(
			`The broker at ${url} could not be reached. Nothing listens at this address.`,
		);
	});

	it('no such name', async () => {
		expect(await said('https://no-such-broker.invalid')).toMatch(
			/could not be reached\. (?:There is no host of this name|The name of the host could not be looked up)\./,
		);
	});

	it('a certificate that n8n does not trust', async () => {
		const server = await startAnswering(() => ({ status: 200 }), { secure: true });
		expect(await said(server.url)).toMatch(
			/could not be reached\. Its certificate is not one that n8n trusts/,
		);
	});
});

describe('an address that is none', () => {
	it.each([
		['broker.example.com', 'Enter https://broker.example.com,'],
		['localhost:8080', 'Enter http://localhost:8080,'],
		['ftp://broker.example.com', 'Enter https://broker.example.com,'],
		['', 'Enter the address of the broker, such as https://broker.example.com.'],
	])('%j', async (url, hint) => {
		const message = await said(url);
		expect(message).toContain('has to start with https://');
		expect(message).toContain(hint);
	});

	it('plain HTTP to another machine', async () => {
		expect(await said('http://broker.invalid')).toContain('could not be reached');
	});
});
