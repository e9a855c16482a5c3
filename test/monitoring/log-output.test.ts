import { call } from '../support/http';
import { startBroker } from '../support/broker';
import { until } from '../support/until';

const requests = (log: string) => log.split('\n').filter((line) => line.includes('"msg":"request"')).length;

describe('the log of a broker', () => {
	test('gets every line soon, without further lines, and in order', async () => {
		const broker = await startBroker();
		await Promise.all(Array.from({ length: 20 }, () => call(broker.url, 'GET', '/health')));
		await until(() => requests(broker.log()) === 20);
		const times = broker
			.log()
			.split('\n')
			.map((line) => (JSON.parse(line) as { time: number }).time);
		expect(times).toEqual([...times].sort((a, b) => a - b));
	});

	test('has every line of a broker that is stopped', async () => {
		const broker = await startBroker();
		await Promise.all(Array.from({ length: 20 }, () => call(broker.url, 'GET', '/health')));
		await broker.stop();
		expect(requests(broker.log())).toBe(20);
	});
});
