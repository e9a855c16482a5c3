import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { person } from '../support/person';

describe('headers', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});
	afterAll(() => {
		expect(broker.log()).not.toContain('unexpected error');
	});

	test('an Idempotency-Key that is too short, too long or not visible ASCII is 400', async () => {
		const { reply } = await createSession(broker.url);
		for (const key of ['short', 'x'.repeat(65), 'with a space inside']) {
			const answer = await person.confirm(broker.url, reply.code, { 'idempotency-key': key });
			expect(answer.status).toBe(400);
		}
		expect((await person.lookUp(broker.url, reply.code)).status).toBe(200);
	});
});
