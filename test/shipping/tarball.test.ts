import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSession } from '../support/agent';
import { freePort } from '../support/free-port';
import { call } from '../support/http';
import { person } from '../support/person';
import { has } from '../support/requirements';
import { startRedis } from '../support/redis';
import { inRepository } from '../support/repository';
import { onlyBlock } from '../docs/markdown';
import { buildImage, installerEnvironment, type Image } from './build-image';
import { end, MAY_CHANGE_USER, portOf, runIn, startImage } from './run-image';

const TIMEOUT_MS = 300_000;
const SECRET = 'sk-only-the-person-and-the-agent';

let image: Image;

beforeAll(async () => {
	image = await buildImage(inRepository('broker/Dockerfile'));
	spawnSync('chmod', ['-R', 'a-w', image.root]);
}, TIMEOUT_MS);
afterAll(() => {
	image.remove();
});

async function roundTrip(broker: string) {
	const session = await createSession(broker);
	await person.give(broker, session.reply.code, { api_key: SECRET });
	const { body } = await session.poll();
	return session.open(body);
}

test('starts from images that are named with their major version, ends in one without a shell', () => {
	expect(image.bases).toEqual([
		'node:24-slim',
		'node:24-slim',
		'gcr.io/distroless/nodejs24-debian12:nonroot',
	]);
	for (const command of [image.entrypoint, image.healthcheck]) expect(command[0]).toBe('/nodejs/bin/node');
	expect(image.user).toMatch(/^[1-9]\d+:[1-9]\d+$/);
});

test('holds the broker and what it needs to run, and nothing that it was built or tested with', () => {
	const packages = readdirSync(path.join(image.root, image.workdir, 'node_modules'));
	expect(packages).toEqual(expect.arrayContaining(['@keyv', 'koa', 'prom-client']));
	for (const tool of ['typescript', 'esbuild', 'jest', 'eslint', 'n8n-workflow', 'playwright-core'])
		expect(packages).not.toContain(tool);
	expect(readdirSync(path.join(image.root, image.workdir, 'broker')).toSorted()).toEqual(
		expect.arrayContaining(['dist', 'package.json']),
	);
	expect(readdirSync(path.join(image.root, image.workdir, 'broker'))).not.toContain('main.ts');
});

const testAsRoot = MAY_CHANGE_USER ? test : test.skip;
testAsRoot(`cannot write to its own tree${MAY_CHANGE_USER ? '' : ' (needs root)'}`, () => {
	const attempt = "require('node:fs').writeFileSync('broker/dist/main.js', '')";
	const { status, stderr } = runIn(image, ['/nodejs/bin/node', '-e', attempt]);
	expect(stderr).toContain('EACCES');
	expect(status).toBe(1);
});

test(
	'runs as an unprivileged user on a read-only tree, and hands a credential over',
	async () => {
		const [metricsPort, redis] = [await freePort(), has('Redis') ? await startRedis() : undefined];
		const { child, url } = await startImage(image, {
			LINKAUTH_METRICS_PORT: String(metricsPort),
			LINKAUTH_STORE: redis?.url ?? 'memory:',
		});
		try {
			expect(await roundTrip(url)).toEqual({ api_key: SECRET });
			expect((await call(url, 'GET', '/connect')).text).toContain('<html lang="en"');
			// What is compressed stands beside the files.
			const docs = await call(url, 'GET', '/docs', { headers: { 'accept-encoding': 'br' } });
			expect(docs.headers['content-encoding']).toBe('br');
			// Both are packages of their own beside the bundle, so that they are there has to be seen.
			expect((await call(`http://127.0.0.1:${String(metricsPort)}`, 'GET', '/metrics')).status).toBe(200);
			expect((await call(url, 'GET', '/ready')).status).toBe(200);
			expect(await end(child)).toBe(0);
		} finally {
			await end(child);
			await redis?.stop();
		}
	},
	TIMEOUT_MS,
);

test('its health check tells a broker that lives from one that does not', async () => {
	const { child, url } = await startImage(image, {});
	const environment = { LINKAUTH_PORT: new URL(url).port };
	expect(runIn(image, image.healthcheck, environment).status).toBe(0);
	await end(child);
	expect(runIn(image, image.healthcheck, environment).status).toBe(1);
});

test('passes its other commands on', () => {
	const { stdout } = runIn(image, [...image.entrypoint, '--version']);
	expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test(
	'docs/deployment.md: npx linkauth-broker runs what npm pack packed, installed into an empty folder',
	async () => {
		const directory = mkdtempSync(path.join(tmpdir(), 'linkauth-npx-'));
		const env = installerEnvironment();
		const install = ['install', '--omit=dev', '--no-audit', '--no-fund', image.tarball];
		expect(spawnSync('npm', install, { cwd: directory, env, encoding: 'utf8' })).toMatchObject({ status: 0 });
		const command = onlyBlock('docs/deployment.md', 'sh npx').trim();
		expect(command).toBe('npx linkauth-broker');
		const child = spawn('sh', ['-c', `exec ${command}`], {
			cwd: directory,
			env: { ...env, LINKAUTH_HOST: '127.0.0.1', LINKAUTH_PORT: '0' },
			stdio: ['ignore', 'pipe', 'pipe'],
			// npx does not pass a signal on to what it runs, so the two are ended as the group that they are.
			detached: true,
		});
		try {
			expect(await roundTrip(`http://127.0.0.1:${String(await portOf(child))}`)).toEqual({ api_key: SECRET });
		} finally {
			if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
			rmSync(directory, { recursive: true });
		}
	},
	TIMEOUT_MS,
);
