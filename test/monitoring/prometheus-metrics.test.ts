import { cpSync } from 'node:fs';
import path from 'node:path';
import { METRICS } from '../../broker/monitoring/metric-table';
import { createSession } from '../support/agent';
import { BROKER_MAIN, startBroker, type RunningBroker } from '../support/broker';
import { freePort } from '../support/free-port';
import { call } from '../support/http';
import { metricsAt, samplesOf } from '../support/metrics';
import { person } from '../support/person';
import { startRedis } from '../support/redis';
import { describeRedis } from '../support/stores';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

const OUTCOMES = 'linkauth_sessions_total';

describe('metrics', () => {
	let metrics: ReturnType<typeof metricsAt>;
	let broker: RunningBroker;

	beforeEach(async () => {
		metrics = metricsAt(await freePort());
		broker = await startBroker({
			...metrics.setting,
			LINKAUTH_RATE_LIMITS: 'on',
			LINKAUTH_TRUSTED_PROXIES: '127.0.0.1',
		});
	});

	test('count each outcome of a session once, however often it is tried', async () => {
		const given = await createSession(broker.url);
		await person.give(broker.url, given.reply.code, { api_key: 'k' });
		await Promise.all([given.poll(), given.poll(), given.poll()]);
		await given.cancel();
		const fields = [{ name: 'pin', label: 'PIN', type: 'text' }];
		const declined = await createSession(broker.url, { fields });
		const denials = [1, 2, 3].map(() => person.deny(broker.url, declined.reply.code));
		expect((await Promise.all(denials)).map(({ status }) => status).toSorted()).toEqual([204, 409, 409]);
		const reported = await createSession(broker.url, { template: 'aws' });
		await person.deny(broker.url, reported.reply.code, { reason: 'reported' });
		const cancelled = await createSession(broker.url, { template: 'aws' });
		await cancelled.cancel();
		await cancelled.cancel();

		const counted = samplesOf(await metrics.text())
			.filter(({ name, value }) => name === OUTCOMES && value > 0)
			.map(({ labels, value }) => `${labels['template'] ?? ''} ${labels['outcome'] ?? ''} ${String(value)}`);
		expect(counted.toSorted()).toEqual([
			'api_key collected 1',
			'api_key completed 1',
			'api_key confirmed 1',
			'api_key created 1',
			'aws cancelled 1',
			'aws created 2',
			'aws reported 1',
			'custom created 1',
			'custom denied 1',
		]);
		expect(await metrics.sum('linkauth_session_completion_seconds_count')).toBe(1);
	});

	test('show the polls that wait, the limits that were hit, and the store’s answers', async () => {
		const session = await createSession(broker.url);
		const waiting = [1, 2, 3].map(() => session.poll({ prefer: 'wait=30' }));
		await until(async () => (await metrics.sum('linkauth_polls_waiting')) === 3);
		await person.give(broker.url, session.reply.code, { api_key: 'k' });
		await Promise.all(waiting);
		expect(await metrics.sum('linkauth_polls_waiting')).toBe(0);

		for (let times = 0; times < 22; times += 1) {
			await person.lookUp(broker.url, `AAAA-${String(1000 + times)}`);
		}
		expect(await metrics.sum('linkauth_limits_hit_total', { limit: 'failed_look_ups' })).toBe(2);
		for (const operation of ['create', 'read', 'change']) {
			expect(await metrics.sum('linkauth_store_operation_seconds_count', { operation })).toBeGreaterThan(0);
		}
		expect(await metrics.sum('linkauth_store_faults_total')).toBe(0);
	});

	test('count a session that is refused because its API key has too many open', async () => {
		const limit = { limit: 'open_sessions' };
		const keyed = metricsAt(await freePort());
		const { url } = await startBroker({
			...keyed.setting,
			LINKAUTH_RATE_LIMITS: 'on',
			LINKAUTH_API_KEYS: 'a:key-of-the-a-team',
			LINKAUTH_OPEN_SESSIONS: '1',
		});
		const headers = { 'x-api-key': 'key-of-the-a-team' };
		await createSession(url, undefined, headers);
		expect(await keyed.sum('linkauth_limits_hit_total', limit)).toBe(0);
		await expect(createSession(url, undefined, headers)).rejects.toThrow('too_many_sessions');
		expect(await keyed.sum('linkauth_limits_hit_total', limit)).toBe(1);
	});

	test('have labels of a bounded number of values, whatever strangers send', async () => {
		const count = async () =>
			samplesOf(await metrics.text()).filter(({ name }) => name.startsWith('linkauth_')).length;
		await call(broker.url, 'GET', '/nowhere');
		await call(broker.url, 'PURGE', '/nowhere');
		const before = await count();
		for (let times = 0; times < 20; times += 1) {
			await call(broker.url, 'GET', `/nowhere/${String(times)}`);
			await call(broker.url, ['LOCK', 'COPY', 'MKCOL', 'TRACE'][times % 4] ?? '', `/else/${String(times)}`);
		}
		expect(await count()).toBe(before);
		expect(await metrics.sum('linkauth_http_requests_total', { route: 'none', method: 'other' })).toBe(21);
	});

	test('name no person and no session', async () => {
		const session = await createSession(broker.url, {
			template: 'api_key',
			display_name: 'Payroll of Jo',
			requester: { name: 'Jo Bloggs' },
			allowed_hosts: ['api.example.org'],
		});
		await call(broker.url, 'GET', `/v1/connect/${session.reply.code}`, {
			headers: { 'x-forwarded-for': '203.0.113.77' },
		});
		await person.give(broker.url, session.reply.code, { api_key: 'sk-metrics-secret' });
		await session.poll();
		const text = await metrics.text();
		const hidden = [
			...[session.reply.code, session.reply.code.replace('-', ''), session.reply.session_id],
			...[
				session.reply.poll_token ?? '',
				'Payroll',
				'Bloggs',
				'api.example.org',
				'203.0.113.77',
				'127.0.0.1',
			],
			'sk-metrics-secret',
		];
		for (const each of hidden) expect(text).not.toContain(each);
		// What can be searched can be found: the labels are there.
		expect(text).toContain('template="api_key"');
	});

	test('are only those of the table, and all of them, beside Node’s own', async () => {
		const names = [...(await metrics.text()).matchAll(/^# TYPE (\S+) (\S+)$/gm)]
			.map(([, name = '', kind = '']) => `${name} ${kind}`)
			.filter((line) => !/^(?:process|nodejs)_/.test(line));
		expect(names.toSorted()).toEqual(
			Object.entries(METRICS)
				.map(([name, { kind }]) => `${name} ${kind}`)
				.toSorted(),
		);
	});

	test('are served on their own port only, and there is nothing else on it', async () => {
		expect((await call(broker.url, 'GET', '/metrics')).status).toBe(404);
		expect((await call(metrics.url, 'GET', '/health')).status).toBe(404);
		expect((await call(metrics.url, 'POST', '/metrics', { body: 'x' })).status).toBe(404);
	});
});

describe('a broker without metrics', () => {
	test('does not load what they are made with', async () => {
		// Away from its packages the bundle has only what is in it.
		const folder = temporaryFolder();
		cpSync(path.dirname(BROKER_MAIN), folder, { recursive: true });
		const start = (environment: Readonly<Record<string, string>>) =>
			startBroker(environment, { main: path.join(folder, 'main.js') });
		const broker = await start({});
		expect((await call(broker.url, 'GET', '/ready')).status).toBe(200);
		await expect(start({ LINKAUTH_METRICS_PORT: '9' })).rejects.toThrow("Cannot find module 'prom-client'");
	});
});

describeRedis('metrics of a broker on Redis', () => {
	test('count the faults of a store that does not answer', async () => {
		const metrics = metricsAt(await freePort());
		const redis = await startRedis();
		const broker = await startBroker({
			...metrics.setting,
			LINKAUTH_STORE: redis.url,
		});
		const session = await createSession(broker.url);
		redis.freeze();
		expect((await session.poll()).status).toBe(503);
		expect(await metrics.sum('linkauth_store_faults_total', { operation: 'read' })).toBe(1);
		expect(await metrics.sum('linkauth_http_requests_total', { status: '5xx' })).toBe(1);
	});
});
