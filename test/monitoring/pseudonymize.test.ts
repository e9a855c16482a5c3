import { createHmac } from 'node:crypto';
import { sessionPseudonymizer } from '../../broker/monitoring/pseudonymize';
import { createSession } from '../support/agent';
import { startBroker } from '../support/broker';

const LOG_KEY = 'a log key of more than thirty-two characters';
const SESSION = 'a1'.repeat(32);

describe('a session’s pseudonym in logs', () => {
	test('is a hash that only those who hold the log key can make', async () => {
		const broker = await startBroker({ LINKAUTH_LOG_KEY: LOG_KEY });
		const { reply } = await createSession(broker.url);
		await broker.stop();
		const hash = createHmac('sha256', LOG_KEY).update(reply.session_id).digest('hex').slice(0, 16);
		expect(broker.log()).toContain(`"session":"${hash}"`);
	});

	test('is the same in every broker of one key', () => {
		const [one, other] = [sessionPseudonymizer(LOG_KEY), sessionPseudonymizer(LOG_KEY)];
		expect(one(SESSION)).toBe(other(SESSION));
	});

	test('is another in each broker without a key', () => {
		const [one, other] = [sessionPseudonymizer(undefined), sessionPseudonymizer(undefined)];
		expect(one(SESSION)).not.toBe(other(SESSION));
		expect(one(SESSION)).toBe(one(SESSION));
	});
});
