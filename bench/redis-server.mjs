import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Whether there is a redis-server on this machine. */
export function hasRedis() {
	return spawnSync('redis-server', ['--version']).status === 0;
}

/** Starts a Redis on a free port, which writes nothing down, and waits until it answers. */
export async function startRedis() {
	const port = await freePort();
	const directory = mkdtempSync(path.join(tmpdir(), 'linkauth-bench-'));
	const child = spawn(
		'redis-server',
		['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', directory],
		{ stdio: 'ignore' },
	);
	const command = (line) => inlineCommand(port, line);
	await until(async () => (await command('PING')).startsWith('+PONG'));
	return {
		url: `redis://127.0.0.1:${port}`,
		port,
		pid: child.pid,
		/** One inline command, and the reply as it comes. */
		command,
		stop: () => {
			child.kill('SIGKILL');
			rmSync(directory, { recursive: true, force: true });
		},
	};
}

/** A port that was free a moment ago. */
function freePort() {
	return new Promise((resolve) => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}

function inlineCommand(port, line) {
	return new Promise((resolve, reject) => {
		const socket = connect(port, '127.0.0.1', () => socket.write(`${line}\r\nQUIT\r\n`));
		let reply = '';
		socket.on('data', (chunk) => (reply += chunk.toString()));
		socket.once('end', () => resolve(reply));
		socket.once('error', reject);
	});
}

async function until(holds) {
	for (let tries = 0; !(await holds().catch(() => false)); tries += 1) {
		if (tries > 100) throw new Error('redis-server does not answer');
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}
