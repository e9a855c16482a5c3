import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/*
 * How many bytes of Redis a session takes while it waits for its person: what Redis
 * says that it uses, with and without them, divided by their number.
 * Run: node bench/redis-memory.mjs [sessions] (after npm run build; needs redis-server)
 */

const SESSIONS = Number(process.argv[2] ?? 20_000);
const AT_ONCE = 50;
const [REDIS_PORT, BROKER_PORT] = [await freePort(), await freePort()];
const BROKER = `http://127.0.0.1:${String(BROKER_PORT)}`;
const MAIN = path.resolve(import.meta.dirname, '../broker/dist/main.js');

const keyOf = (bits) =>
	generateKeyPairSync('rsa', { modulusLength: bits })
		.publicKey.export({ type: 'spki', format: 'der' })
		.toString('base64');
const plain = { public_key: keyOf(2048), template: 'api_key' };
const rich = {
	...plain,
	display_name: 'The monthly invoices of ACME',
	requester: { name: 'Invoice robot of the accounting department' },
	reason: 'It fetches the invoices of this month, and files them where accounting looks for them.',
	allowed_hosts: ['api.acme.example', 'files.acme.example'],
	agent_state: 'x'.repeat(2_000),
};

const directory = mkdtempSync(path.join(tmpdir(), 'linkauth-bench-'));
const redis = spawn(
	'redis-server',
	['--port', String(REDIS_PORT), '--bind', '127.0.0.1', '--save', '', '--dir', directory],
	{ stdio: 'ignore' },
);
await until(async () => (await command('PING')).startsWith('+PONG'));
const broker = spawn(process.execPath, [MAIN], {
	env: {
		PATH: process.env.PATH,
		LINKAUTH_HOST: '127.0.0.1',
		LINKAUTH_PORT: String(BROKER_PORT),
		LINKAUTH_STORE: `redis://127.0.0.1:${String(REDIS_PORT)}`,
		LINKAUTH_RATE_LIMITS: 'off',
		LINKAUTH_LOG_LEVEL: 'error',
	},
	stdio: ['ignore', 'inherit', 'inherit'],
});
try {
	await until(async () => (await fetch(`${BROKER}/ready`)).ok);
	console.log(`${String(SESSIONS)} sessions, Redis ${await info('redis_version')}`);
	for (const [name, request] of Object.entries({
		'waiting, with a template': plain,
		'waiting, with texts and 2 kB of agent state': rich,
	})) {
		const before = await usedMemory();
		await inParallel(SESSIONS, () => create(request));
		const bytes = ((await usedMemory()) - before) / SESSIONS;
		console.log(`${name.padEnd(46)} ${bytes.toFixed(0).padStart(6)} bytes each`);
		await command('FLUSHALL');
	}
} finally {
	broker.kill();
	redis.kill();
	rmSync(directory, { recursive: true, force: true });
}

async function create(request) {
	const answer = await fetch(`${BROKER}/v1/sessions`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(request),
	});
	if (answer.status !== 201) throw new Error(await answer.text());
	await answer.arrayBuffer();
}

async function inParallel(count, act) {
	let left = count;
	await Promise.all(
		Array.from({ length: AT_ONCE }, async () => {
			while (left-- > 0) await act();
		}),
	);
}

async function usedMemory() {
	return Number(await info('used_memory'));
}

async function info(name) {
	const [, value] = new RegExp(`^${name}:(.+?)\r$`, 'm').exec(await command('INFO')) ?? [];
	return value;
}

/** One inline command, and the reply as it comes. */
function command(line) {
	return new Promise((resolve, reject) => {
		const socket = connect(REDIS_PORT, '127.0.0.1', () => socket.write(`${line}\r\nQUIT\r\n`));
		let reply = '';
		socket.on('data', (chunk) => (reply += chunk.toString()));
		socket.once('end', () => resolve(reply));
		socket.once('error', reject);
	});
}

async function until(holds) {
	for (let tries = 0; !(await holds().catch(() => false)); tries += 1) {
		if (tries > 100) throw new Error('it does not start');
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
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
