import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Image } from './build-image';

/** Only root may start processes as somebody else. */
export const MAY_CHANGE_USER = process.getuid?.() === 0;

/** Runs a command in an image to its end, as its user where that can be had. */
export function runIn(image: Image, command: readonly string[], environment: Record<string, string> = {}) {
	const [program, ...args] = outside(image, command);
	return spawnSync(program, args, { ...surroundings(image, environment), encoding: 'utf8' });
}

/** Starts an image as a container engine would: its entry point, its user, its folder, its environment. */
export async function startImage(image: Image, environment: Record<string, string>) {
	const [program, ...args] = outside(image, image.entrypoint);
	const child = spawn(program, args, {
		...surroundings(image, { LINKAUTH_HOST: '127.0.0.1', LINKAUTH_PORT: '0', ...environment }),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	return { child, url: `http://127.0.0.1:${String(await portOf(child))}` };
}

/** The port that a broker says it listens on. */
export function portOf(child: ChildProcess): Promise<number> {
	return new Promise((resolve, reject) => {
		const lines: string[] = [];
		child.stderr?.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
		if (child.stdout)
			createInterface(child.stdout).on('line', (line) => {
				lines.push(line);
				const { msg, port } = JSON.parse(line) as { msg: string; port?: number };
				if (msg === 'listening' && port !== undefined) resolve(port);
			});
		child.once('error', reject);
		child.once('exit', (code) => {
			reject(new Error(`ended with ${String(code)} before it listened:\n${lines.join('\n')}`));
		});
	});
}

/** Asks a process to end, and gives its exit code. */
export async function end(child: ChildProcess): Promise<number | null> {
	if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
	const ended = once(child, 'exit');
	child.kill('SIGTERM');
	const [code] = (await ended) as [number | null];
	return code;
}

function outside(image: Image, [program = '', ...args]: readonly string[]): [string, ...string[]] {
	return [path.join(image.root, program), ...args];
}

function surroundings(image: Image, environment: Record<string, string>) {
	const [uid, gid] = image.user.split(':').map(Number);
	return {
		cwd: path.join(image.root, image.workdir),
		// Nothing of this process: not even a PATH.
		env: { ...image.environment, ...environment },
		...(MAY_CHANGE_USER && { uid, gid }),
	};
}
