import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { bash } from './bash';
import { cleanup } from '../support/cleanup';
import { call } from '../support/http';
import { inRepository, REPOSITORY } from '../support/repository';
import { onlyBlock, read } from './markdown';

/** Run by CI, which cannot be done from within a test: they are what runs the tests. */
const RUN_BY_CI = [
	'npx -y -p node@24 -c "npm ci && npm run demo"',
	'npx -y -p node@24 -c "npm ci && npm test"',
];

const readme = read('README.md');

test('is short enough to be read', () => {
	expect(readme.split('\n').length).toBeLessThan(130);
});

test('its two commands are those that CI runs', () => {
	const ci = read('.ci/run');
	for (const command of RUN_BY_CI) expect(readme).toContain(`\`\`\`sh\n${command}\n\`\`\``);
	expect(ci).toContain(RUN_BY_CI[1]);
	expect(ci).toContain('npm run demo -- --auto');
});

test('its way to install the nodes from a checkout puts them where n8n looks', () => {
	const home = cleanup(mkdtempSync(path.join(tmpdir(), 'linkauth-readme-')), (folder) => {
		rmSync(folder, { recursive: true });
	});
	const before = new Set(readdirSync(REPOSITORY));
	bash(onlyBlock('README.md', 'sh runnable'), { cwd: REPOSITORY, env: { HOME: home } });
	for (const file of readdirSync(REPOSITORY)) {
		if (file.endsWith('.tgz') && !before.has(file)) rmSync(inRepository(file));
	}
	const installed = path.join(home, '.n8n/nodes/node_modules/n8n-nodes-linkauth');
	expect(existsSync(path.join(installed, 'dist/nodes/AwaitCredential/AwaitCredential.node.js'))).toBe(true);
	expect(readdirSync(path.join(home, '.n8n/nodes/node_modules'))).not.toContain('n8n-workflow');
});

test('its way to start a broker starts one that knows the key and tells its name', async () => {
	const child = spawn('bash', ['-c', onlyBlock('README.md', 'sh server')], {
		cwd: REPOSITORY,
		env: { PATH: process.env['PATH'], LINKAUTH_PORT: '0', LINKAUTH_HOST: '127.0.0.1' },
		stdio: ['ignore', 'pipe', 'inherit'],
		// A group of its own, so that npm and the broker end with the shell.
		detached: true,
	});
	cleanup(child, async ({ pid, exitCode }) => {
		if (pid === undefined || exitCode !== null) return;
		const ended = once(child, 'close');
		process.kill(-pid);
		await ended;
	});
	const port = await new Promise<number>((resolve, reject) => {
		child.once('exit', (code) => {
			reject(new Error(`ended with ${String(code)}`));
		});
		createInterface(child.stdout).on('line', (line) => {
			// npm and the build write lines of their own.
			const [, listening] = /"port":(\d+).*"msg":"listening"/.exec(line) ?? [];
			if (listening !== undefined) resolve(Number(listening));
		});
	});
	const { body } = await call(`http://127.0.0.1:${String(port)}`, 'GET', '/v1/auth', {
		headers: { 'x-api-key': 'a-long-random-key' },
	});
	expect(body).toEqual({ status: 'ok', name: 'Invoice robot' });
});

test('names of the nodes’ parameters and outputs are those of the nodes', () => {
	const sources = [
		'nodes/RequestCredential/RequestCredential.node.ts',
		'nodes/RequestCredential/credential-properties.ts',
		'nodes/RequestCredential/host-properties.ts',
		'nodes/RequestCredential/request-properties.ts',
		'nodes/AwaitCredential/await-properties.ts',
		'nodes/AwaitCredential/AwaitCredential.node.ts',
		'credentials/LinkAuthApi.credentials.ts',
	]
		.map(read)
		.join('\n');
	const inSources = (name: string) =>
		new RegExp(`(?:displayName(?: =|:) |name: |[[,] ?)['"]${name}(?: \\(\\w+\\))?['"]`).test(sources);
	expect(NAMES.filter((name) => !inSources(name))).toEqual([]);
	expect(NAMES.filter((name) => !readme.includes(name))).toEqual([]);
});

/** What the README calls by name in n8n's editor. */
const NAMES = [
	'Request Credential',
	'Await Credential',
	'Credential to Ask For',
	'API Key',
	'Display Name',
	'Reason',
	'Allowed Hosts',
	'Wait',
	'Until Completed',
	'Output',
	'Sealed',
	'Decrypted',
	'Received',
	'Declined',
	'Expired',
	'LinkAuth API',
	'Broker URL',
];
