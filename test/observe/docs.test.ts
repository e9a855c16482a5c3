import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chain, CHAIN_START } from '../../broker/observe/audit/chain';
import { LOG_FIELDS } from '../../broker/observe/log-fields';
import { METRICS } from '../../broker/observe/metric-table';
import { CALLBACK_RESULTS, LIMIT_NAMES, STORE_OPERATIONS } from '../../broker/observe/metrics';
import { SESSION_OUTCOMES } from '../../broker/sessions/session-events';
import { inRepository } from '../support/repository';

const text = readFileSync(inRepository('docs/watch.md'), 'utf8');

/** The cells of the rows of the table that has this first heading, between headings of the page. */
function table(first: string): string[][] {
	const rows = text.split('\n').map((line) =>
		line
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);
	const begin = rows.findIndex(([cell]) => cell === first);
	const end = rows.findIndex((cells, at) => at > begin && cells.length === 0);
	return rows.slice(begin + 2, end);
}

const names = (first: string) => table(first).map(([cell = '']) => cell.replaceAll('`', ''));

describe('docs/watch.md', () => {
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
		const entry = { time: 't', event: 'e', session: 's', template: 't', key: 'k', network: 'n' };
		const { line } = chain(entry, CHAIN_START);
		expect(names('member')).toEqual(Object.keys(JSON.parse(line) as object));
	});

	test('leads somewhere with every link', () => {
		const targets = [...text.matchAll(/\]\(([^)#]+)/g)].map(([, target = '']) => target);
		const inside = targets.filter((target) => !target.startsWith('https:'));
		expect(inside.length).toBeGreaterThan(1);
		expect(inside.filter((target) => !existsSync(inRepository('docs', target)))).toEqual([]);
	});
});
