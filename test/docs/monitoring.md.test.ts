import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CALLBACK_RESULTS } from '../../broker/callbacks/callback-results';
import { LIMIT_NAMES } from '../../broker/limits/limit-table';
import { chain, CHAIN_START } from '../../broker/monitoring/audit/chain';
import { LOG_FIELDS } from '../../broker/monitoring/log-fields';
import { METRICS } from '../../broker/monitoring/metric-table';
import { STORE_OPERATIONS } from '../../broker/monitoring/metrics';
import { SESSION_OUTCOMES } from '../../broker/sessions/session-events';
import { BROKER_MAIN, startBroker } from '../support/broker';
import { cleanup } from '../support/cleanup';
import { inRepository } from '../support/repository';
import { bash } from './bash';
import { fencedBlocks, read, tableOf } from './markdown';

const text = read('docs/monitoring.md');
const table = (first: string) => tableOf(text, first);
const names = (first: string) => table(first).map(([cell = '']) => cell.replaceAll('`', ''));

describe('docs/monitoring.md', () => {
	test('has every metric, with its kind, its labels and what it counts', () => {
		const actual = Object.entries(METRICS).map(([name, { kind, labels, help }]) => [
			`\`${name}\``,
			kind,
			labels.map((label) => `\`${label}\``).join(', '),
			help,
		]);
		expect(table('metric')).toEqual(actual);
	});

	test('has every field of the log', () => {
		expect(table('field')).toEqual(Object.entries(LOG_FIELDS).map(([name, what]) => [`\`${name}\``, what]));
	});

	test.each([
		['outcome', SESSION_OUTCOMES],
		['limit', LIMIT_NAMES],
		['result', CALLBACK_RESULTS],
		['operation', STORE_OPERATIONS],
	])('has every value of the label %s', (label, values) => {
		const line = text.split('\n').find((each) => each.startsWith(`- \`${label}\``)) ?? '';
		const named = [...line.matchAll(/`([a-z_]+)`/g)].map(([, name = '']) => name);
		expect(values.filter((value) => !named.includes(value))).toEqual([]);
	});

	test('has every message of the log, and no other', () => {
		const sources = globSync(inRepository('broker/**/*.ts'));
		const messages = sources
			.filter((file) => !file.includes(`${path.sep}dist${path.sep}`))
			.map((file) => readFileSync(file, 'utf8'))
			.flatMap((source) => [
				...source.matchAll(/(?:logger|log)\.(?:info|warn|error|fatal)\(\s*(?:\{[^}]*\},\s*)?'([^']+)'/g),
			])
			.map(([, message]) => message);
		expect(messages.length).toBeGreaterThan(15);
		expect(names('message').toSorted()).toEqual([...new Set(messages)].toSorted());
	});

	test('has every alert', () => {
		const alerts = readFileSync(inRepository('ops/prometheus/alerts.yml'), 'utf8').matchAll(
			/- alert: (\w+)/g,
		);
		expect(names('alert')).toEqual([...alerts].map(([, name]) => name));
	});

	test('has every member of a line of the audit log, in their order', () => {
		const entry = { time: 't', event: 'e', session: 's', template: 't', key: 'k', by: 'b', network: 'n' };
		const { line } = chain(entry, CHAIN_START);
		expect(names('member')).toEqual(Object.keys(JSON.parse(line) as object));
	});

	test('its commands verify the audit log of a broker', async () => {
		const folder = cleanup(mkdtempSync(path.join(tmpdir(), 'linkauth-audit-')), (each) => {
			rmSync(each, { recursive: true });
		});
		const broker = await startBroker({ LINKAUTH_AUDIT_FILE: path.join(folder, 'audit.log') });
		await broker.stop();
		const [last = ''] = /(?<="hash":")\w+(?="\}\n$)/.exec(
			readFileSync(path.join(folder, 'audit.log'), 'utf8'),
		) ?? [''];
		const program = `linkauth-broker() { '${process.execPath}' '${BROKER_MAIN}' "$@"; }\n`;
		const blocks = fencedBlocks('docs/monitoring.md').filter(({ info }) => info === 'sh audit');
		const script = blocks.map(({ code }) => code.replace('/var/lib/linkauth/', '').replaceAll('HASH', last));
		expect(script).toHaveLength(2);
		const output = bash(program + script.join(''), { cwd: folder });
		expect(output.match(new RegExp(last, 'g'))).toHaveLength(3);
	});
});
