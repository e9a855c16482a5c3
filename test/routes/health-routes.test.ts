import { ENVELOPE_ALGORITHM } from '../../protocol/envelope';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';

describe('health and discovery', () => {
	let broker: RunningBroker;
	beforeAll(async () => {
		broker = await startBroker({ LINKAUTH_BASE_URL: 'https://broker.example.com/' });
	});

	test('health is plain, and the broker says what it speaks', async () => {
		expect((await call(broker.url, 'GET', '/health')).text).toBe('{"status":"ok"}');
		const discovery = await call(broker.url, 'GET', '/.well-known/linkauth');
		expect(discovery.body).toMatchObject({
			issuer: 'https://broker.example.com',
			algorithms_supported: [ENVELOPE_ALGORITHM],
		});
	});
});
