import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { call, inParallel } from './http-load.mjs';
import { startBroker } from './processes.mjs';
import { startRedis } from './redis-server.mjs';

/*
 * How many bytes of Redis a session takes while it waits for its person: what Redis
 * says that it uses, with and without them, divided by their number.
 * Run: node bench/redis-memory.mjs [sessions] (after npm run build; needs redis-server)
 */

const SESSIONS = Number(process.argv[2] ?? 20_000);
const AT_ONCE = 50;

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

const redis = await startRedis();
const directory = mkdtempSync(path.join(tmpdir(), 'linkauth-bench-'));
const broker = await startBroker({
	settings: { LINKAUTH_STORE: redis.url, LINKAUTH_RATE_LIMITS: 'off', LINKAUTH_LOG_LEVEL: 'info' },
	log: path.join(directory, 'broker.log'),
});
try {
	console.log(`${String(SESSIONS)} sessions, Redis ${await info('redis_version')}`);
	for (const [name, request] of Object.entries({
		'waiting, with a template': plain,
		'waiting, with texts and 2 kB of agent state': rich,
	})) {
		const before = await usedMemory();
		await inParallel(SESSIONS, AT_ONCE, () => create(request));
		const bytes = ((await usedMemory()) - before) / SESSIONS;
		console.log(`${name.padEnd(46)} ${bytes.toFixed(0).padStart(6)} bytes each`);
		await redis.command('FLUSHALL');
	}
	const before = await usedMemory();
	await inParallel(SESSIONS, AT_ONCE, async () => {
		const body = JSON.parse(await create(plain));
		const headers = { authorization: `Bearer ${body.poll_token}` };
		await call(broker.port, { method: 'DELETE', path: `/v1/sessions/${body.session_id}`, headers });
	});
	const bytes = ((await usedMemory()) - before) / SESSIONS;
	console.log(`${'over, and how it ended is kept'.padEnd(46)} ${bytes.toFixed(0).padStart(6)} bytes each`);
} finally {
	await broker.stop();
	redis.stop();
	rmSync(directory, { recursive: true, force: true });
}

function create(request) {
	return call(broker.port, { method: 'POST', path: '/v1/sessions', body: request });
}

async function usedMemory() {
	return Number(await info('used_memory'));
}

async function info(name) {
	const [, value] = new RegExp(`^${name}:(.+?)\r$`, 'm').exec(await redis.command('INFO')) ?? [];
	return value;
}
