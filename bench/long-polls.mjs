import { Buffer } from 'node:buffer';
import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';

/*
 * What a waiting long poll costs on one broker process, and how soon it is answered when a person completes, while
 * 10,000 of them wait; each beside a bare node:http server that holds as many idle requests of the same bytes, in the
 * same run. What Node itself needs for a request is in both, so the difference is ours.
 * Run: node bench/long-polls.mjs [polls] (after npm run build)
 */

const POLLS = Number(process.argv[2] ?? 10_000);
const PER_SECOND = 100;
const WAKE_UPS = Math.min(1_000, POLLS);
/** Milliseconds for memory to come to rest. */
const SETTLE = 10_000;
const agent = new Agent({ keepAlive: true, maxSockets: 50 });
const MAIN = path.resolve(import.meta.dirname, '../broker/dist/main.js');
const WEIGH = path.resolve(import.meta.dirname, 'live-heap.cjs');

const BARE_SERVER = `
const held = new Map();
require('node:http').createServer({ requestTimeout: 30_000 }, (request, response) => {
	if (request.method === 'GET') return void held.set(request.url, response);
	held.get(request.url)?.end('{"status":"ready"}');
	response.writeHead(204).end();
}).listen(0, '127.0.0.1', function () { console.log(JSON.stringify({ msg: 'listening', port: this.address().port })); });
`;

if (process.env.LINKAUTH_BENCH_FILES === undefined) withManyOpenFiles();
else await main();

/** Each poll is an open file here and there; a shell raises what is allowed to begin with. */
function withManyOpenFiles() {
	const script = 'ulimit -n "$(ulimit -Hn)" && exec "$@"';
	const again = [process.execPath, ...process.argv.slice(1)];
	const env = { ...process.env, LINKAUTH_BENCH_FILES: 'raised' };
	process.exitCode = spawnSync('sh', ['-c', script, 'sh', ...again], { stdio: 'inherit', env }).status;
}

async function main() {
	const bare = await measure(await startServer(['-e', BARE_SERVER]), bareRequests);
	const broker = await measure(await startServer([MAIN]), brokerRequests);
	console.log(`${POLLS} requests waiting, ${PER_SECOND} woken a second, ${WAKE_UPS} in all`);
	const line = (name, unit, of) => {
		const [here, there] = [of(broker), of(bare)];
		console.log(
			`${name.padEnd(44)} broker ${here.toFixed(2)} ${unit}   bare ${there.toFixed(2)} ${unit}` +
				(there > 0 ? `   ${(here / there).toFixed(1)} times` : ''),
		);
	};
	line('live heap for each waiting request', 'kB', ({ heap }) => heap);
	line('resident for each waiting request', 'kB', ({ resident }) => resident);
	const over = (of) => (of(broker) - of(bare)).toFixed(2);
	console.log(
		`ours, over what Node needs: ${over(({ heap }) => heap)} kB of live heap, ` +
			`${over(({ resident }) => resident)} kB resident`,
	);
	line('median wake-up, from sending the completion', 'ms', ({ sent }) => median(sent));
	line('99 of 100 wake-ups, from sending', 'ms', ({ sent }) => percentile(sent, 0.99));
	// The poll may be answered before the completion is, which makes this less than nothing.
	line('median wake-up, from its answer', 'ms', ({ answered }) => median(answered));
	line('99 of 100 wake-ups, from its answer', 'ms', ({ answered }) => percentile(answered, 0.99));
	line('resident with all of them waiting', 'MB', ({ megabytes }) => megabytes);
}

/** Opens the polls, weighs them, wakes some of them, and ends the server. */
async function measure({ child, port }, prepare) {
	const requests = await prepare(port);
	// The same traffic once before, so that what the process takes for itself is not counted as the polls'.
	await pause(SETTLE);
	const before = await weigh(child);
	const polls = await inBatches(requests, 200, ({ poll }) => openPoll(port, poll));
	await pause(SETTLE);
	const after = await weigh(child);
	const sent = [];
	const answered = [];
	const started = performance.now();
	const woken = Array.from({ length: WAKE_UPS }, async (_, at) => {
		await pause(started + (at * 1_000) / PER_SECOND - performance.now());
		const begun = performance.now();
		const complete = requests[at].complete;
		const [ended, pollEnded] = await Promise.all([
			call(port, complete).then(() => performance.now()),
			polls[at].answered,
		]);
		sent.push(pollEnded - begun);
		answered.push(pollEnded - ended);
	});
	await Promise.all(woken);
	const lost = polls.slice(WAKE_UPS).filter(({ ended }) => ended()).length;
	if (lost > 0) throw new Error(`${lost} polls ended that nobody woke`);
	for (const { socket } of polls) socket.destroy();
	child.kill('SIGKILL');
	const each = (of) => (of(after) - of(before)) / POLLS;
	return {
		heap: each(({ heap }) => heap),
		resident: each(({ resident }) => resident),
		megabytes: after.resident / 1_024,
		sent,
		answered,
	};
}

function bareRequests() {
	return Array.from({ length: POLLS }, () => {
		const poll = pollOf(randomBytes(32).toString('hex'), newPollToken());
		return { poll, complete: { method: 'POST', path: poll.path } };
	});
}

/** Sessions that a person has confirmed, so that what wakes a poll is the completion. */
async function brokerRequests(port) {
	const { publicKey, ciphertext } = await sealedOnce();
	return inBatches(Array.from({ length: POLLS }), 50, async () => {
		const pollToken = newPollToken();
		const hash = createHash('sha256').update(pollToken).digest('hex');
		const created = await call(port, {
			method: 'POST',
			path: '/v1/sessions',
			body: { public_key: publicKey, template: 'api_key', poll_token_hash: hash },
		});
		const { code, session_id: id } = JSON.parse(created);
		const confirmed = await call(port, { method: 'POST', path: `/v1/connect/${code}/confirm`, body: {} });
		return {
			poll: pollOf(id, pollToken),
			complete: {
				method: 'POST',
				path: `/v1/connect/${code}/complete`,
				body: { ...JSON.parse(confirmed), ciphertext, algorithm: 'RSA-OAEP-256+AES-256-GCM' },
			},
		};
	});
}

function newPollToken() {
	return `pt_${randomBytes(32).toString('base64url')}`;
}

function pollOf(id, pollToken) {
	const headers = {
		authorization: `Bearer ${pollToken}`,
		prefer: 'wait=60',
		'idempotency-key': randomBytes(16).toString('hex'),
	};
	return { path: `/v1/sessions/${id}`, headers };
}

/** A key pair and an envelope of the right shape: nobody opens it here. */
async function sealedOnce() {
	const rsa = {
		name: 'RSA-OAEP',
		modulusLength: 2_048,
		publicExponent: new Uint8Array([1, 0, 1]),
		hash: 'SHA-256',
	};
	const keys = await webcrypto.subtle.generateKey(rsa, true, ['encrypt', 'decrypt']);
	const publicKey = Buffer.from(await webcrypto.subtle.exportKey('spki', keys.publicKey)).toString('base64');
	const part = (bytes) => randomBytes(bytes).toString('base64');
	const envelope = { wrapped_key: part(256), iv: part(12), ciphertext: part(80) };
	return { publicKey, ciphertext: Buffer.from(JSON.stringify(envelope)).toString('base64') };
}

function startServer(parameters) {
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

/** Sends a poll on a connection of its own. Tells when its answer came. */
function openPoll(port, { path: address, headers }) {
	return new Promise((resolve, reject) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('error', reject);
		const lines = Object.entries({ host: '127.0.0.1', ...headers }).map(
			([name, value]) => `${name}: ${value}`,
		);
		let ended = false;
		const answered = new Promise((answer) => {
			socket.once('data', (chunk) => {
				ended = true;
				if (!chunk.includes('"status":"ready"')) throw new Error(`not ready: ${chunk.toString()}`);
				answer(performance.now());
			});
		});
		socket.write(`GET ${address} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`, () =>
			resolve({ socket, answered, ended: () => ended }),
		);
	});
}

function call(port, { method, path: address, body }) {
	const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
	const headers = bytes ? { 'content-type': 'application/json', 'content-length': bytes.length } : {};
	return new Promise((resolve, reject) => {
		const options = { agent, host: '127.0.0.1', port, method, path: address, headers };
		const outgoing = request(options, async (answer) => {
			let text = '';
			for await (const chunk of answer) text += chunk;
			if (answer.statusCode < 300) resolve(text);
			else reject(new Error(`${address}: ${answer.statusCode} ${text}`));
		});
		outgoing.once('error', reject).end(bytes);
	});
}

async function inBatches(items, size, task) {
	const results = [];
	for (let at = 0; at < items.length; at += size) {
		results.push(...(await Promise.all(items.slice(at, at + size).map(task))));
	}
	return results;
}

/** Kilobytes: what is resident as things are, and then, after a garbage collection, what is alive on the heap. */
async function weigh({ pid, stdout }) {
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

function pause(milliseconds) {
	return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
}

function median(values) {
	return percentile(values, 0.5);
}

function percentile(values, share) {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)];
}
