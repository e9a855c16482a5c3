import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cleanup } from '../../support/cleanup';
import { freePort } from '../../support/free-port';
import { N8nApi } from './public-api';
import { quietEnvironment, runCommand, startProcess, type N8nProcess } from './n8n-process';
import { N8nSession } from './n8n-session';
import { preparedN8n, type Release } from './prepared-n8n';

/** An n8n of the tests' own: a fresh one with its owner, our package installed, and nothing else. */
export interface RunningN8n {
	/** Without a trailing slash. */
	readonly url: string;
	readonly port: number;
	/** Of its process, as it runs now. */
	pid(): number;
	/** n8n's own program, of the same release. */
	readonly program: string;
	/** Its user folder, with the database in it. */
	readonly folder: string;
	readonly api: N8nApi;
	/** n8n's own interface, logged in as the owner. */
	readonly session: N8nSession;
	/** The key of {@link api}. */
	readonly apiKey: string;
	/** Runs a command of n8n's own on its folder, such as `export:credentials`. @throws where it fails */
	run(...args: readonly string[]): Promise<void>;
	/** Everything that it has printed, over all its starts. */
	log(): string;
	/** Ends it, and starts it again on the same folder and port. */
	restart(signal?: NodeJS.Signals): Promise<void>;
	/** Ends it and leaves its folder, for whoever looks into it. */
	halt(signal?: NodeJS.Signals): Promise<void>;
	/** Starts it again after {@link halt}. */
	resume(): Promise<void>;
	/** Everything that it has written to its folder and printed, as text to search. */
	everythingWritten(): string;
	/** Ends it and deletes its folder. */
	stop(): Promise<void>;
}

/** How an n8n of the tests is started. */
export interface N8nOptions {
	readonly release?: Release;
	readonly environment?: Readonly<Record<string, string>>;
}

/** Starts n8n on a copy of the prepared folder, and waits until it is ready. */
export async function startN8n({
	release = 'newest',
	environment = {},
}: N8nOptions = {}): Promise<RunningN8n> {
	const prepared = preparedN8n(release);
	const folder = mkdtempSync(path.join(tmpdir(), 'linkauth-n8n-'));
	cpSync(prepared.folder, folder, { recursive: true, verbatimSymlinks: true });
	const port = await freePort();
	const url = `http://127.0.0.1:${String(port)}`;
	const settings = {
		...(await quietEnvironment(folder)),
		N8N_PORT: String(port),
		WEBHOOK_URL: url,
		N8N_EDITOR_BASE_URL: url,
		...environment,
	};
	const logs: string[] = [];
	let running: N8nProcess | undefined;
	const resume = async () => {
		running = await startProcess({
			program: prepared.program,
			args: ['start'],
			environment: settings,
			readyAt: `${url}/rest/settings`,
			// It answers before it has looked through what a killed one left, and calls what waits crashed meanwhile.
			readyWith: 'Editor is now accessible',
		});
	};
	const halt = async (signal?: NodeJS.Signals) => {
		await running?.stop(signal);
		logs.push(running?.log() ?? '');
		running = undefined;
	};
	await resume();
	const session = new N8nSession(url);
	await session.logIn();
	const apiKey = await session.makeApiKey();
	const log = () => [...logs, running?.log() ?? ''].join('\n');
	const n8n: RunningN8n = {
		url,
		port,
		pid: () => running?.pid ?? 0,
		program: prepared.program,
		folder,
		api: new N8nApi(url, apiKey),
		session,
		apiKey,
		log,
		run: (...args) => runCommand(prepared.program, args, settings),
		halt,
		resume,
		restart: async (signal) => {
			await halt(signal);
			await resume();
		},
		everythingWritten: () => [log(), ...filesIn(path.join(folder, '.n8n'))].join('\n'),
		stop: async () => {
			await halt();
			rmSync(folder, { recursive: true, force: true });
		},
	};
	return cleanup(n8n, (it) => it.stop());
}

/** The contents of n8n's own files, byte by byte; not of the packages that it has installed. */
function filesIn(folder: string): string[] {
	mkdirSync(folder, { recursive: true });
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.name !== 'nodes')
		.flatMap((entry) => {
			const file = path.join(folder, entry.name);
			if (entry.isDirectory()) return filesIn(file);
			return statSync(file).isFile() ? [readFileSync(file, 'latin1')] : [];
		});
}
