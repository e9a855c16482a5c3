import { createHash } from 'node:crypto';
import { makeToken } from '../../protocol/tokens';
import { createSession, sessionOf } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { person } from '../support/person';

describe('creating a session', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker({ LINKAUTH_BASE_URL: 'https://broker.example.com/' });
	});

	test('the reply has the members of RFC 8628 and of LinkAuth', async () => {
		const { reply } = await createSession(broker.url);
		const code = reply.user_code;
		expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
		expect(reply).toEqual({
			session_id: createHash('sha256').update(code.replace('-', '')).digest('hex'),
			user_code: code,
			code,
			verification_uri: 'https://broker.example.com/connect',
			verification_uri_complete: `https://broker.example.com/connect/${code}`,
			url: `https://broker.example.com/connect/${code}`,
			poll_token: expect.stringMatching(/^pt_[A-Za-z0-9_-]{43}$/) as string,
			expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
			expires_in: 600,
			interval: 5,
			answer_seconds: 600,
		});
	});

	test('unknown members are ignored, and a ttl over the maximum is cut', async () => {
		const { reply } = await createSession(broker.url, { template: 'openai', ttl: 10 ** 6, colour: 'blue' });
		expect(reply.expires_in).toBe(7 * 86_400);
	});

	test('an agent may bring its own poll token, and then gets none', async () => {
		const token = makeToken('poll');
		const hash = createHash('sha256').update(token).digest('hex');
		const { reply, keys } = await createSession(broker.url, { template: 'api_key', poll_token_hash: hash });
		expect(reply.poll_token).toBeUndefined();
		const session = sessionOf(broker.url, { ...reply, poll_token: token }, keys);
		expect((await session.poll()).body.status).toBe('pending');
	});
});

test('in manual_code_entry mode no link carries the code', async () => {
	const broker = await startBroker({ LINKAUTH_VERIFICATION_MODE: 'manual_code_entry' });
	const { reply } = await createSession(broker.url);
	expect(reply.verification_uri_complete).toBeUndefined();
	expect(reply.url).toBe(reply.verification_uri);
	expect(reply.url).not.toContain(reply.code);
});

test("a key's own name is the verified requester, whatever the agent says", async () => {
	const broker = await startBroker({ LINKAUTH_API_KEYS: 'Finance:second-secret-key' });
	const { reply } = await createSession(
		broker.url,
		{ template: 'api_key', requester: { name: 'Your bank', detail: 'Security' } },
		{ 'x-api-key': 'second-secret-key' },
	);
	expect((await person.lookUp(broker.url, reply.code)).body.requester).toEqual({
		name: 'Finance',
		detail: 'Your bank, Security',
		verified: true,
	});
});
