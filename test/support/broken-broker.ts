import { build } from 'esbuild';
import { startBroker, type RunningBroker } from './broker';
import { inRepository } from './repository';

/** What the fault says, and nobody but the log may. */
export const SECRET_OF_FAULT = 'a secret that must not be told';

/** The broker with a store that fails in a way that nobody thought of, to see what strangers are told of it. */
const SOURCE = `
import { readConfig } from './config/read-config';
import { createLogger } from './monitoring/create-logger';
import { startBroker } from './server/start-broker';
import { openStorage } from './storage/open-storage';

const config = readConfig({ LINKAUTH_HOST: '127.0.0.1', LINKAUTH_PORT: '0', LINKAUTH_RATE_LIMITS: 'off' });
const options = { location: config.store, timeoutMs: 1_000, memoryCeiling: 1_000_000, onFault: () => {} };
const fail = () => Promise.reject(new TypeError('${SECRET_OF_FAULT}'));

// Its log is written to the end.
process.once('SIGTERM', () => process.exit(0));
void openStorage(options).then((storage) => {
	Object.assign(storage.store, { create: fail, read: fail, change: fail, remove: fail, ping: fail });
	const [pageDirectory, docsDirectory, operatorDirectory] = DIRECTORIES;
	const directories = { pageDirectory, docsDirectory, operatorDirectory };
	return startBroker({ config, logger: createLogger('info', process.stdout), storage, ...directories });
});
`;

/** A broker in which something is broken, as a process of its own. */
export async function startBrokenBroker(): Promise<RunningBroker> {
	const main = inRepository('broker/.cache/broken-broker.js');
	await build({
		stdin: { contents: SOURCE, resolveDir: inRepository('broker'), loader: 'ts' },
		outfile: main,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		external: ['@keyv/redis', 'pino-pretty', 'prom-client'],
		conditions: ['import', 'module'],
		mainFields: ['module', 'main'],
		logLevel: 'error',
		define: {
			DIRECTORIES: JSON.stringify(
				['page', 'openapi', 'operator'].map((name) => inRepository('broker/dist', name)),
			),
		},
	});
	return startBroker({}, { main });
}
