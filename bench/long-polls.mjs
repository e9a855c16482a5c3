import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { call, inBatches, openPoll } from './http-load.mjs';
import { startServer, weigh } from './measured-server.mjs';
import { BUILT_BROKER } from './processes.mjs';
import { median, percentile } from './statistics.mjs';
import { BARE_SERVER, bareRequests, brokerRequests } from './waiting-requests.mjs';

/*
 * What a waiting long poll costs on one broker process, and how soon it is answered when a person completes, while
 * 10,000 of them wait; each beside a bare node:http server that holds as many idle requests of the same bytes, in the
 * same run. What Node itself needs for a request is in both, so the difference is ours.
 * Run: node bench/long-polls.mjs [polls] [--broker PATH/main.js] (after npm run build)
 */

const { values, positionals } = parseArgs({
	options: { broker: { type: 'string', default: BUILT_BROKER } },
	allowPositionals: true,
});
const POLLS = Number(positionals[0] ?? 10_000);
const PER_SECOND = 100;
const WAKE_UPS = Math.min(1_000, POLLS);
/** Milliseconds for memory to come to rest. */
const SETTLE = 10_000;
const MAIN = path.resolve(values.broker);

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
	console.log(`${POLLS} requests waiting, ${PER_SECOND} notified a second, ${WAKE_UPS} in all`);
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
	const requests = await prepare(port, POLLS);
	// The same traffic once before, so that what the process takes for itself is not counted as the polls'.
	await pause(SETTLE);
	const before = await weigh(child);
	const polls = await inBatches(requests, 200, ({ poll }) => openPoll(port, poll));
	await pause(SETTLE);
	const after = await weigh(child);
	const sent = [];
	const answered = [];
	const started = performance.now();
	const notified = Array.from({ length: WAKE_UPS }, async (_, at) => {
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
	await Promise.all(notified);
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

function pause(milliseconds) {
	return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
}
