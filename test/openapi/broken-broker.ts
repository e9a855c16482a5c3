import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { inRepository } from '../support/repository';

/** The broker with a store that fails in a way that nobody thought of, to see what strangers are told of it. */
const SOURCE = `
import { readConfig } from './config/read-config';
import { createLogger } from './monitoring/create-logger';
import { startBroker } from './server/start-broker';
import { openStorage } from './storage/open-storage';

const config = readConfig({ LINKAUTH_HOST: '127.0.0.1', LINKAUTH_PORT: '0', LINKAUTH_RATE_LIMITS: 'off' });
const options = { location: config.store, timeoutMs: 1_000, memoryCeiling: 1_000_000, now: Date.now, onFault: () => {} };
const fail = () => Promise.reject(new TypeError('a secret that must not be told'));

void openStorage(options).then((storage) => {
	Object.assign(storage.store, { read: fail, write: fail, delete: fail, ping: fail });
	const [pageDirectory, docsDirectory] = process.argv.slice(2);
	return startBroker({ config, logger: createLogger('info'), storage, pageDirectory, docsDirectory });
});
`;

/** A broker in which something is broken, as a process of its own. */
export async function startBrokenBroker(): Promise<{ readonly url: string; stop(): Promise<void> }> {
	const folder = mkdtempSync(path.join(tmpdir(), 'linkauth-broken-'));
	const outfile = path.join(folder, 'main.cjs');
	await build({
		stdin: { contents: SOURCE, resolveDir: inRepository('broker'), loader: 'ts' },
		outfile,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		external: ['@keyv/redis'],
		conditions: ['import', 'module'],
		mainFields: ['module', 'main'],
		logLevel: 'error',
	});
	const dist = (name: string) => inRepository('broker/dist', name);
	const child = spawn(process.execPath, [outfile, dist('page'), dist('openapi')], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const port = await new Promise<number>((resolve) => {
		createInterface(child.stdout).on('line', (line) => {
			const entry = JSON.parse(line) as { msg: string; port?: number };
			if (entry.msg === 'listening' && entry.port !== undefined) resolve(entry.port);
		});
	});
	return {
		url: `http://127.0.0.1:${String(port)}`,
		stop: async () => {
			const ended = once(child, 'exit');
			child.kill();
			await ended;
			rmSync(folder, { recursive: true });
		},
	};
}
