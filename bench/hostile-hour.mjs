import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, createServer } from 'node:http';
import { setPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { send } from './http-load.mjs';
import { liveSession, makeAgents } from './life-cycle-calls.mjs';
import { BUILT_BROKER, peakMemory, processorTime, startBroker } from './processes.mjs';
import { hasRedis, startRedis } from './redis-server.mjs';
import { percentile } from './statistics.mjs';

/*
 * Whether honest people get through while 50 addresses do everything at once that a broker does not want: guesses in
 * pipelines, large and slow bodies, receivers of callbacks that hang, full quotas, waiting polls, idle connections. Twenty
 * people a second, each from an address of their own, go through a whole life cycle, first alone and then among all that.
 * Ends with 1 where one of them does not succeed at once.
 * Run: node bench/hostile-hour.mjs [--seconds 120] [--store memory|redis] [--broker PATH/main.js] (after npm run build)
 */

const ATTACKERS = 50;
const PEOPLE_PER_SECOND = 20;
/** Of so many people's agents, one does not poll but waits to be called. */
const CALLED_OF = 10;
/** Milliseconds that an honest call may take, and that an agent waits to be called. */
const CALL_MS = 10_000;
const CALLED_MS = 30_000;
/** API keys of honest agents, as a broker for several teams has them: each may create 300 sessions a minute. */
const HONEST_KEYS = 10;
/** API keys that have fallen into the wrong hands. */
const HOSTILE_KEYS = 5;

const { values: options } = parseArgs({
	options: {
		seconds: { type: 'string', default: '120' },
		store: { type: 'string', default: 'memory' },
		broker: { type: 'string', default: BUILT_BROKER },
	},
});
const SECONDS = Number(options.seconds);

if (options.store === 'redis' && !hasRedis()) {
	console.log('skipped: there is no redis-server');
	process.exit(0);
}
const agents = await makeAgents();
const newKeys = (count) => Array.from({ length: count }, () => randomBytes(16).toString('hex'));
const [honestKeys, hostileKeys] = [newKeys(HONEST_KEYS), newKeys(HOSTILE_KEYS)];
const directory = mkdtempSync(path.join(tmpdir(), 'linkauth-bench-'));
const redis = options.store === 'redis' ? await startRedis() : undefined;
const receiver = await startReceiver();
const broker = await startBroker({
	main: path.resolve(options.broker),
	settings: {
		...(redis && { LINKAUTH_STORE: redis.url }),
		LINKAUTH_API_KEYS: [
			...honestKeys.map((key, at) => `team ${at}:${key}`),
			...hostileKeys.map((key, at) => `stolen ${at}:${key}`),
		].join(','),
		LINKAUTH_CALLBACK_ALLOWED_HOSTS: '127.0.0.1',
	},
	log: path.join(directory, 'broker.log'),
});
let people = 0;
try {
	const quiet = await phase('quiet', Math.min(SECONDS, 30));
	const attack = startAttack();
	// Their connections are made, and what they have of quotas is used up.
	await sleep(Math.min(3_000, SECONDS * 100));
	const hostile = await phase('hostile', SECONDS);
	for (const [name, statuses] of Object.entries(await attack)) {
		const list = Object.entries(statuses).map(([status, count]) => `${status}: ${count}`);
		console.log(`  ${name.padEnd(18)} ${list.join(', ')}`);
	}
	const failed = quiet + hostile;
	console.log(failed === 0 ? 'everybody honest succeeded' : `${failed} honest people did not succeed`);
	process.exitCode = failed === 0 ? 0 : 1;
} finally {
	await broker.stop('SIGKILL');
	redis?.stop();
	receiver.close();
	rmSync(directory, { recursive: true, force: true });
}

/** Lets people go through for some time, and says how they fared. Gives how many did not succeed. */
async function phase(name, seconds) {
	const times = [];
	const calledAfter = [];
	const failures = new Map();
	const begun = { at: performance.now(), processor: processorTime(broker.pid) };
	const lives = [];
	for (let at = 0; at < seconds * PEOPLE_PER_SECOND; at += 1) {
		await sleep(Math.max(0, begun.at + (at * 1_000) / PEOPLE_PER_SECOND - performance.now()));
		lives.push(
			person(people++, { times, calledAfter }).catch((error) => {
				const reason = reasonOf(error);
				failures.set(reason, (failures.get(reason) ?? 0) + 1);
			}),
		);
	}
	await Promise.all(lives);
	const elapsed = performance.now() - begun.at;
	const processor = (processorTime(broker.pid) - begun.processor) / elapsed;
	const failed = [...failures.values()].reduce((sum, count) => sum + count, 0);
	const milliseconds = (values, share) => (percentile(values, share) ?? Number.NaN).toFixed(1);
	console.log(
		`${name}, ${options.store}: ${lives.length - failed} of ${lives.length} people succeeded; ` +
			`${times.length} calls, median ${milliseconds(times, 0.5)} ms, 99 of 100 ${milliseconds(times, 0.99)} ms; ` +
			`called back after a median of ${milliseconds(calledAfter, 0.5)} ms, 99 of 100 ${milliseconds(calledAfter, 0.99)} ms; ` +
			`broker at ${(processor * 100).toFixed(0)} % of a core, resident at most ${peakMemory(broker.pid).toFixed(0)} MB`,
	);
	for (const [reason, count] of failures) console.log(`  ${count} times: ${reason}`);
	return failed;
}

/** Why somebody did not succeed, without what is different for each: `info: 429 rate_limited`. */
function reasonOf({ message }) {
	const [, call, code] = /^(\w+: \d+) .*"code":"(\w+)"/.exec(message) ?? [];
	return call === undefined ? message.replace(/\/[0-9A-Za-z-]{8,}/g, '/…') : `${call} ${code}`;
}

/** One person and the agent that asks, on connections of their own. */
async function person(at, { times, calledAfter }) {
	const agent = new Agent({ keepAlive: true });
	const localAddress = `127.${64 + (at >> 16)}.${(at >> 8) & 255}.${at & 255}`;
	const key = { 'x-api-key': honestKeys[at % honestKeys.length] };
	const make = async (_name, { headers, ...call }) => {
		const begun = performance.now();
		const forAgents = call.path.startsWith('/v1/sessions');
		const answer = await send(
			broker.port,
			{ ...call, headers: forAgents ? { ...headers, ...key } : headers },
			{ agent, localAddress, timeout: CALL_MS },
		);
		times.push(performance.now() - begun);
		return answer;
	};
	try {
		const called = at % CALLED_OF === 0 && receiver.expectCall();
		const deletion = await liveSession(
			agents[at % agents.length],
			async (name, call) => {
				if (name !== 'collect' || !called) return make(name, call);
				const begun = performance.now();
				const text = await called.came;
				calledAfter.push(performance.now() - begun);
				return { status: 200, text };
			},
			called ? { callback_url: called.address } : {},
		);
		const { status, text } = await make('acknowledge', deletion);
		if (status !== 204) throw new Error(`acknowledge: ${status} ${text}`);
	} finally {
		agent.destroy();
	}
}

/** Starts those who mean harm, behind everybody else where processors are short. Gives what they were answered. */
function startAttack() {
	const addresses = Array.from({ length: ATTACKERS }, (_, at) => `127.0.0.${at + 2}`);
	const orders = { port: broker.port, seconds: SECONDS + 3, addresses, apiKeys: hostileKeys };
	const child = spawn(
		process.execPath,
		[
			path.resolve(import.meta.dirname, 'hostile-clients.mjs'),
			JSON.stringify({ ...orders, publicKey: agents[0].publicKey }),
		],
		{ stdio: ['ignore', 'pipe', 'inherit'] },
	);
	setPriority(child.pid, 10);
	let text = '';
	child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk));
	return new Promise((resolve) => child.once('close', () => resolve(JSON.parse(text))));
}

/** A receiver of callbacks that answers at once. */
async function startReceiver() {
	const expected = new Map();
	const server = createServer((request, response) => {
		let text = '';
		request
			.setEncoding('utf8')
			.on('data', (chunk) => (text += chunk))
			.once('end', () => {
				response.writeHead(200).end();
				expected.get(request.url)?.(text);
			});
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address();
	return {
		/** An address that is to be called, and the text that comes. */
		expectCall: () => {
			const address = `/${randomBytes(8).toString('hex')}`;
			const came = new Promise((resolve, reject) => {
				const timer = setTimeout(() => reject(new Error('not called back in time')), CALLED_MS).unref();
				expected.set(address, (text) => {
					clearTimeout(timer);
					resolve(text);
				});
			});
			// Whoever fails before no longer waits for it.
			came.catch(() => {});
			return { address: `http://127.0.0.1:${port}${address}`, came };
		},
		close: () => {
			server.close();
			server.closeAllConnections();
		},
	};
}
