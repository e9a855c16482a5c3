import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';

describe('agent state', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker({ LINKAUTH_API_KEYS: 'first-secret-key, Finance:second-secret-key' });
	});

	test('agent state is for the key that created the session, and for nobody else', async () => {
		const headers = { 'x-api-key': 'first-secret-key' };
		const agent_state = 'sealed:'.padEnd(8 * 1024, 'x');
		const { reply } = await createSession(broker.url, { template: 'api_key', agent_state }, headers);
		const address = `/v1/sessions/${reply.session_id}/agent-state`;
		expect((await call(broker.url, 'GET', address, { headers })).body).toEqual({ agent_state });
		const foreign = await call(broker.url, 'GET', address, { headers: { 'x-api-key': 'second-secret-key' } });
		const unknown = await call(broker.url, 'GET', `/v1/sessions/${'0'.repeat(64)}/agent-state`, { headers });
		expect(foreign.status).toBe(404);
		expect(foreign.text).toBe(unknown.text);
	});
});
