import { cleanup } from '../../support/cleanup';
import { freePort } from '../../support/free-port';
import type { RunningN8n } from './n8n';
import { quietEnvironment, startProcess } from './n8n-process';

/** A worker of an n8n in queue mode. */
export interface N8nWorker {
	/** Everything that it has printed so far. */
	log(): string;
	stop(): Promise<void>;
}

/** Starts a worker on the same folder, and so the same database and key, as an n8n that is running. */
export async function startWorker(
	{ program, folder, url }: RunningN8n,
	environment: Readonly<Record<string, string>>,
): Promise<N8nWorker> {
	const port = String(await freePort());
	const worker = await startProcess({
		program,
		args: ['worker', '--concurrency=10'],
		environment: {
			...(await quietEnvironment(folder)),
			WEBHOOK_URL: url,
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: port,
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			...environment,
		},
		readyAt: `http://127.0.0.1:${port}/healthz`,
	});
	return cleanup(worker, (it) => it.stop());
}
