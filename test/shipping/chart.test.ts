import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { parse, parseAllDocuments } from 'yaml';
import { readConfig } from '../../broker/config/read-config';
import { firstCells, read } from '../docs/markdown';
import { inRepository } from '../support/repository';
import { describeWith } from '../support/requirements';
import { buildManifestTypes } from './manifest-types';

const CHART = 'ops/helm/linkauth-broker';
const values = parse(read(`${CHART}/values.yaml`)) as Record<string, unknown>;

interface Manifest {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: { readonly name: string; readonly labels?: object };
	readonly data?: Readonly<Record<string, string>>;
	readonly spec?: Readonly<Record<string, unknown>>;
}

/** The program that npm brought, or the one that is installed. */
function program(name: string): string {
	const brought = inRepository(path.join('.cache/helm', name));
	return existsSync(brought) ? brought : name;
}

function helm(...args: readonly string[]) {
	return spawnSync(program('helm'), args, { encoding: 'utf8', cwd: inRepository() });
}

/** What Helm makes of the chart, with values that differ from its own, each `name=value`. */
function render(...set: readonly string[]): readonly Manifest[] {
	const differing = set.flatMap((each) => ['--set', each]);
	const { status, stdout, stderr } = helm(
		'template',
		'linkauth-broker',
		CHART,
		'-n',
		'linkauth',
		...differing,
	);
	if (status !== 0) throw new Error(stderr);
	return manifestsOf(stdout);
}

function manifestsOf(text: string): readonly Manifest[] {
	return parseAllDocuments(text)
		.map((document) => document.toJS() as Manifest | null)
		.filter((each) => each !== null);
}

const EVERYTHING = [
	'ingress.enabled=true',
	'ingress.className=nginx',
	'ingress.tlsSecret=broker-tls',
	'autoscaling.enabled=true',
	'metrics.serviceMonitor.enabled=true',
	'metrics.serviceMonitor.labels.release=prometheus',
	'apiKeysFile.existingSecret=api-keys',
	'priorityClassName=high',
	'imagePullSecrets[0].name=registry',
	'extraEnv[0].name=A',
	'extraEnv[0].value=b',
	'extraVolumes[0].name=files',
	'extraVolumes[0].configMap.name=files',
	'extraVolumeMounts[0].name=files',
	'extraVolumeMounts[0].mountPath=/etc/linkauth/files',
	'podLabels.team=a',
	'podAnnotations.note=b',
	'nodeSelector.disk=ssd',
	'tolerations[0].key=dedicated',
	'tolerations[0].operator=Exists',
	'service.annotations.note=c',
];

const kinds = (manifests: readonly Manifest[]) => manifests.map(({ kind }) => kind).toSorted();
const find = (manifests: readonly Manifest[], kind: string) => manifests.find((each) => each.kind === kind);

describeWith('Helm', 'the Helm chart', () => {
	test('is well by Helm’s own rules', () => {
		expect(helm('lint', '--strict', CHART)).toMatchObject({ status: 0 });
	});

	test.each([
		['as it is', []],
		['with everything switched on', EVERYTHING],
	])(
		'%s: is what Kubernetes’ own schema wants, and says nothing that it does not know',
		(_, set) => {
			const manifests = render(...set);
			const named = manifests.map((content) => ({ file: content.kind, content }));
			expect(buildManifestTypes(named)).toEqual([]);
		},
		180_000,
	);

	test('has what is switched on, and nothing else', () => {
		const always = [
			'ConfigMap',
			'Deployment',
			'NetworkPolicy',
			'PodDisruptionBudget',
			'Service',
			'ServiceAccount',
		];
		expect(kinds(render())).toEqual(always);
		expect(kinds(render(...EVERYTHING))).toEqual(
			[...always, 'HorizontalPodAutoscaler', 'Ingress', 'Service', 'ServiceMonitor'].toSorted(),
		);
		const off = ['podDisruptionBudget', 'networkPolicy'].map((each) => `${each}.enabled=false`);
		expect(kinds(render(...off, 'serviceAccount.create=false'))).toEqual([
			'ConfigMap',
			'Deployment',
			'Service',
		]);
	});

	test('gives the broker settings that it takes, whole numbers as such', () => {
		const data = find(render('settings.LINKAUTH_CONNECTIONS=1000000'), 'ConfigMap')?.data ?? {};
		expect(data['LINKAUTH_CONNECTIONS']).toBe('1000000');
		expect(readConfig(data)).toMatchObject({ baseUrl: 'https://broker.example.com', drainDelay: 10 });
	});

	test.each([
		['settings.LINKAUTH_TYPO=1', "invalid propertyName 'LINKAUTH_TYPO'"],
		['settings.LINKAUTH_API_KEYS=x', "invalid propertyName 'LINKAUTH_API_KEYS'"],
		['settings.LINKAUTH_STORE=redis://user:secret@redis', "'/settings/LINKAUTH_STORE'"],
		['settings.LINKAUTH_RATE_LIMITS=true', 'got boolean, want'],
		['settings.LINKAUTH_DRAIN_DELAY=21', 'terminationGracePeriodSeconds (30) must be more than'],
		['replica=2', "additional properties 'replica' not allowed"],
		[
			'metrics.serviceMonitor.enabled=true,settings.LINKAUTH_METRICS_PORT=0',
			'needs settings.LINKAUTH_METRICS_PORT',
		],
	])('refuses %s before anything is installed', (set, reason) => {
		expect(() => render(set)).toThrow(reason);
	});

	test('replaces the brokers where a setting has changed, and not where the number of them has', () => {
		const pods = (...set: readonly string[]) => find(render(...set), 'Deployment')?.spec?.['template'];
		expect(pods('replicas=5')).toEqual(pods());
		expect(pods('settings.LINKAUTH_DRAIN_DELAY=11')).not.toEqual(pods());
	});

	test('tells what to do next, and warns of an address without TLS', () => {
		const notes = (...set: readonly string[]) => {
			const dry = ['install', 'linkauth-broker', CHART, '-n', 'linkauth', '--dry-run=client'];
			return helm(...dry, ...set.flatMap((each) => ['--set', each])).stdout;
		};
		expect(notes()).toContain('kubectl -n linkauth create secret generic linkauth-broker --from-env-file');
		expect(notes()).not.toContain('WARNING');
		expect(notes('settings.LINKAUTH_BASE_URL=http://broker.example.com')).toContain('has no TLS');
		expect(notes('existingSecret=')).toContain('WARNING: existingSecret is empty');
	});
});

describeWith(['Helm', 'kubectl'], 'the chart’s own values', () => {
	test('are those of the plain manifests, as kustomize makes them', () => {
		const { stdout } = spawnSync(program('kubectl'), ['kustomize', inRepository('ops/kubernetes')], {
			encoding: 'utf8',
		});
		const plain = manifestsOf(stdout).filter(({ kind }) => kind !== 'Namespace');
		expect(plain.length).toBeGreaterThan(5);
		const rendered = render();
		for (const manifest of plain)
			expect(comparable(find(rendered, manifest.kind))).toEqual(comparable(manifest));
	});
});

describe('the chart', () => {
	test('is for this version of the broker', () => {
		const { version } = JSON.parse(read('broker/package.json')) as { version: string };
		expect(parse(read(`${CHART}/Chart.yaml`))).toMatchObject({ version, appVersion: version });
	});

	test('has a schema that takes its own values', () => {
		const schema = JSON.parse(readFileSync(inRepository(`${CHART}/values.schema.json`), 'utf8')) as object;
		const matches = new Ajv({ strict: false, allErrors: true }).compile(schema);
		matches(values);
		expect(matches.errors).toBeNull();
	});

	test('describes every value, with its default', () => {
		const rows = read(`${CHART}/README.md`)
			.split('\n')
			.flatMap((line) => /^\| `([\w.]+)`\s*\| (.*?)\s*\| /.exec(line)?.slice(1) ?? []);
		const described = Object.fromEntries(
			rows.flatMap((name, at) => (at % 2 === 0 ? [[name, rows[at + 1] ?? '']] : [])),
		);
		expect(firstCells(read(`${CHART}/README.md`)).length).toBeGreaterThan(30);
		expect(described).toEqual(Object.fromEntries(leaves(values)));
	});
});

/** Values that are set as a whole, with their defaults as the README has them. */
function leaves(value: Readonly<Record<string, unknown>>, before = ''): [string, string][] {
	const WHOLE = ['settings', 'resources', 'ingress.annotations'];
	return Object.entries(value).flatMap(([key, each]): [string, string][] => {
		const name = before + key;
		if (WHOLE.includes(name)) return [[name, 'see values.yaml']];
		if (Array.isArray(each))
			return [[name, each.length === 0 ? '' : `\`${JSON.stringify(each).replaceAll(',', ', ')}\``]];
		if (typeof each !== 'object' || each === null) return [[name, each === '' ? '' : `\`${String(each)}\``]];
		return Object.keys(each).length === 0
			? [[name, '']]
			: leaves(each as Record<string, unknown>, `${name}.`);
	});
}

/**
 * A manifest without what a release adds: its labels, by which its pods are found, the namespace, which Helm says
 * otherwise, and the annotation that makes a changed setting a roll-out.
 */
function comparable(manifest: Manifest | undefined): unknown {
	const LEFT_OUT = new Set(['labels', 'matchLabels', 'annotations', 'namespace', 'imagePullPolicy']);
	const kept = JSON.stringify(manifest, (name, value: unknown) => (LEFT_OUT.has(name) ? undefined : value));
	const { spec, ...rest } = JSON.parse(kept) as { spec?: object };
	if (spec === undefined) return rest;
	// Of a Service, the labels themselves; its type is the usual one.
	return { ...rest, spec: { ...spec, selector: undefined, type: undefined } };
}
