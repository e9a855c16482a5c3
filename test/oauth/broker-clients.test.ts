import { BrokerClients, type BrokerClient } from '../../broker/oauth/broker-clients';
import type { Fetch } from '../../protocol/oauth/oauth-types';
import { providerOf } from '../../protocol/providers/providers';
import { startAnswering, type GivenAnswer } from '../support/answering-server';
import { cleanup } from '../support/cleanup';
import { until } from '../support/until';

const directly: Fetch = (url, init) => fetch(url, init);

/** An issuer that describes itself once it is told to, and the broker's client there. */
async function started(client: Partial<BrokerClient> = {}, retryDelay = 20) {
	let answer = (): GivenAnswer => ({ status: 503 });
	const server = await startAnswering(() => answer());
	const faults: string[] = [];
	const clients = new BrokerClients({
		clients: [{ id: 'ours', clientId: 'x', issuer: server.url, ...client }],
		fetch: directly,
		retryDelay,
		onFault: (id, reason) => faults.push(`${id}: ${reason}`),
	});
	cleanup(clients, (it) => {
		it.close();
	});
	const describes = (members: object = {}) => {
		const addresses = { authorization_endpoint: `${server.url}/a`, token_endpoint: `${server.url}/t` };
		answer = () => ({ status: 200, body: { issuer: server.url, ...addresses, ...members } });
	};
	return { clients, server, faults, describes };
}

test('a provider that is away is asked again until it says what its addresses are', async () => {
	const { clients, server, faults, describes } = await started();
	await until(() => Promise.resolve(faults.length > 2));
	expect([clients.find('ours'), clients.has('ours'), clients.offers]).toEqual([undefined, true, []]);
	expect(faults[0]).toContain('ours: ');
	expect(faults[0]).toContain('503');
	describes({ authorization_response_iss_parameter_supported: true });
	await until(() => Promise.resolve(clients.find('ours') !== undefined));
	expect(clients.find('ours')).toMatchObject({
		clientId: 'x',
		provider: { id: 'ours', tokenEndpoint: `${server.url}/t`, issuer: server.url, statesIssuer: true },
	});
	const asked = server.received.length;
	await new Promise((resolve) => setTimeout(resolve, 100));
	expect(server.received.length).toBe(asked);
});

test('what is known of a provider of this name counts, but for its addresses', async () => {
	const row = providerOf('google');
	if (!row) throw new Error('there was to be a row');
	const { clients, server, describes } = await started({ id: 'google', row });
	describes();
	await until(() => Promise.resolve(clients.find('google') !== undefined));
	const { provider } = clients.find('google') ?? {};
	expect(provider).toMatchObject({
		name: row.name,
		defaultScopes: row.defaultScopes,
		authorizationParameters: row.authorizationParameters,
		authorizationEndpoint: `${server.url}/a`,
		issuer: server.url,
	});
	expect(clients.has('github')).toBe(false);
});

test('one that is closed asks nobody any more', async () => {
	const { clients, server, faults } = await started();
	await until(() => Promise.resolve(faults.length > 0));
	clients.close();
	await new Promise((resolve) => setTimeout(resolve, 50));
	const asked = server.received.length;
	await new Promise((resolve) => setTimeout(resolve, 150));
	expect(server.received.length).toBe(asked);
});

test('one that is closed while it asks says nothing of it, and asks no more', async () => {
	const asked: ((response: Response) => void)[] = [];
	const faults: string[] = [];
	const clients = new BrokerClients({
		clients: [{ id: 'ours', clientId: 'x', issuer: 'https://login.example.com' }],
		fetch: () => new Promise((resolve) => asked.push(resolve)),
		retryDelay: 1,
		onFault: (id) => faults.push(id),
	});
	clients.close();
	for (const answer of asked) answer(new Response('', { status: 503 }));
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect([asked.length, faults]).toEqual([1, []]);
});
