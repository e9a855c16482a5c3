import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanup } from './cleanup';
import { freePort } from './free-port';
import { call } from './http';
import { describeWith } from './requirements';

/** A suite that needs Prometheus, with its promtool. */
export function describePrometheus(name: string, suite: () => void): void {
	describeWith('Prometheus', name, suite);
}

/** One series of an answer, with its values, the latest last. */
interface Series {
	readonly metric: Readonly<Record<string, string>>;
	readonly values: readonly number[];
}

/** A Prometheus of the tests' own. */
export interface RunningPrometheus {
	readonly url: string;
	/** What a query gives now. @throws with Prometheus' words where it is not a good one */
	query(expression: string): Promise<Series[]>;
	/** What a query gives over the last so many seconds. */
	queryRange(expression: string, seconds: number): Promise<Series[]>;
	/** The parsed body of any other call of its API. */
	api(address: string): Promise<unknown>;
	stop(): Promise<void>;
}

interface ApiAnswer {
	readonly status: string;
	readonly error?: string;
	readonly data: {
		readonly result: readonly {
			readonly metric: Readonly<Record<string, string>>;
			readonly value?: readonly [number, string];
			readonly values?: readonly (readonly [number, string])[];
		}[];
	};
}

/**
 * Starts Prometheus on a free port; it scrapes the targets four times a second.
 * @param targets `host:port`, by job
 * @param ruleFiles absolute paths
 */
export async function startPrometheus(
	targets: Readonly<Record<string, readonly string[]>>,
	ruleFiles: readonly string[] = [],
): Promise<RunningPrometheus> {
	const folder = mkdtempSync(path.join(tmpdir(), 'linkauth-prometheus-'));
	const config = path.join(folder, 'prometheus.json');
	// JSON is YAML.
	writeFileSync(
		config,
		JSON.stringify({
			global: { scrape_interval: '250ms', evaluation_interval: '250ms' },
			rule_files: ruleFiles,
			scrape_configs: Object.entries(targets).map(([job, addresses]) => ({
				job_name: job,
				static_configs: [{ targets: addresses }],
			})),
		}),
	);
	const port = await freePort();
	const url = `http://127.0.0.1:${String(port)}`;
	const child = spawn(
		'prometheus',
		[
			`--config.file=${config}`,
			`--storage.tsdb.path=${path.join(folder, 'data')}`,
			`--web.listen-address=127.0.0.1:${String(port)}`,
			'--log.level=error',
			// It takes up new targets every five seconds, and once more after this.
			'--scrape.discovery-reload-interval=100ms',
		],
		{ stdio: 'ignore' },
	);
	const stop = async () => {
		if (child.exitCode === null && child.signalCode === null) {
			const ended = once(child, 'exit');
			child.kill('SIGKILL');
			await ended;
		}
		rmSync(folder, { recursive: true, force: true });
	};
	cleanup(child, stop);
	for (let tries = 0; (await status(`${url}/-/ready`)) !== 200; tries += 1) {
		if (tries > 100) throw new Error('Prometheus did not get ready');
		await sleep(100);
	}
	const ask = async (address: string) =>
		toSeries((await call(url, 'GET', address)).body as unknown as ApiAnswer);
	return {
		url,
		query: (expression) => ask(`/api/v1/query?query=${encodeURIComponent(expression)}`),
		queryRange: (expression, seconds) => {
			const end = Date.now() / 1_000;
			const span = `start=${String(end - seconds)}&end=${String(end)}&step=1`;
			return ask(`/api/v1/query_range?query=${encodeURIComponent(expression)}&${span}`);
		},
		api: async (address) => (await call(url, 'GET', address)).body,
		stop,
	};
}

async function status(url: string): Promise<number> {
	return (await call(url, 'GET', '').catch(() => ({ status: 0 }))).status;
}

function toSeries({ status: how, error, data }: ApiAnswer): Series[] {
	if (how !== 'success') throw new Error(`Prometheus refuses the query: ${error ?? ''}`);
	return data.result.map(({ metric, value, values }) => ({
		metric,
		values: (values ?? (value ? [value] : [])).map(([, text]) => Number(text)),
	}));
}
