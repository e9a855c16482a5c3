import { awaiting, httpRequest, request } from '../support/n8n-workflow';
import { person } from '../support/person';
import { startRedis, type RunningRedis } from '../support/redis';
import { describeRedis } from '../support/stores';
import { leftBy, reaches } from './support/executions';
import { leaks } from './support/stored-leaks';
import { codesOf, finished, startAtOnce } from './support/many-runs';
import { asked, onWebhook, startTestbed, type Testbed } from './support/testbed';
import { startWorker, type N8nWorker } from './support/worker';

const SECRET = 'sk-queue-mode-0123456789abcdef/+=ü';
const RUNS = 6;

describeRedis('queue mode: one main, and workers that share its database and a Redis', () => {
	let redis: RunningRedis;
	let testbed: Testbed;
	let workers: readonly N8nWorker[];
	beforeAll(async () => {
		redis = await startRedis();
		const environment = {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
		};
		testbed = await startTestbed({
			environment: { ...environment, OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true' },
			broker: { LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1' },
		});
		workers = await Promise.all([
			startWorker(testbed.n8n, environment),
			startWorker(testbed.n8n, environment),
		]);
	});
	afterAll(async () => {
		await Promise.all(workers.map((worker) => worker.stop()));
		await testbed.stop();
		await redis.stop();
	});

	test('workers that make the sealing key at the same moment end with one', async () => {
		const { n8n, broker } = testbed;
		const workflow = await testbed.publish(
			onWebhook(request(), awaiting(), httpRequest(`${testbed.service.url}/first`)),
		);
		await startAtOnce(workflow, RUNS);
		for (const code of await codesOf(n8n.session, workflow.id, RUNS)) {
			await person.give(broker.url, code, { api_key: SECRET });
		}
		const runs = await finished(n8n.session, workflow.id, RUNS);
		expect(runs.map(({ status }) => status)).toEqual(runs.map(() => 'success'));
		// Each worker has run some of them.
		for (const worker of workers) expect(worker.log()).toContain('finished execution');
	});

	test.each(['untilCompleted', 'suspend'])('a credential makes its way: %s', async (wait) => {
		const { n8n, broker, service } = testbed;
		const workflow = await testbed.publish(
			onWebhook(request(), awaiting({ wait }), httpRequest(`${service.url}/${wait}`)),
		);
		await workflow.start();
		const { code } = await asked(testbed, workflow.id, [wait === 'suspend' ? 'waiting' : 'running']);
		expect((await person.give(broker.url, code, { api_key: SECRET })).status).toBe(204);
		const execution = await reaches(n8n.session, workflow.id);
		expect(execution.status).toBe('success');
		expect(leftBy(execution, 'Await Credential')).toMatchObject([{ json: { status: 'ready' } }]);
		expect(service.received.at(-1)).toMatchObject({
			url: `/${wait}`,
			headers: { authorization: `Bearer ${SECRET}` },
		});
		const elsewhere = [...workers.map((worker) => worker.log()), await redis.dump()];
		expect(await leaks(testbed, execution, SECRET, ...elsewhere)).toEqual([]);
	});
});
