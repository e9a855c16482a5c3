import { call } from './http';

/** Where a broker serves its metrics, with the setting that makes it do so. */
export function metricsAt(port: number) {
	const url = `http://127.0.0.1:${String(port)}`;
	return {
		url,
		setting: { LINKAUTH_METRICS_PORT: String(port) },
		/** The whole of it, as Prometheus gets it. */
		text: async () => (await call(url, 'GET', '/metrics')).text,
		/** Sum over the samples of a name that have these labels. */
		sum: async (name: string, labels: Readonly<Record<string, string>> = {}) => {
			const { text } = await call(url, 'GET', '/metrics');
			return samplesOf(text)
				.filter((sample) => sample.name === name)
				.filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
				.reduce((sum, { value }) => sum + value, 0);
		},
	};
}

/** One line of Prometheus' text format. */
export interface Sample {
	readonly name: string;
	readonly labels: Readonly<Record<string, string>>;
	readonly value: number;
}

/** The samples of Prometheus' text format. */
export function samplesOf(text: string): Sample[] {
	return text
		.split('\n')
		.filter((line) => line !== '' && !line.startsWith('#'))
		.map((line) => {
			const { name = '', labels = '', value } = SAMPLE.exec(line)?.groups ?? {};
			const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
			return {
				name,
				labels: Object.fromEntries(pairs.map(([, label = '', text = '']) => [label, text])),
				value: Number(value),
			};
		});
}

const SAMPLE = /^(?<name>\w+)(?:\{(?<labels>.*)\})? (?<value>\S+)$/;
