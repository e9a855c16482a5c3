import type { Logger } from 'pino';
import type { Config } from '../config/settings';
import type { Keyring } from '../keys/keyring';
import type { Limits } from '../limits/limits';
import type { Pseudonymizer } from '../monitoring/pseudonymize';
import type { Sessions } from '../sessions/create-sessions';
import type { Storage } from '../storage/storage';
import type { Timings } from '../timings';
import { endSessions } from './end-sessions';
import { eachOpenSession } from './each-session';
import { EndRequests } from './end-requests';
import type { Endings } from './endings';
import { KeyClaims } from './key-claims';
import { createOperatorServer } from './operator-server';
import { readOperatorPage } from './read-operator-page';
import { RemovedKeys } from './removed-keys';
import { ofKey, StoreOperator } from './store-operator';

/** What operating a broker needs of it. */
export interface OpenOperatorDependencies {
	readonly config: Pick<Config, 'operatorPort' | 'operatorHost' | 'operatorToken' | 'operatorNames'>;
	readonly directory: string;
	readonly sessions: Sessions;
	readonly storage: Storage;
	readonly keyring: Keyring;
	readonly limits: Limits;
	readonly pseudonymize: Pseudonymizer;
	readonly endings: Endings;
	readonly logger: Logger;
	readonly timings: Timings;
}

/** What lets operators see and end sessions while the broker runs. */
export interface OpenOperator {
	close(): Promise<void>;
}

/**
 * Ends what the command line asks for, where brokers share a store, and the sessions of API keys that are removed; opens the
 * operator's port, where there is one.
 * @throws where its page has not been built, or its port cannot be listened on
 */
export async function openOperator(dependencies: OpenOperatorDependencies): Promise<OpenOperator> {
	const { storage, sessions, timings, config } = dependencies;
	const removedKeys = watchKeys(dependencies);
	const requests = storage.scripts && new EndRequests({ sessions, toEnd: storage.toEnd, timings });
	const closeServer =
		config.operatorPort === 0 || config.operatorToken === undefined
			? undefined
			: await serve(config.operatorToken, dependencies);
	return {
		close: async () => {
			await closeServer?.();
			await requests?.close();
			await removedKeys.close();
		},
	};
}

function watchKeys({ storage, sessions, keyring, logger, timings }: OpenOperatorDependencies): RemovedKeys {
	return new RemovedKeys({
		keyring,
		claims: storage.scripts && new KeyClaims(storage.scripts, timings.keyClaimLifetime),
		end: async (key) => {
			const open = ofKey(eachOpenSession(storage), key);
			return (await endSessions(sessions, open, { by: 'key_removal' })).ended;
		},
		logger,
		timings,
		now: () => performance.now(),
	});
}

/** @returns closes it */
async function serve(token: string, dependencies: OpenOperatorDependencies): Promise<() => Promise<void>> {
	const { config, sessions, logger, endings, limits } = dependencies;
	const operator = new StoreOperator({
		...dependencies,
		keys: () => dependencies.keyring.keys,
		end: async (batches, network) => {
			const result = await endSessions(sessions, batches, {
				by: 'operator',
				...(network !== undefined && { network }),
			});
			logger.info({ ended: result.ended }, 'sessions were ended by the operator');
			return result;
		},
		close: () => Promise.resolve(),
	});
	const server = createOperatorServer({
		page: await readOperatorPage(dependencies.directory),
		names: [config.operatorHost, ...config.operatorNames],
		token,
		limits,
		logger,
		endings: () => endings.list(),
		operator,
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(config.operatorPort, config.operatorHost, resolve);
	});
	return () =>
		new Promise((resolve) => {
			server.close(() => {
				resolve();
			});
			server.closeAllConnections();
		});
}
