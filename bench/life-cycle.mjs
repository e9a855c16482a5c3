import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readProfile } from './cpu-profile.mjs';
import { inParallel, send } from './http-load.mjs';
import { liveSession, makeAgents, STEPS } from './life-cycle-calls.mjs';
import { BUILT_BROKER, processorTime, startBroker, startProcess } from './processes.mjs';
import { watchCommands } from './redis-commands.mjs';
import { hasRedis, startRedis } from './redis-server.mjs';
import { median } from './statistics.mjs';

/*
 * What a life cycle (create, info, confirm, complete, collect) costs the broker's process, beside a bare Koa that reads
 * the same requests and answers the same bytes: processor time by /proc, in the same run, in rounds by turns. With Redis,
 * also how many commands it takes.
 * Run: node bench/life-cycle.mjs [--store memory|redis] [--broker PATH/main.js] [--limits on] [--cpu-profile]
 *      [--rounds 7] [--lives 1000] (after npm run build)
 */

const AT_ONCE = 16;
/** Rounds of the broker before it is measured: V8 goes on compiling for some 75,000 requests. */
const WARM_UP = 15;
/** How many more life cycles the bare server lives: it takes less for each, and /proc counts in ticks of 10 ms. */
const BARE_TIMES = 5;
/** Life cycles whose Redis commands are counted. */
const COUNTED = 200;
const GOALS = { memory: 1.8, redis: 3, commands: 10 };
/** Headers that Node writes itself. */
const OF_NODE = new Set(['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding']);

const { values: options } = parseArgs({
	options: {
		store: { type: 'string' },
		broker: { type: 'string', default: BUILT_BROKER },
		limits: { type: 'string', default: 'off' },
		'cpu-profile': { type: 'boolean', default: false },
		rounds: { type: 'string', default: '7' },
		lives: { type: 'string', default: '1000' },
	},
});
const MAIN = path.resolve(options.broker);
const ROUNDS = Number(options.rounds);
const LIVES = Number(options.lives);

const agents = await makeAgents();
const directory = mkdtempSync(path.join(tmpdir(), 'linkauth-bench-'));
try {
	for (const store of options.store === undefined ? ['memory', 'redis'] : [options.store]) {
		if (store === 'redis' && !hasRedis()) console.log('redis: skipped, there is no redis-server');
		else await measure(store);
	}
} finally {
	rmSync(directory, { recursive: true, force: true });
}

async function measure(store) {
	const redis = store === 'redis' ? await startRedis() : undefined;
	try {
		const broker = await startBroker({
			main: MAIN,
			settings: settingsFor(redis),
			log: path.join(directory, 'broker.log'),
		});
		const answers = path.join(directory, 'answers.json');
		writeFileSync(answers, JSON.stringify(await recordAnswers(broker.port)));
		const bare = await startProcess(
			[path.resolve(import.meta.dirname, 'bare-koa.mjs'), answers],
			{},
			path.join(directory, 'bare.log'),
		);
		await compare(store, broker, { ...bare, bare: true }, redis);
		if (redis) await countCommands(broker, redis);
		await Promise.all([broker.stop(), bare.stop('SIGKILL')]);
		if (options['cpu-profile']) await profile(store, redis);
	} finally {
		redis?.stop();
	}
}

function settingsFor(redis) {
	const many = '1000000';
	return {
		...(redis && { LINKAUTH_STORE: redis.url }),
		...(options.limits === 'on'
			? {
					LINKAUTH_CREATED_PER_NETWORK: many,
					LINKAUTH_CREATED_PER_KEY: many,
					LINKAUTH_OPEN_SESSIONS: many,
					LINKAUTH_TRUSTED_PROXIES: '127.0.0.1',
				}
			: { LINKAUTH_RATE_LIMITS: 'off' }),
	};
}

/** What the broker answers to each call of one life cycle, for the bare server to repeat. */
async function recordAnswers(port) {
	const answers = [];
	const record = async (name, request) => {
		const { status, headers, text } = await send(port, request);
		const own = headers.filter(([header]) => !OF_NODE.has(header.toLowerCase()));
		const step = STEPS.find((each) => each.name === name);
		answers.push({ ...step, status, headers: Object.fromEntries(own), text });
		return { status, text };
	};
	await liveSession(agents[0], record);
	return answers;
}

/** Lives sessions against a server, and gives the milliseconds of processor time that it took for each. */
async function round({ port, pid, bare = false }, lives) {
	const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
	const deletions = [];
	let next = 0;
	const begun = processorTime(pid);
	await inParallel(lives, AT_ONCE, async () => {
		const at = next++;
		const from = options.limits === 'on' ? { 'x-forwarded-for': addressOf(at) } : {};
		const call = (_name, { headers, ...request }) =>
			send(port, { ...request, headers: { ...headers, ...from } }, { agent });
		deletions.push(await liveSession(agents[at % agents.length], call));
	});
	const each = (processorTime(pid) - begun) / lives;
	// Not measured: so that each round finds the store as the first did.
	if (!bare) await inParallel(lives, AT_ONCE, () => send(port, deletions.pop(), { agent }));
	agent.destroy();
	return each;
}

function addressOf(at) {
	return `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}`;
}

async function compare(store, broker, bare, redis) {
	if (ROUNDS === 0) return;
	for (let at = 0; at < WARM_UP; at += 1) await round(broker, LIVES);
	await round(bare, BARE_TIMES * LIVES);
	const rounds = [];
	for (let at = 0; at < ROUNDS; at += 1) {
		const redisBegun = redis && processorTime(redis.pid);
		const ours = await round(broker, LIVES);
		const inRedis = redis && (processorTime(redis.pid) - redisBegun) / LIVES;
		const floor = await round(bare, BARE_TIMES * LIVES);
		rounds.push({ ours, floor, ratio: ours / floor, inRedis });
	}
	const of = (name) => rounds.map((each) => each[name]);
	const ratios = of('ratio');
	const middle = (name) => median(of(name)).toFixed(2);
	const quietest = (name) => Math.min(...of(name)).toFixed(2);
	console.log(
		`${store}: ${ROUNDS} rounds of ${LIVES} life cycles, ${AT_ONCE} at a time, limits ${options.limits}, log level info into a file\n` +
			`  processor time for a life cycle, median (least): broker ${middle('ours')} ms (${quietest('ours')}), ` +
			`bare Koa ${middle('floor')} ms (${quietest('floor')})` +
			(redis ? `, redis-server, deletions included, ${middle('inRedis')} ms` : '') +
			`\n  ratio: ${median(ratios).toFixed(1)} (${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)}; ` +
			`of the least ${(Math.min(...of('ours')) / Math.min(...of('floor'))).toFixed(1)}), goal at most ${GOALS[store].toFixed(1)}`,
	);
}

/** Redis commands of a life cycle, less what the broker sends when nobody calls. */
async function countCommands(broker, redis) {
	const counted = async (during) => {
		const begun = performance.now();
		const watching = await watchCommands(redis);
		await during();
		const counts = await watching.stop();
		return { ...counts, milliseconds: performance.now() - begun };
	};
	const idle = await counted(() => new Promise((resolve) => setTimeout(resolve, 3_000)));
	const lived = await counted(() => liveOnly(broker, COUNTED));
	const perLife = (kind) => {
		const scale = lived.milliseconds / idle.milliseconds;
		return [...lived[kind]]
			.map(([name, count]) => [name, (count - (idle[kind].get(name) ?? 0) * scale) / COUNTED])
			.filter(([, each]) => each >= 0.05)
			.sort((a, b) => b[1] - a[1]);
	};
	const sum = (counts) => counts.reduce((total, [, each]) => total + each, 0).toFixed(1);
	const list = (counts) => counts.map(([name, each]) => `${name} ${each.toFixed(1)}`).join(', ');
	const [sent, executed] = [perLife('sent'), perLife('executed')];
	console.log(
		`  Redis commands for a life cycle, sent by the broker: ${sum(sent)} (goal at most ${GOALS.commands}): ${list(sent)}\n` +
			`  executed, with those inside scripts: ${sum(executed)}: ${list(executed)}`,
	);
}

/** The life cycles alone, without the deletions that make rounds alike. */
async function liveOnly({ port }, lives) {
	let next = 0;
	await inParallel(lives, AT_ONCE, () =>
		liveSession(agents[next++ % agents.length], (_name, request) => send(port, request)),
	);
}

/** Runs the same load once more with V8's profiler, which is not free, and prints where the time goes. */
async function profile(store, redis) {
	const profiles = path.join(directory, store);
	mkdirSync(profiles);
	const broker = await startBroker({
		main: MAIN,
		flags: ['--cpu-prof', `--cpu-prof-dir=${profiles}`],
		settings: settingsFor(redis),
		log: path.join(directory, 'profiled.log'),
	});
	for (let at = 0; at < WARM_UP; at += 1) await round(broker, LIVES);
	const now = () => Number(process.hrtime.bigint() / 1_000n);
	const from = now();
	await liveOnly(broker, 3 * LIVES);
	const until = now();
	await broker.stop();
	const { functions, packages } = readProfile(profiles, MAIN, [from, until]);
	const lines = (shares) =>
		shares.slice(0, 10).map(([name, share]) => `  ${(share * 100).toFixed(1).padStart(5)} %  ${name}`);
	console.log(`${store}: self time by function\n${lines(functions).join('\n')}`);
	console.log(`${store}: self time by package\n${lines(packages).join('\n')}`);
}
