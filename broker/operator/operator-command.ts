import { setTimeout as wait } from 'node:timers/promises';
import { BadConfiguration, readConfig } from '../config/read-config';
import type { Config } from '../config/settings';
import { Keyring } from '../keys/keyring';
import { BadKeysFile } from '../keys/read-keys-file';
import { sessionPseudonymizer } from '../monitoring/pseudonymize';
import { openStorage } from '../storage/open-storage';
import { StoreUnavailable } from '../storage/store-faults';
import { waitForStore } from '../storage/wait-for-store';
import { askBrokers } from './ask-brokers';
import { endedLine, keyTable, sessionLines, sessionTable } from './format';
import { Refused, type Filter, type Operator, type Selection } from './operator';
import { RemoteOperator } from './remote-operator';
import { StoreOperator } from './store-operator';

/** What an operator asks for on the command line. */
export type OperatorAction =
	| { readonly verb: 'list'; readonly filter: Filter }
	| { readonly verb: 'show'; readonly id: string }
	| { readonly verb: 'end'; readonly selection: Selection }
	| { readonly verb: 'keys' };

/** What a command printed, and the status the process is to end with. */
export interface CommandResult {
	readonly status: 0 | 1;
	/** For standard output. */
	readonly output?: string;
	/** For standard error: why it could not be done, or what else there is to know. */
	readonly message?: string;
}

/** How it is asked for. */
export interface OperatorOptions {
	/** JSON instead of a table. */
	readonly json: boolean;
	/** The operator's port of a broker, instead of the store. */
	readonly url: string | undefined;
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** Milliseconds that it waits; {@link OPERATOR_TIMEOUTS} unless a test says otherwise. */
	readonly timeouts: OperatorTimeouts;
}

/** How long the command waits, in milliseconds. */
export interface OperatorTimeouts {
	/** Without one ending, after which no broker seems to be there. */
	readonly broker: number;
	/** That a store may take to be reached. */
	readonly connect: number;
}

/** A broker looks every second whether there is something to end. */
export const OPERATOR_TIMEOUTS: OperatorTimeouts = { broker: 10_000, connect: 5_000 };

/**
 * `sessions list | show | end` and `keys list`: over the store where brokers share one, otherwise, or with a URL, by asking
 * a broker at its operator's port. 1 where it could not be done, or not wholly.
 */
export async function operatorCommand(
	action: OperatorAction,
	options: OperatorOptions,
): Promise<CommandResult> {
	let operator: Operator | undefined;
	try {
		const config = readConfig(options.environment);
		operator = await openFor(config, options);
		const hint = hintFor(action, config, operator);
		return { ...(await run(action, operator, options.json)), ...(hint !== undefined && { message: hint }) };
	} catch (error) {
		if (error instanceof Refused || error instanceof BadConfiguration || error instanceof BadKeysFile)
			return { status: 1, message: error.message };
		if (error instanceof StoreUnavailable)
			return { status: 1, message: `${error.message} Look at LINKAUTH_STORE, and whether the store runs.` };
		throw error;
	} finally {
		await operator?.close();
	}
}

async function run(action: OperatorAction, operator: Operator, asJson: boolean): Promise<CommandResult> {
	const done = <T>(result: T, format: (result: T) => string): CommandResult => ({
		status: 0,
		output: asJson ? `${JSON.stringify(result, undefined, 2)}\n` : format(result),
	});
	switch (action.verb) {
		case 'list':
			return done(await operator.list(action.filter), sessionTable);
		case 'show':
			return done(await operator.show(action.id), sessionLines);
		case 'keys':
			return done(await operator.keys(), keyTable);
		case 'end': {
			const result = await operator.end(action.selection);
			return { ...done(result, endedLine), status: result.left > 0 ? 1 : 0 };
		}
	}
}

function hintFor(action: OperatorAction, config: Config, operator: Operator): string | undefined {
	const unnamed = operator instanceof StoreOperator && config.logKey === undefined;
	return action.verb === 'list' && unnamed
		? 'Without LINKAUTH_LOG_KEY each broker names sessions by a key of its own: no ids are shown.'
		: undefined;
}

/** @throws Refused, StoreUnavailable, BadKeysFile */
async function openFor(config: Config, { url, timeouts }: OperatorOptions): Promise<Operator> {
	if (config.store.kind === 'redis' && url === undefined) return openStore(config, timeouts);
	const { operatorPort, operatorHost, operatorToken } = config;
	if (operatorToken === undefined || (url === undefined && operatorPort === 0)) {
		throw new Refused(
			url === undefined
				? 'With LINKAUTH_STORE=memory: the sessions are in the running broker, and only it can read them. Set LINKAUTH_OPERATOR_PORT and LINKAUTH_OPERATOR_TOKEN (32 characters or more) for the broker and for this command. If the brokers share a Redis, set LINKAUTH_STORE as they have it.'
				: 'With --url this command sends the operator’s token: set LINKAUTH_OPERATOR_TOKEN as that broker has it.',
		);
	}
	return new RemoteOperator(url ?? addressOf(operatorHost, operatorPort), operatorToken);
}

/** @throws StoreUnavailable, BadKeysFile */
async function openStore(config: Config, timeouts: OperatorTimeouts): Promise<Operator> {
	const { apiKeys, apiKeysFile, logKey, store, storeTimeout, memoryCeiling } = config;
	const keyring = new Keyring({
		fixed: apiKeys,
		file: apiKeysFile,
		interval: 1_000,
		onReload: () => undefined,
	});
	keyring.close();
	const storage = await openStorage({
		location: store,
		timeoutMs: storeTimeout,
		memoryCeiling,
		onFault: () => undefined,
	});
	try {
		await waitForStore(storage.store, timeouts.connect);
		await storage.store.ping();
	} catch (error) {
		await storage.close();
		throw error;
	}
	return new StoreOperator({
		storage,
		pseudonymize: logKey === undefined ? undefined : sessionPseudonymizer(logKey),
		keys: () => keyring.keys,
		end: (batches) =>
			askBrokers(
				{ storage, sleep: (milliseconds) => wait(milliseconds), timeoutMs: timeouts.broker },
				batches,
			),
		close: () => storage.close(),
	});
}

/** Where a port is reached from the same machine. */
function addressOf(host: string, port: number): string {
	const here = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
	return `http://${here.includes(':') ? `[${here}]` : here}:${String(port)}`;
}
