import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { startBroker, type RunningBroker } from '../support/broker';
import { call } from '../support/http';
import { inRepository, REPOSITORY } from '../support/repository';
import { fencedBlocks, onlyBlock } from './fenced-blocks';

const DOCUMENTS = ['README.md', 'SECURITY.md', 'CHANGELOG.md', 'docs/protocol.md'];
/** Run by CI, which cannot be done from within a test: they are what runs the tests. */
const RUN_BY_CI = [
	'npx -y -p node@24 -c "npm ci && npm run demo"',
	'npx -y -p node@24 -c "npm ci && npm test"',
];

let directory: string;
let broker: RunningBroker;

beforeAll(async () => {
	directory = mkdtempSync(path.join(tmpdir(), 'linkauth-docs-'));
	broker = await startBroker();
});
afterAll(async () => {
	await broker.stop();
	rmSync(directory, { recursive: true });
});

/** Runs a script as a reader would, stopping at the first command that fails. */
function bash(script: string, cwd: string): string {
	const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
		cwd,
		env: { PATH: process.env['PATH'], HOME: directory, BROKER: broker.url },
		encoding: 'utf8',
		// Where its standard input is a socket, bash takes itself for a remote shell and reads its start-up files.
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	if (status !== 0) throw new Error(`ended with ${String(status)}:\n${stdout}\n${stderr}`);
	return stdout;
}

test.each(DOCUMENTS)('%s: every command is run by a test or by CI', (file) => {
	const shell = fencedBlocks(file).filter(({ info }) => /^(?:sh|bash|shell|console)\b/.test(info));
	const unmarked = shell.filter(({ info }) => info === 'sh').map(({ code }) => code.trim());
	expect(RUN_BY_CI).toEqual(expect.arrayContaining(unmarked));
	const marks = shell.map(({ info }) => info).filter((info) => info !== 'sh');
	expect(['sh runnable', 'sh server', 'sh agent', 'bash']).toEqual(expect.arrayContaining(marks));
});

test('CI runs the README’s two commands', () => {
	const ci = readFileSync(inRepository('.ci/run'), 'utf8');
	const readme = readFileSync(inRepository('README.md'), 'utf8');
	for (const command of RUN_BY_CI) expect(readme).toContain(`\`\`\`sh\n${command}\n\`\`\``);
	expect(ci).toContain(RUN_BY_CI[1]);
	expect(ci).toContain('npm run demo -- --auto');
});

test('docs/protocol.md: its commands make the whole round trip, in the order they stand', () => {
	const blocks = fencedBlocks('docs/protocol.md').filter(({ info }) => info === 'sh runnable');
	const output = bash(blocks.map(({ code }) => code).join('\n'), directory);
	expect(output).toContain('"status":"ok"');
	expect(output).toContain('"status":"pending"');
	expect(output).toContain('"agent_state":"opaque to everybody but the agent"');
	expect(output).toMatch(/\{"status":"ready",.*"ciphertext":"/);
	expect(output).toContain('"status":"denied"');
	expect(output).toMatch(/\/connect\/\S{9}#k=[A-Za-z0-9_-]{43}\n/);
});

test('README: its way to install the nodes from a checkout puts them where n8n looks', () => {
	const before = new Set(readdirSync(REPOSITORY));
	bash(onlyBlock('README.md', 'sh runnable'), REPOSITORY);
	for (const file of readdirSync(REPOSITORY)) {
		if (file.endsWith('.tgz') && !before.has(file)) rmSync(inRepository(file));
	}
	const installed = path.join(directory, '.n8n/nodes/node_modules/n8n-nodes-linkauth');
	expect(existsSync(path.join(installed, 'dist/nodes/AwaitCredential/AwaitCredential.node.js'))).toBe(true);
	expect(readdirSync(path.join(directory, '.n8n/nodes/node_modules'))).not.toContain('n8n-workflow');
});

test('README: its way to start a broker starts one that knows the key and tells its name', async () => {
	const script = onlyBlock('README.md', 'sh server').replace(/^node /m, 'exec node ');
	const child = spawn('bash', ['-c', script], {
		cwd: REPOSITORY,
		env: { PATH: process.env['PATH'], LINKAUTH_PORT: '0', LINKAUTH_HOST: '127.0.0.1' },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	try {
		const port = await new Promise<number>((resolve, reject) => {
			child.once('exit', reject);
			createInterface(child.stdout).on('line', (line) => {
				const entry = JSON.parse(line) as { msg: string; port?: number };
				if (entry.msg === 'listening' && entry.port !== undefined) resolve(entry.port);
			});
		});
		const base = `http://127.0.0.1:${String(port)}`;
		const { body } = await call(base, 'GET', '/v1/auth', { headers: { 'x-api-key': 'long-random-key' } });
		expect(body).toEqual({ status: 'ok', name: 'Invoice robot' });
	} finally {
		if (child.exitCode === null) {
			const ended = once(child, 'exit');
			child.kill();
			await ended;
		}
	}
});

test('README: what it shows of the agent in bash is what stands in the script', () => {
	const script = readFileSync(inRepository('examples/agent.sh'), 'utf8');
	expect(script).toContain(onlyBlock('README.md', 'bash'));
});
