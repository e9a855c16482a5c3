import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { utimesSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanup } from '../support/cleanup';
import { freePort } from '../support/free-port';
import { call } from '../support/http';
import { inRepository } from '../support/repository';

const DEV = inRepository('scripts/dev.mjs');

test('npm run dev prints a link, gives what came for it, and starts again when a source changes', async () => {
	const port = String(await freePort());
	const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('LINKAUTH_'));
	const env = { ...Object.fromEntries(inherited), LINKAUTH_PORT: port };
	const dev = spawn(process.execPath, [DEV], { env, stdio: ['ignore', 'pipe', 'pipe'] });
	const stop = async () => {
		if (dev.exitCode !== null) return;
		const ended = once(dev, 'exit');
		dev.kill('SIGINT');
		await ended;
	};
	cleanup(dev, stop);
	let output = '';
	for (const stream of [dev.stdout, dev.stderr])
		stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const shown = async (pattern: RegExp) => {
		for (let found = pattern.exec(output); ; found = pattern.exec(output)) {
			if (found) return found[1] ?? '';
			if (dev.exitCode !== null) throw new Error(`it ended:\n${output}`);
			await sleep(20);
		}
	};

	const link = await shown(/Open\s+(\S+\/connect\/\S+#k=\S{43})/);
	expect((await call(link, 'GET', '')).text).toContain('<html');
	const person = spawnSync(process.execPath, [DEV, 'complete', 'sk-typed'], { env, encoding: 'utf8' });
	expect(person).toMatchObject({ status: 0, stderr: '' });
	await shown(/The agent got \{ api_key: '(sk-typed)' \}/);

	output = '';
	utimesSync(inRepository('broker/app.ts'), new Date(), new Date());
	await shown(/(broker\/app\.ts) has changed/);
	expect(await shown(/Open\s+(\S+\/connect\/\S+)/)).not.toBe(link);

	await stop();
	expect(dev.exitCode).toBe(0);
	await expect(call(`http://localhost:${port}`, 'GET', '/health')).rejects.toThrow();
});
