import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { METRICS } from '../../broker/monitoring/metric-table';
import { createSession } from '../support/agent';
import { startBroker, type RunningBroker } from '../support/broker';
import { startEcho, type EchoServer } from '../support/echo-server';
import { freePort } from '../support/free-port';
import { call } from '../support/http';
import { metricsAt } from '../support/metrics';
import { person } from '../support/person';
import { describePrometheus, startPrometheus, type RunningPrometheus } from '../support/prometheus';
import { startRedis, type RunningRedis } from '../support/redis';
import { inRepository } from '../support/repository';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

const DASHBOARD = inRepository('ops/grafana/linkauth.json');
const ALERTS = inRepository('ops/prometheus/alerts.yml');

interface Panel {
	readonly title: string;
	readonly type: string;
	readonly description?: string;
	readonly targets?: readonly { readonly expr: string }[];
}

interface Dashboard {
	readonly panels: readonly Panel[];
	readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
}

const dashboard = JSON.parse(readFileSync(DASHBOARD, 'utf8')) as Dashboard;
const queries = dashboard.panels.flatMap(({ title, targets = [] }) =>
	targets.map(({ expr }, at) => ({ name: `${title}${at === 0 ? '' : ` (${String(at + 1)})`}`, expr })),
);

/** A query as Grafana sends it. */
const asSent = (expr: string) =>
	expr.replaceAll('$__rate_interval', '10s').replaceAll('$__range', '1m').replaceAll('"$instance"', '".*"');

describePrometheus('the dashboard, over a Prometheus that scrapes a broker under traffic', () => {
	let redis: RunningRedis;
	let broker: RunningBroker;
	let receiver: EchoServer;
	let prometheus: RunningPrometheus;

	beforeAll(async () => {
		const metrics = metricsAt(await freePort());
		const audit = path.join(temporaryFolder(), 'audit.jsonl');
		[redis, receiver] = await Promise.all([startRedis(), startEcho()]);
		broker = await startBroker(
			{
				...metrics.setting,
				LINKAUTH_STORE: redis.url,
				LINKAUTH_AUDIT_FILE: audit,
				LINKAUTH_RATE_LIMITS: 'on',
				LINKAUTH_TRUSTED_PROXIES: '127.0.0.1',
				LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1',
			},
			{ timings: { second: 60, expiryInterval: 60, expiryLead: 1_000, expiryMargin: 500 } },
		);
		prometheus = await startPrometheus({ linkauth: [new URL(metrics.url).host] }, [ALERTS]);
		// What happens before a first scrape is no increase.
		await until(async () => (await prometheus.query('linkauth_build_info')).length > 0, 20_000);
		await sleep(300);
		await traffic(audit);
		// The last of it to happen.
		const expired = 'sum(linkauth_sessions_total{outcome="expired"})';
		await until(async () => (await prometheus.query(expired))[0]?.values[0] === 1, 30_000);
		await sleep(700);
	}, 60_000);

	/** Everything that the dashboard shows, for some seconds. */
	async function traffic(audit: string): Promise<void> {
		appendFileSync(audit, 'somebody else\n');
		redis.freeze();
		await createSession(broker.url).catch(() => undefined);
		redis.thaw();
		await until(async () => (await call(broker.url, 'GET', '/ready')).status === 200);
		await redis.command('CONFIG SET maxmemory 1mb');
		await until(async () => (await prometheus.query('linkauth_store_full'))[0]?.values[0] === 1, 10_000);
		await redis.command('CONFIG SET maxmemory 1gb');
		await until(async () => (await prometheus.query('linkauth_store_full'))[0]?.values[0] === 0, 10_000);
		await createSession(broker.url, { template: 'aws', ttl: 30 });
		const waiting = [1, 2].map(async () => {
			const session = await createSession(broker.url);
			return session.poll({ prefer: 'wait=60' });
		});
		void Promise.allSettled(waiting);
		for (let round = 0; round < 8; round += 1) {
			await Promise.all([given(), given('404'), refused('denied'), refused('reported'), guess(round)]);
			await sleep(200);
		}
	}

	async function given(status = '200'): Promise<void> {
		const callback_url = `${receiver.url}/status/${status}`;
		const session = await createSession(broker.url, { template: 'openai', callback_url });
		await person.give(broker.url, session.reply.code, { api_key: 'k' });
		// Once it is collected there is nothing to call for.
		await sleep(100);
		await session.poll();
	}

	async function refused(reason: string): Promise<void> {
		const fields = [{ name: 'pin', label: 'PIN', type: 'text' }];
		const session = await createSession(broker.url, { fields });
		await person.deny(broker.url, session.reply.code, { reason });
	}

	async function guess(round: number): Promise<void> {
		for (let times = 0; times < 6; times += 1) {
			const headers = { 'x-forwarded-for': '192.0.2.66' };
			await call(broker.url, 'GET', `/v1/connect/AAAA-${String(1000 + round * 10 + times)}`, { headers });
		}
	}

	test.each(queries)('$name: has data', async ({ expr }) => {
		const series = await prometheus.queryRange(asSent(expr), 40);
		const values = series.flatMap((each) => each.values).filter(Number.isFinite);
		expect(values.length).toBeGreaterThan(0);
		expect(Math.max(...values)).toBeGreaterThan(0);
	});

	test('the brokers that can be chosen are those that run', async () => {
		const { definition = '' } = dashboard.templating.list.find(({ name }) => name === 'instance') ?? {};
		const [, metric = '', label = ''] = /label_values\((\w+), (\w+)\)/.exec(definition) ?? [];
		const series = await prometheus.query(metric);
		expect(series.map((each) => each.metric[label])).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+$/)]);
	});

	test('Prometheus takes every alert, and the ones that ought to fire do', async () => {
		const { data } = (await prometheus.api('/api/v1/rules')) as {
			data: { groups: { rules: { name: string; health: string; state: string }[] }[] };
		};
		const rules = data.groups.flatMap((group) => group.rules);
		expect(rules.length).toBeGreaterThan(8);
		expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
		const firing = rules.filter(({ state }) => state === 'firing').map(({ name }) => name);
		expect(firing).toEqual(expect.arrayContaining(['LinkAuthReported', 'LinkAuthAuditAtFault']));
		expect(firing).not.toContain('LinkAuthDown');
	});
});

describePrometheus('the alerts', () => {
	test('each fires on what it is for, and none on a healthy broker', () => {
		const { status, stdout, stderr } = spawnSync(
			'promtool',
			['test', 'rules', inRepository('ops/prometheus/alerts.test.yml')],
			{ encoding: 'utf8' },
		);
		expect([status, stderr]).toEqual([0, '']);
		expect(stdout).toContain('SUCCESS');
	});
});

describe('the dashboard and the alerts', () => {
	const used = (text: string) => [...text.matchAll(/\blinkauth_[a-z_]+/g)].map(([name]) => name);
	const ofHistogram = (name: string) => name.replace(/_(?:bucket|count|sum)$/, '');
	const known = (name: string) => Object.hasOwn(METRICS, name) || Object.hasOwn(METRICS, ofHistogram(name));

	test('use metrics that there are, and every one of them', () => {
		const inDashboard = queries.flatMap(({ expr }) => used(expr));
		const all = [...inDashboard, ...used(readFileSync(ALERTS, 'utf8'))];
		expect(all.filter((name) => !known(name))).toEqual([]);
		const missing = Object.keys(METRICS).filter((name) => !inDashboard.map(ofHistogram).includes(name));
		expect(missing).toEqual([]);
	});

	test('every panel has a title and queries', () => {
		const panels = dashboard.panels.filter(({ type }) => type !== 'row');
		expect(panels.length).toBeGreaterThan(15);
		for (const panel of panels) {
			expect(panel.title).not.toBe('');
			expect(panel.targets?.length).toBeGreaterThan(0);
		}
	});
});
