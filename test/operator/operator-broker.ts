import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { BROKER_MAIN, startBroker, type RunningBroker, type StartOptions } from '../support/broker';
import { freePort } from '../support/free-port';

/** What the operator's port of the tests asks for. */
export const OPERATOR_TOKEN = 'an-operator-token-of-the-tests-0123456789';
/** Two API keys, `Finance` and `Robot`, as `LINKAUTH_API_KEYS` has them. */
const TWO_KEYS = 'Finance:key-of-finance-0001,Robot:key-of-the-robot-01';

/** Headers by which an agent is Finance or Robot. */
export const AS = {
	finance: { 'x-api-key': 'key-of-finance-0001' },
	robot: { 'x-api-key': 'key-of-the-robot-01' },
} as const;

/** A broker with an operator's port, and the settings that its command line needs as well. */
export interface OperatorBroker extends RunningBroker {
	/** Of the operator's port, without a trailing slash. */
	readonly operatorUrl: string;
	readonly environment: Readonly<Record<string, string>>;
}

/** Starts a broker with an operator's port and two API keys. */
export async function startOperatorBroker(
	settings: Readonly<Record<string, string>> = {},
	options: StartOptions = {},
): Promise<OperatorBroker> {
	const port = String(await freePort());
	const environment = {
		LINKAUTH_API_KEYS: TWO_KEYS,
		LINKAUTH_OPERATOR_PORT: port,
		LINKAUTH_OPERATOR_TOKEN: OPERATOR_TOKEN,
		LINKAUTH_LOG_KEY: 'a-log-key-of-the-tests-0123456789abcdef',
		...settings,
	};
	const broker = await startBroker(environment, options);
	return { ...broker, environment, operatorUrl: `http://127.0.0.1:${port}` };
}

/** What `linkauth-broker` printed, and how it ended. */
export interface CommandRun {
	readonly status: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs `linkauth-broker` with settings; without waiting for it in this process, whose servers it may ask. */
export async function runCommand(
	environment: Readonly<Record<string, string>>,
	...args: readonly string[]
): Promise<CommandRun> {
	const child = spawn(process.execPath, [BROKER_MAIN, ...args], {
		env: { PATH: process.env['PATH'], ...environment },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let stdout = '';
	let stderr = '';
	child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
	await once(child, 'close');
	return { status: child.exitCode, stdout, stderr };
}
