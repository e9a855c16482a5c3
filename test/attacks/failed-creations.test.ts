import { anyKeys, sessionOf, type AgentSession } from '../support/agent';
import { startBroker } from '../support/broker';
import { call } from '../support/http';
import { tally } from '../support/pipeline';

const FILLERS = Array.from({ length: 20 }, (_, at) => `key-of-a-filling-team-${String(at)}`);
const OTHER = 'key-of-the-other-team';

test('creations that fail because the store is full have cost nothing', async () => {
	const keys = await anyKeys();
	const broker = await startBroker({
		LINKAUTH_RATE_LIMITS: 'on',
		LINKAUTH_MEMORY_CEILING: '1',
		LINKAUTH_API_KEYS: [...FILLERS, OTHER].join(','),
		LINKAUTH_OPEN_SESSIONS: '30',
		LINKAUTH_CREATED_PER_KEY: '60',
		LINKAUTH_CREATED_PER_NETWORK: '100000',
	});
	const create = async (key: string) => {
		const answer = await call<AgentSession['reply']>(broker.url, 'POST', '/v1/sessions', {
			body: { public_key: keys.publicKey, template: 'api_key', agent_state: 'x'.repeat(8_000) },
			headers: { 'x-api-key': key },
		});
		const session = answer.status === 201 && sessionOf(broker.url, answer.body, keys, { 'x-api-key': key });
		return { status: answer.status, session };
	};
	// The teams that fill the store, none of them over its own limits.
	const sessions: AgentSession[] = [];
	for (let count = 0, status = 201; status === 201; count += 1) {
		const filling = await create(FILLERS[Math.floor(count / 30)] ?? '');
		({ status } = filling);
		if (filling.session) sessions.push(filling.session);
		else expect(status).toBe(503);
	}
	const failed = await Promise.all(Array.from({ length: 100 }, () => create(OTHER)));
	expect(new Set(failed.map(({ status }) => status))).toEqual(new Set([503]));
	for (const session of sessions) await session.cancel();
	const created = await Promise.all(Array.from({ length: 31 }, () => create(OTHER)));
	expect(tally(created.map(({ status }) => status))).toEqual({ 201: 30, 429: 1 });
});
