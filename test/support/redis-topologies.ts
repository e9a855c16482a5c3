import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanup } from './cleanup';
import { freePort } from './free-port';

/** Several Redis servers that belong together. */
export interface RunningTopology {
	/** As `LINKAUTH_STORE` has it. */
	readonly location: string;
	/** Ends the server that takes the writes, where another can take its place. */
	failOver?(): Promise<void>;
	/** Sends a command to the master, or to one of several. @returns what `redis-cli` prints */
	command?(...words: string[]): string;
	/** What the servers need in the environment of a broker. */
	readonly environment: Readonly<Record<string, string>>;
	stop(): Promise<void>;
}

/** Into which a Redis cluster divides its keys. */
const CLUSTER_SLOTS = 16_384;

/** Which the servers behind Sentinels ask for. */
const SENTINEL_PASSWORD = 'behind-sentinels';

/** A Redis cluster of three masters. */
export async function startCluster(): Promise<RunningTopology> {
	const servers = new Servers();
	const ports = await freePorts(3);
	for (const port of ports) {
		servers.start(port, ['--cluster-enabled', 'yes', '--cluster-config-file', `nodes-${String(port)}.conf`]);
	}
	await Promise.all(ports.map(listening));
	const nodes = ports.map((port) => `127.0.0.1:${String(port)}`);
	// As `redis-cli --cluster create` does it, which waits for seconds in between.
	const [first = 0, ...others] = ports;
	for (const [at, port] of ports.entries()) {
		const share = (index: number) => Math.floor((index * CLUSTER_SLOTS) / ports.length);
		redisCli(port, 'cluster', 'addslotsrange', String(share(at)), String(share(at + 1) - 1));
		redisCli(port, 'cluster', 'set-config-epoch', String(at + 1));
	}
	for (const port of others) redisCli(first, 'cluster', 'meet', '127.0.0.1', String(port));
	for (const port of ports) await until(() => redisCli(port, 'cluster', 'info').includes('cluster_state:ok'));
	return {
		location: `redis+cluster://${nodes.join(',')}`,
		command: (...words) => redisCli(first, ...words),
		environment: {},
		stop: () => servers.stop(),
	};
}

/** A master with a replica, which ask for a password, watched by three Sentinels, which do not. */
export async function startSentinels(): Promise<RunningTopology> {
	const servers = new Servers();
	const [master = 0, replica = 0, ...sentinels] = await freePorts(5);
	const password = ['--requirepass', SENTINEL_PASSWORD, '--masterauth', SENTINEL_PASSWORD];
	const first = servers.start(master, ['--repl-diskless-sync-delay', '0', ...password]);
	servers.start(replica, ['--replicaof', '127.0.0.1', String(master), ...password]);
	const asked = (port: number, ...args: string[]) => redisCli(port, '-a', SENTINEL_PASSWORD, ...args);
	await Promise.all([master, replica].map(listening));
	await until(() => asked(replica, 'info', 'replication').includes('master_link_status:up'));
	for (const port of sentinels) {
		const file = path.join(servers.directory, `sentinel-${String(port)}.conf`);
		writeFileSync(
			file,
			[
				`port ${String(port)}`,
				'bind 127.0.0.1',
				`sentinel monitor linkauth 127.0.0.1 ${String(master)} 2`,
				`sentinel auth-pass linkauth ${SENTINEL_PASSWORD}`,
				'sentinel down-after-milliseconds linkauth 500',
				'sentinel failover-timeout linkauth 2000',
			].join('\n'),
		);
		servers.spawn([file, '--sentinel']);
	}
	await Promise.all(sentinels.map(listening));
	const [one = 0] = sentinels;
	await until(() => redisCli(one, 'sentinel', 'replicas', 'linkauth').includes(String(replica)));
	await until(() => /num-other-sentinels\s+2/.test(redisCli(one, 'sentinel', 'master', 'linkauth')));
	const nodes = sentinels.map((port) => `127.0.0.1:${String(port)}`).join(',');
	return {
		location: `redis+sentinel://:${SENTINEL_PASSWORD}@${nodes}/linkauth`,
		environment: {},
		command: (...words) => asked(master, ...words),
		failOver: async () => {
			first.kill('SIGKILL');
			const name = () => redisCli(one, 'sentinel', 'get-master-addr-by-name', 'linkauth');
			await until(() => name().includes(String(replica)));
			await until(() => asked(replica, 'role').startsWith('master'));
		},
		stop: () => servers.stop(),
	};
}

/** One server that speaks TLS only, with a certificate of its own authority. */
export async function startTlsRedis(): Promise<RunningTopology> {
	const servers = new Servers();
	const file = (name: string) => path.join(servers.directory, name);
	run('openssl', [
		...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
		...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
		...['-keyout', file('key.pem'), '-out', file('cert.pem')],
	]);
	const [port = 0] = await freePorts(1);
	const tls = [
		'--tls-cert-file',
		file('cert.pem'),
		'--tls-key-file',
		file('key.pem'),
		'--tls-ca-cert-file',
		file('cert.pem'),
	];
	servers.spawn([
		'--port',
		'0',
		'--tls-port',
		String(port),
		'--tls-auth-clients',
		'no',
		...tls,
		...servers.common,
	]);
	await listening(port);
	return {
		location: `rediss://localhost:${String(port)}`,
		environment: { NODE_EXTRA_CA_CERTS: file('cert.pem') },
		stop: () => servers.stop(),
	};
}

/** The servers of one topology, which end together. */
class Servers {
	readonly directory = mkdtempSync(path.join(tmpdir(), 'linkauth-redis-'));
	readonly common = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', this.directory];
	readonly #children: ChildProcess[] = [];

	constructor() {
		cleanup(this, (servers) => servers.stop());
	}

	start(port: number, args: string[]): ChildProcess {
		return this.spawn(['--port', String(port), ...this.common, ...args]);
	}

	spawn(args: string[]): ChildProcess {
		const child = spawn('redis-server', args, { stdio: 'ignore' });
		this.#children.push(child);
		return child;
	}

	async stop(): Promise<void> {
		await Promise.all(
			this.#children.map(async (child) => {
				if (child.exitCode !== null || child.signalCode !== null) return;
				const ended = once(child, 'exit');
				child.kill('SIGKILL');
				await ended;
			}),
		);
		rmSync(this.directory, { recursive: true, force: true });
	}
}

async function freePorts(count: number): Promise<number[]> {
	const ports: number[] = [];
	// The bus of a cluster's node listens 10000 above its port, which has to exist.
	while (ports.length < count) {
		const port = await freePort();
		if (port < 50_000 && !ports.includes(port)) ports.push(port);
	}
	return ports;
}

async function listening(port: number): Promise<void> {
	await until(
		() =>
			new Promise<boolean>((resolve) => {
				const socket = connect(port, '127.0.0.1', () => {
					socket.destroy();
					resolve(true);
				});
				socket.once('error', () => {
					resolve(false);
				});
			}),
	);
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
	for (let tries = 0; !(await condition()); tries += 1) {
		if (tries > 400) throw new Error('Redis did not get ready');
		await sleep(50);
	}
}

function redisCli(port: number, ...args: string[]): string {
	return spawnSync('redis-cli', ['-p', String(port), ...args], { encoding: 'utf8' }).stdout;
}

function run(command: string, args: string[]): void {
	const ended = spawnSync(command, args, { encoding: 'utf8' });
	if (ended.status !== 0) throw new Error(`${command} failed: ${ended.stdout}${ended.stderr}`);
}
