import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { median } from './statistics.mjs';

/*
 * How long the built broker takes from being started to its first 200, how that compares with Node doing nothing, and
 * what memory it holds when idle. Run: node bench/start-up.mjs (after npm run build)
 */

const ROUNDS = 7;
const MAIN = path.resolve(import.meta.dirname, '../broker/dist/main.js');

const empty = [];
const cold = [];
const resident = [];
for (let round = 0; round < ROUNDS; round += 1) {
	empty.push(await startEmpty());
	const broker = await startBroker(20_000 + round);
	cold.push(broker.milliseconds);
	await pause(1_000);
	resident.push(residentMegabytes(broker.child.pid));
	broker.child.kill();
}
console.log(`node doing nothing      ${median(empty).toFixed(0)} ms`);
console.log(
	`broker to its first 200 ${median(cold).toFixed(0)} ms (${(median(cold) / median(empty)).toFixed(1)} times that)`,
);
console.log(`broker idle             ${median(resident).toFixed(0)} MB resident`);

function startEmpty() {
	const started = performance.now();
	return new Promise((resolve) => {
		spawn(process.execPath, ['-e', '0']).once('exit', () => resolve(performance.now() - started));
	});
}

async function startBroker(port) {
	const started = performance.now();
	const child = spawn(process.execPath, [MAIN], {
		env: { PATH: process.env.PATH, LINKAUTH_HOST: '127.0.0.1', LINKAUTH_PORT: String(port) },
		stdio: 'ignore',
	});
	for (;;) {
		const answer = await fetch(`http://127.0.0.1:${String(port)}/health`).catch(() => undefined);
		if (answer?.status === 200) return { child, milliseconds: performance.now() - started };
		await pause(5);
	}
}

function residentMegabytes(pid) {
	const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
	return Number(kilobytes) / 1024;
}

function pause(milliseconds) {
	return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
