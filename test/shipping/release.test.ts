import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { inRepository } from '../support/repository';

interface Step {
	readonly uses?: string;
	readonly run?: string;
	readonly with?: Readonly<Record<string, unknown>>;
	readonly env?: Readonly<Record<string, string>>;
}
type Permissions = Readonly<Record<string, string>>;
interface Workflow {
	readonly on: Readonly<Record<string, unknown>>;
	readonly permissions: Permissions;
	readonly env?: object;
	readonly jobs: Readonly<
		Record<
			string,
			{ readonly permissions?: Permissions; readonly env?: object; readonly steps: readonly Step[] }
		>
	>;
}

const TIMEOUT_MS = 60_000;
const NEEDED = [
	'package.json',
	'package-lock.json',
	'README.md',
	'LICENSE',
	'CHANGELOG.md',
	'.github',
	'dist',
	'broker/package.json',
	'broker/README.md',
	'broker/LICENSE',
	'broker/dist',
];
const manifest = JSON.parse(readFileSync(inRepository('package.json'), 'utf8')) as {
	version: string;
	scripts: Readonly<Record<string, string>>;
};
const read = (name: string) => readFileSync(inRepository('.github/workflows', name), 'utf8');
const workflow = (name: string) => parse(read(name)) as Workflow;
const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps);

describe.each(['ci.yml', 'release.yml', 'explore.yml'])('%s', (name) => {
	const { permissions, jobs, env } = workflow(name);

	test('runs scripts that exist', () => {
		const commands = stepsOf(workflow(name)).flatMap(({ run = '' }) => run.split('\n'));
		const scripts = commands.flatMap((command) => /^npm run ([\w:]+)/.exec(command)?.[1] ?? []);
		expect(scripts.filter((script) => manifest.scripts[script] === undefined)).toEqual([]);
		expect(commands).toContain(name === 'explore.yml' ? 'npm run explore' : '.ci/run');
	});

	test('uses actions of GitHub’s own, named by commit, and keeps no credentials of the checkout', () => {
		const used = stepsOf(workflow(name)).filter(({ uses }) => uses !== undefined);
		expect(used.length).toBeGreaterThan(name === 'explore.yml' ? 0 : 1);
		for (const { uses, with: settings } of used) {
			expect(uses).toMatch(/^actions\/(?:checkout|setup-node|upload-artifact)@[0-9a-f]{40}$/);
			if (uses?.startsWith('actions/checkout'))
				expect(settings).toMatchObject({ 'persist-credentials': false });
		}
		for (const line of read(name)
			.split('\n')
			.filter((each) => each.includes('uses:')))
			expect(line).toMatch(/ # v\d+\.\d+\.\d+$/);
	});

	test('may read the repository, and nothing else but to prove where it publishes from', () => {
		const given = [permissions, ...Object.values(jobs).map((job) => job.permissions ?? permissions)];
		const kinds = new Set(given.flatMap((each) => Object.entries(each).map((entry) => entry.join(': '))));
		const expected = name === 'release.yml' ? ['contents: read', 'id-token: write'] : ['contents: read'];
		expect([...kinds].toSorted()).toEqual(expected);
	});

	test('shows a secret to no step but those that publish', () => {
		expect([env, ...Object.values(jobs).map((job) => job.env)].every((each) => each === undefined)).toBe(
			true,
		);
		const steps = stepsOf(workflow(name)).filter((step) => JSON.stringify(step).includes('secrets.'));
		for (const { run, env: own } of steps) {
			expect(run).toMatch(/^npm publish --provenance --access public --ignore-scripts/);
			expect(own).toEqual({ NODE_AUTH_TOKEN: '${{ secrets.NPM_TOKEN }}' });
		}
		expect(steps).toHaveLength(name === 'release.yml' ? 2 : 0);
	});
});

test('release.yml runs for tags alone, and publishes after everything that CI checks', () => {
	const { on, jobs } = workflow('release.yml');
	expect(on).toEqual({ push: { tags: ['v*'] } });
	const { publish } = jobs;
	expect(publish).toMatchObject({ needs: 'check', environment: 'npm', permissions: { 'id-token': 'write' } });
	const commands = publish?.steps.flatMap(({ run = [] }) => run) ?? [];
	const order = ['npm run build', 'npm run scan', 'npm run check:release -- "$GITHUB_REF_NAME"'];
	expect(commands.filter((command) => order.includes(command))).toEqual(order);
	expect(commands.slice(-2).every((command) => command.startsWith('npm publish '))).toBe(true);
});

describe('npm run check:release', () => {
	let copy: string;
	beforeEach(() => {
		copy = mkdtempSync(path.join(tmpdir(), 'linkauth-release-'));
		for (const part of NEEDED) cpSync(inRepository(part), path.join(copy, part), { recursive: true });
	});
	afterEach(() => {
		rmSync(copy, { recursive: true });
	});

	const check = (...tag: string[]) =>
		spawnSync(process.execPath, [inRepository('scripts/check-release.mjs'), ...tag], {
			cwd: copy,
			encoding: 'utf8',
		});
	const edit = (file: string, change: (text: string) => string) => {
		const place = path.join(copy, file);
		writeFileSync(place, change(readFileSync(place, 'utf8')));
	};
	const { version } = manifest;
	const dated = (text: string) => text.replace(/^(## \[[\d.]+\] - ).*$/m, '$12026-11-22');

	test(
		'lets pass what is here, and with its tag once the changelog has a date',
		() => {
			expect(check()).toMatchObject({ status: 0, stderr: expect.not.stringContaining('should') as string });
			edit('CHANGELOG.md', dated);
			const { status, stdout } = check(`v${version}`);
			expect(stdout).toContain(`${version} can be released, as v${version}`);
			expect(stdout).toMatch(/n8n-nodes-linkauth \S+ \d+ files, \d+ bytes/);
			expect(status).toBe(0);
		},
		TIMEOUT_MS,
	);

	test(
		'names every fault: versions, changelog, package, contents and workflow',
		() => {
			edit('package.json', (text) =>
				text
					.replace('"license": "MIT"', '"license": "Apache-2.0"')
					.replace('"n8n-community-node-package",', '')
					.replace('"peerDependencies"', '"dependencies": { "lodash": "4" }, "peerDependencies"'),
			);
			edit('broker/package.json', (text) => text.replace(`"version": "${version}"`, '"version": "9.9.9"'));
			edit('CHANGELOG.md', (text) => text.replace(/^(## \[[\d.]+\] - ).*$/m, '$1soon'));
			edit('.github/workflows/release.yml', (text) =>
				text.replace('id-token: write', 'id-token: none').replaceAll(' --provenance', ''),
			);
			rmSync(path.join(copy, 'README.md'));
			rmSync(path.join(copy, 'dist/credentials/LinkAuthApi.credentials.js'));
			writeFileSync(path.join(copy, 'dist/secret.txt'), 'not for anybody');
			const { status, stderr } = check('v9.9.8');
			expect(status).toBe(1);
			for (const fault of [
				`the nodes are ${version}, the broker is 9.9.9`,
				`the tag is v9.9.8, but the version is ${version}`,
				`CHANGELOG.md gives ${version} no date, but "soon"`,
				'n8n-nodes-linkauth: package.json should have the licence MIT',
				'should have the keyword n8n-community-node-package',
				'should have no dependencies, which n8n does not verify',
				'release.yml may not prove where it runs',
				'release.yml does not publish n8n-nodes-linkauth with --provenance',
				'release.yml does not publish linkauth-broker with --provenance',
				'the tarball holds what it should not: dist/secret.txt',
				'the tarball lacks README.md, dist/credentials/LinkAuthApi.credentials.js',
			])
				expect(stderr).toContain(fault);
		},
		TIMEOUT_MS,
	);
});

test('docs/release.md: its commands name scripts that exist, and its checks are those of the workflow', () => {
	const text = readFileSync(inRepository('docs/release.md'), 'utf8');
	const scripts = [...text.matchAll(/^ +npm run ([\w:]+)/gm)].map(([, script = '']) => script);
	expect(scripts).toEqual(['build', 'scan', 'check:release']);
	for (const script of scripts) expect(manifest.scripts).toHaveProperty([script]);
});
