import { Engine } from '../../demo/engine';
import { startBroker, type RunningBroker } from '../support/broker';
import { startEcho, type EchoServer } from '../support/echo-server';
import { awaiting, httpRequest, inARow, linkAuthCredential, request } from '../support/n8n-workflow';
import { person } from '../support/person';
import { REPOSITORY } from '../support/repository';

const SECRET = 'sk-live-4f9c1d7e8a2b6503';
let engine: Engine;
let broker: RunningBroker;
let echo: EchoServer;

beforeAll(async () => {
	engine = new Engine(REPOSITORY);
	[broker, echo] = await Promise.all([startBroker(), startEcho()]);
});
afterAll(async () => {
	await Promise.all([broker.stop(), echo.stop()]);
});

it('a sealed credential reaches the service, and is nowhere in the execution data', async () => {
	const credentials = linkAuthCredential(broker.url);
	const execution = await engine.run(inARow(request(), awaiting(), httpRequest(`${echo.url}/me`)), {
		credentials,
		onNode: (name, task) => {
			if (name !== 'Request Credential') return;
			const code = String(task.data?.['main']?.[0]?.[0]?.json['code']);
			void person.give(broker.url, code, { api_key: SECRET });
		},
	});
	console.log(JSON.stringify(execution.error), execution.status, execution.stored.slice(0, 3000));
	expect(execution.error).toBeUndefined();
	expect(echo.received.at(-1)?.headers.authorization).toBe(`Bearer ${SECRET}`);
	expect(execution.stored).not.toContain(SECRET);
});
