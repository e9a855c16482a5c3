import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const WEIGH = path.resolve(import.meta.dirname, 'live-heap.cjs');

/** Starts a server that can be weighed, and waits until it says its port. */
export function startServer(parameters) {
	const child = spawn(process.execPath, ['--require', WEIGH, ...parameters], {
		env: {
			PATH: process.env.PATH,
			NODE_OPTIONS: process.env.NODE_OPTIONS ?? '',
			LINKAUTH_HOST: '127.0.0.1',
			LINKAUTH_PORT: '0',
			LINKAUTH_RATE_LIMITS: 'off',
			LINKAUTH_LOG_LEVEL: 'info',
			LINKAUTH_DEFAULT_TTL: '900',
		},
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	return new Promise((resolve, reject) => {
		child.once('exit', () => reject(new Error('the server ended')));
		child.stdout.on('data', (chunk) => {
			const [, port] = /"port":(\d+)/.exec(chunk.toString()) ?? [];
			if (port !== undefined) resolve({ child, port: Number(port) });
		});
	});
}

/** Kilobytes: what is resident as things are, and then, after a garbage collection, what is alive on the heap. */
export async function weigh({ pid, stdout }) {
	const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))[1]);
	const heap = new Promise((resolve) => {
		stdout.on('data', function read(chunk) {
			const [, bytes] = /"liveHeap":(\d+)/.exec(chunk.toString()) ?? [];
			if (bytes === undefined) return;
			stdout.off('data', read);
			resolve(Number(bytes) / 1_024);
		});
	});
	process.kill(pid, 'SIGUSR2');
	return { resident, heap: await heap };
}
