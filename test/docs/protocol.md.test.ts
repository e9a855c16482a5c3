import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { countedNetworks } from '../../broker/limits/networks';
import { NUMBERS } from '../../broker/limits/numbers';
import { ERROR_CODES } from '../../protocol/error-codes';
import { BUILT_IN_TEMPLATES, type Template } from '../../protocol/templates';
import { startBroker } from '../support/broker';
import { cleanup } from '../support/cleanup';
import { testWith } from '../support/requirements';
import { bash } from './bash';
import { fencedBlocks, read } from './markdown';

/** The cells of a Markdown table's rows, by the heading of its section. */
function rowsBelow(heading: string, text: string): string[][] {
	const [, section = ''] = text.split(`\n${heading}\n`);
	const [own = ''] = section.split(/\n#+ /);
	return own
		.split('\n')
		.filter((line) => line.startsWith('| `'))
		.map((line) =>
			line
				.split('|')
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);
}

testWith(
	['OpenSSL', 'curl'],
	'its commands make the whole round trip, in the order in which they stand',
	async () => {
		const folder = cleanup(mkdtempSync(path.join(tmpdir(), 'linkauth-protocol-')), (each) => {
			rmSync(each, { recursive: true });
		});
		const { url } = await startBroker();
		const blocks = fencedBlocks('docs/protocol.md').filter(({ info }) => info === 'sh runnable');
		const output = bash(blocks.map(({ code }) => code).join('\n'), {
			cwd: folder,
			env: { HOME: folder, BROKER: url },
		});
		expect(output).toContain('"status":"ok"');
		expect(output).toContain('"status":"pending"');
		expect(output).toContain('"agent_state":"opaque to everybody but the agent"');
		expect(output).toMatch(/\{"status":"ready",.*"ciphertext":"/);
		expect(output).toContain('"status":"denied"');
		expect(output).toContain('"device_code":"');
		expect(output).toContain('"error":"authorization_pending"');
		expect(output).toMatch(/\/connect\/\S{9}#k=[A-Za-z0-9_-]{43}\n/);
	},
);

test('the table of errors has every code, with its status and title', () => {
	const documented = rowsBelow('## Errors', read('docs/protocol.md')).map(([code, status, title]) => [
		code,
		status,
		title,
	]);
	const actual = Object.entries(ERROR_CODES).map(([code, { status, title }]) => [
		`\`${code}\``,
		String(status),
		title,
	]);
	expect(documented).toEqual(actual);
});

test('the table of templates has every template, with its fields', () => {
	const documented = rowsBelow('## Templates', read('docs/protocol.md'));
	const templates: Readonly<Record<string, Template>> = BUILT_IN_TEMPLATES;
	const actual = Object.entries(templates).map(([name, { fields }]) => [
		`\`${name}\``,
		fields.map((field) => `\`${field.name}\`${field.required === false ? ' (optional)' : ''}`).join(', '),
	]);
	expect(documented).toEqual(actual);
});

test('the limits that it states are the broker’s', () => {
	const text = read('docs/protocol.md');
	const [own, ...wider] = countedNetworks('2001:db8:1:2::/64').map(({ factor }) =>
		String(factor * NUMBERS.failures),
	);
	const [in56, in48] = wider;
	expect(text).toContain(
		`A client network has ${own ?? ''} of them a minute (an IPv4 address or an IPv6 /64; ${in56 ?? ''} in a /56, ${in48 ?? ''} in a /48)`,
	);
	expect(text).toContain(`have failed ${String(NUMBERS.failuresInAll)} times in a minute`);
	expect(text).toContain(`limited to ${String(NUMBERS.pageCalls)} a minute per client network`);
});
