import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanup } from './cleanup';
import { freePort } from './free-port';

/** A Redis server of the tests' own. */
export interface RunningRedis {
	/** `redis://127.0.0.1:PORT` */
	readonly url: string;
	readonly port: number;
	/** Ends it; its data is gone. */
	stop(): Promise<void>;
	/** Starts it again on the same port after {@link stop} or {@link crash}. */
	start(): Promise<void>;
	/** Ends it without a word of warning. What it had written down, it has again after {@link start}. */
	crash(): Promise<void>;
	/** Stops it from answering without closing its connections, and lets it go on again. */
	freeze(): void;
	thaw(): void;
	/** One inline command, and the reply as it comes. */
	command(line: string): Promise<string>;
	/** The commands that it gets from now on until it ends, one a line, as its MONITOR has them; grows. */
	monitor(): Promise<readonly string[]>;
	/** All keys and values, as bytes, for whoever searches them for what must not be there. */
	dump(): Promise<string>;
}

/**
 * Starts a Redis server on a free port and waits until it answers.
 * @param durable whether it writes down each change before it answers, as an operator has it who wants to lose nothing
 *   by a crash; without it, nothing is written down
 */
export async function startRedis({ durable = false } = {}): Promise<RunningRedis> {
	const port = await freePort();
	const directory = mkdtempSync(path.join(tmpdir(), 'linkauth-redis-'));
	let child: ChildProcess | undefined;

	const start = async () => {
		mkdirSync(directory, { recursive: true });
		child = spawn(
			'redis-server',
			[
				...['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', directory],
				...['--appendonly', durable ? 'yes' : 'no', '--appendfsync', 'always'],
			],
			{ stdio: 'ignore' },
		);
		for (let tries = 0; (await command(port, 'PING').catch(() => '')) !== '+PONG\r\n'; tries += 1) {
			if (tries > 100) throw new Error('redis-server did not answer');
			await sleep(50);
		}
	};
	const stop = async () => {
		if (!child) return;
		const ended = once(child, 'exit');
		child.kill('SIGCONT');
		child.kill('SIGKILL');
		await ended;
		child = undefined;
	};
	const remove = async () => {
		await stop();
		rmSync(directory, { recursive: true, force: true });
	};
	cleanup(directory, remove);
	await start();
	return {
		url: `redis://127.0.0.1:${String(port)}`,
		port,
		start,
		crash: stop,
		stop: remove,
		freeze: () => child?.kill('SIGSTOP'),
		thaw: () => child?.kill('SIGCONT'),
		command: (line) => command(port, line),
		monitor: () => monitor(port),
		dump: async () => {
			const keys = (await command(port, 'KEYS *'))
				.split('\r\n')
				.filter((line) => line.startsWith('linkauth'));
			const values = await Promise.all(keys.map((key) => command(port, `GET ${key}`)));
			return keys.map((key, at) => `${key} ${values[at] ?? ''}`).join('\n');
		},
	};
}

/** One inline command, and the reply as it comes. */
function command(port: number, line: string): Promise<string> {
	return new Promise((resolve, reject) => {
		const socket = connect(port, '127.0.0.1', () => socket.write(`${line}\r\nQUIT\r\n`));
		let reply = '';
		socket.on('data', (chunk) => (reply += chunk.toString()));
		socket.once('end', () => {
			resolve(reply.replace(/\+OK\r\n$/, ''));
		});
		socket.once('error', reject);
	});
}

/** The lines that MONITOR gives, from the moment that it does. */
function monitor(port: number): Promise<readonly string[]> {
	return new Promise((resolve, reject) => {
		const lines: string[] = [];
		const socket = connect(port, '127.0.0.1', () => socket.write('MONITOR\r\n'));
		let rest = '';
		socket.on('data', (chunk) => {
			const [last = '', ...complete] = (rest + chunk.toString()).split('\r\n').reverse();
			rest = last;
			lines.push(...complete.reverse());
			resolve(lines);
		});
		socket.once('error', reject);
		cleanup(socket, () => socket.destroy());
	});
}
