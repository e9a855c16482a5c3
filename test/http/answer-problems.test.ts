import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';

describe('problem documents', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker();
	});
	afterAll(() => {
		expect(broker.log()).not.toContain('unexpected error');
	});

	test('an unknown address is 404 and an unknown method 405 with Allow, both problem documents', async () => {
		const unknown = await call(broker.url, 'GET', '/v2/nothing');
		const method = await call(broker.url, 'PUT', '/v1/sessions');
		expect(unknown.body).toMatchObject({ status: 404, code: 'not_found' });
		expect(method.body).toMatchObject({ status: 405, code: 'method_not_allowed' });
		expect(method.headers['allow']).toBe('POST');
		expect((await call(broker.url, 'PROPFIND', '/v1/sessions')).status).toBe(405);
	});
});
