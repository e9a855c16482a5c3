import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadTypeScript } from '../broker/load-typescript.mjs';
import { markdownTable } from './markdown-table.mjs';

/*
 * Writes the table of providers into docs/providers.md, from the one in protocol/providers/. With --check it writes
 * nothing, and fails where the document is behind.
 */

const root = path.resolve(import.meta.dirname, '..');
const [begin, end] = ['<!-- providers:begin -->', '<!-- providers:end -->'];
const file = path.join(root, 'docs/providers.md');

const text = await readFile(file, 'utf8');
const [before, rest = ''] = text.split(begin);
const [, after] = rest.split(end);
if (after === undefined) fail(`docs/providers.md has no ${begin} … ${end}.`);
const head = ['provider', 'id', 'scopes where you say none', 'PKCE', 'refresh', 'revoke', 'needs'];
const rows = [...(await readProviders())]
	.sort((one, other) => one.name.localeCompare(other.name, 'en', { sensitivity: 'base' }))
	.map(rowOf);
const current = `${before}${begin}\n\n${markdownTable([head, ...rows])}\n${end}${after}`;
if (current !== text) {
	if (process.argv.includes('--check')) fail('The table in docs/providers.md is behind: run npm run docs.');
	await writeFile(file, current);
}

function rowOf(provider) {
	const { id, name, source, unchecked, defaultScopes, pkce, refresh, revocationEndpoint } = provider;
	const { placeholders = {}, selfServiceTenants } = provider;
	const scopes = defaultScopes.map((scope) => `\`${scope}\``).join(' ');
	const needs = Object.values(placeholders).map(({ label, example }) => `${label}, such as \`${example}\``);
	if (selfServiceTenants) needs.push('its host [allowed](oauth.md#where-people-may-be-sent)');
	return [
		`[${name}](${source})${unchecked ? ' (?)' : ''}`,
		`\`${id}\``,
		scopes,
		{ yes: 'yes', ignored: 'not needed', public: 'without a secret', no: 'no' }[pkce],
		{ none: 'no', reusable: 'yes', rotating: 'rotating' }[refresh],
		revocationEndpoint === undefined ? '' : 'yes',
		needs.join('; '),
	];
}

/** The rows as nodes and broker have them. */
async function readProviders() {
	const { PROVIDERS } = await loadTypeScript("export * from './protocol/providers/providers'", root);
	return PROVIDERS;
}

function fail(message) {
	console.error(message);
	process.exit(1);
}
