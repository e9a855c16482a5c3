import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { person } from '../support/person';

describe('cancelling', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});

	test('cancelling deletes everything, once', async () => {
		const session = await createSession(broker.url);
		expect((await session.cancel()).status).toBe(204);
		expect((await session.cancel()).status).toBe(404);
		expect((await session.poll()).status).toBe(404);
		expect((await person.lookUp(broker.url, session.reply.code)).status).toBe(404);
		expect((await person.confirm(broker.url, session.reply.code)).status).toBe(404);
	});
});
