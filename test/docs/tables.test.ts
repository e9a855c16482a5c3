import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { SETTINGS } from '../../broker/config/settings';
import { ERROR_CODES } from '../../protocol/error-codes';
import { BUILT_IN_TEMPLATES, type Template } from '../../protocol/templates';
import { inRepository } from '../support/repository';

const read = (file: string) => readFileSync(inRepository(file), 'utf8');

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

test('README: the table of settings is the broker’s own', () => {
	const { status, stderr } = spawnSync(
		process.execPath,
		[inRepository('scripts/settings-table.mjs'), '--check'],
		{ encoding: 'utf8' },
	);
	expect(stderr).toBe('');
	expect(status).toBe(0);
	for (const { names, meaning } of Object.values(SETTINGS)) {
		expect(read('README.md')).toContain(names[0]);
		expect(read('README.md')).toContain(meaning);
	}
});

test('docs/protocol.md: the table of errors has every code, with its status and title', () => {
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

test('docs/protocol.md: the table of templates has every template, with its fields', () => {
	const documented = rowsBelow('## Templates', read('docs/protocol.md'));
	const templates: Readonly<Record<string, Template>> = BUILT_IN_TEMPLATES;
	const actual = Object.entries(templates).map(([name, { fields }]) => [
		`\`${name}\``,
		fields.map((field) => `\`${field.name}\`${field.required === false ? ' (optional)' : ''}`).join(', '),
	]);
	expect(documented).toEqual(actual);
});

test.each(['README.md', 'SECURITY.md', 'CHANGELOG.md', 'docs/protocol.md'])(
	'%s: every link within the repository leads somewhere',
	(file) => {
		const text = read(file);
		const targets = [...text.matchAll(/(?:\]\(|src=")([^)"]+)/g)].map(([, target = '']) => target);
		const inside = targets.filter((target) => !/^https?:/.test(target));
		for (const target of inside) {
			const [address = '', anchor] = target.split('#');
			const page = address === '' ? file : new URL(address, `file:///${file}`).pathname.slice(1);
			const content = read(page);
			if (anchor !== undefined)
				expect([page, anchorsOf(content)]).toEqual([page, expect.arrayContaining([anchor])]);
		}
	},
);

test('README: names of the nodes’ parameters and outputs are those of the nodes', () => {
	const sources = [
		'nodes/RequestCredential/RequestCredential.node.ts',
		'nodes/RequestCredential/credential-properties.ts',
		'nodes/RequestCredential/request-properties.ts',
		'nodes/RequestCredential/use-properties.ts',
		'nodes/AwaitCredential/await-properties.ts',
		'nodes/AwaitCredential/AwaitCredential.node.ts',
		'credentials/LinkAuthApi.credentials.ts',
	]
		.map(read)
		.join('\n');
	const inSources = (name: string) =>
		new RegExp(`(?:displayName(?: =|:) |name: |[[,] ?)['"]${name}(?: \\(\\w+\\))?['"]`).test(sources);
	expect(NAMES.filter((name) => !inSources(name))).toEqual([]);
	expect(NAMES.filter((name) => !read('README.md').includes(name))).toEqual([]);
});

/** What the README calls by name in n8n's editor. */
const NAMES = [
	'Request Credential',
	'Await Credential',
	'Credential to Ask For',
	'API Key',
	'Display Name',
	'Reason',
	'Allowed Hosts',
	'Use in HTTP Requests',
	'Wait',
	'Until Completed',
	'Check Once',
	'Output',
	'Sealed',
	'Decrypted',
	'Continue From',
	'Code',
	'Valid For',
	'Received',
	'Declined',
	'Expired',
	'Pending',
	'LinkAuth API',
	'Broker URL',
	'Sealed Credential',
];

function anchorsOf(text: string): string[] {
	return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
		heading
			.toLowerCase()
			.replace(/[^\w\s-]/g, '')
			.replaceAll(' ', '-'),
	);
}
