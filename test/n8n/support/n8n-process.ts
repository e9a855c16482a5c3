import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../support/free-port';

/** Milliseconds that n8n may take to start; its first start makes the database. */
const STARTS_WITHIN = 120_000;

/** An n8n that runs as a process of its own. */
export interface N8nProcess {
	readonly pid: number;
	/** Everything that it has printed so far. */
	log(): string;
	/** Ends it, with SIGTERM unless told otherwise, and waits until it is gone. */
	stop(signal?: NodeJS.Signals): Promise<void>;
}

/** How n8n is started. */
export interface N8nStart {
	/** n8n's own program. */
	readonly program: string;
	/** `start`, `worker` … and its flags. */
	readonly args: readonly string[];
	readonly environment: Readonly<Record<string, string>>;
	/** Goes first on PATH. */
	readonly path?: string;
	/** An address that answers with JSON when it is ready. */
	readonly readyAt: string;
	/** What it has printed by then as well. */
	readonly readyWith?: string;
}

/**
 * What every n8n of the tests has set: no word to anybody outside of this machine, and nothing that asks a newcomer
 * questions.
 */
export async function quietEnvironment(folder: string): Promise<Readonly<Record<string, string>>> {
	return {
		N8N_USER_FOLDER: folder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_SECURE_COOKIE: 'false',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
		N8N_COMMUNITY_PACKAGES_ALLOW_TOOL_USAGE: 'true',
		GENERIC_TIMEZONE: 'Etc/UTC',
	};
}

/** Starts n8n and waits until it is ready. @throws with its log, where it ends or is not ready in time */
export async function startProcess(start: N8nStart): Promise<N8nProcess> {
	const { PATH = '', HOME = '' } = process.env;
	const child = spawn(process.execPath, [start.program, ...start.args], {
		env: { HOME, PATH: start.path === undefined ? PATH : `${start.path}:${PATH}`, ...start.environment },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	// Where a test ends without ending it, it must not live on.
	const orphaned = () => child.kill('SIGKILL');
	process.once('exit', orphaned);
	child.once('close', () => process.removeListener('exit', orphaned));
	const printed: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
	}
	const log = () => printed.join('');
	const until = Date.now() + STARTS_WITHIN;
	const ready = async () => log().includes(start.readyWith ?? '') && (await answers(start.readyAt));
	while (!(await ready())) {
		if (child.exitCode !== null || Date.now() > until) {
			child.kill('SIGKILL');
			throw new Error(`n8n did not start:\n${log()}`);
		}
		await sleep(200);
	}
	return { pid: child.pid ?? 0, log, stop: (signal = 'SIGTERM') => end(child, signal) };
}

/** Runs one of n8n's commands to its end. @throws with what it printed, where it fails */
export async function runCommand(
	program: string,
	args: readonly string[],
	environment: Readonly<Record<string, string>>,
): Promise<void> {
	const { PATH = '', HOME = '' } = process.env;
	await promisify(execFile)(process.execPath, [program, ...args], {
		env: { HOME, PATH, ...environment, N8N_RUNNERS_BROKER_PORT: String(await freePort()) },
	});
}

async function answers(url: string): Promise<boolean> {
	return await fetch(url).then(
		// While it starts, it answers everything with a page that asks to wait.
		({ ok, headers }) => ok && headers.get('content-type')?.includes('json') === true,
		() => false,
	);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = once(child, 'close');
	child.kill(signal);
	const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
	await ended;
	clearTimeout(late);
}
