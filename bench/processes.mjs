import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The broker that the build makes. */
export const BUILT_BROKER = path.resolve(import.meta.dirname, '../broker/dist/main.js');

/** Ticks of `/proc` in a second. */
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/**
 * Starts a server as a process of its own, with Node's flags of NODE_OPTIONS, and waits until its log says its port.
 * @param parameters of Node: flags, the program, and what it is to know
 * @param settings environment variables
 * @param log the file that its standard output goes to, as it does in use: a pipe would be read by whoever measures
 */
export async function startProcess(parameters, settings, log) {
	const child = spawn(process.execPath, parameters, {
		env: {
			PATH: process.env.PATH,
			NODE_ENV: 'production',
			NODE_OPTIONS: process.env.NODE_OPTIONS ?? '',
			...settings,
		},
		stdio: ['ignore', openSync(log, 'w'), 'inherit'],
	});
	const port = await listening(child, log);
	return {
		port,
		pid: child.pid,
		/** Ends it, and waits until it has ended. */
		stop: async (signal = 'SIGTERM') => {
			if (child.exitCode !== null || child.signalCode !== null) return;
			const ended = once(child, 'exit');
			child.kill(signal);
			await ended;
		},
	};
}

/** The port that a server's log says, once it does. @throws where it ends before */
async function listening(child, log) {
	for (let tries = 0; tries < 1_500; tries += 1) {
		const [, port] = /"port":(\d+)/.exec(readFileSync(log, 'utf8')) ?? [];
		if (port !== undefined) return Number(port);
		if (child.exitCode !== null) throw new Error(`it ended:\n${readFileSync(log, 'utf8')}`);
		await sleep(20);
	}
	child.kill('SIGKILL');
	throw new Error(`it does not say its port:\n${readFileSync(log, 'utf8')}`);
}

/** Starts a broker on a free port of this machine, with its settings as they are shipped but for these. */
export function startBroker({ main = BUILT_BROKER, flags = [], settings = {}, log }) {
	const own = { LINKAUTH_HOST: '127.0.0.1', LINKAUTH_PORT: '0', ...settings };
	return startProcess([...flags, main], own, log);
}

/** Milliseconds of processor time that a process has used, in itself and in the system, all its threads together. */
export function processorTime(pid) {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// The name of the program, in parentheses, may hold spaces.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS;
}

/** Megabytes that a process has had resident at most. */
export function peakMemory(pid) {
	return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1_024;
}
