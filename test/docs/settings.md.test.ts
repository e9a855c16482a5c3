import { spawnSync } from 'node:child_process';
import { SETTINGS } from '../../broker/config/settings';
import { inRepository } from '../support/repository';
import { MARKDOWN_FILES, read } from './markdown';

const settings = Object.values(SETTINGS);
const known = settings.flatMap(({ names }) => names as readonly string[]);
/** Read by others than the broker. */
const OTHERS = [
	// By compose.yaml: the name that people use.
	'LINKAUTH_DOMAIN',
	// By examples/agent.sh.
	'LINKAUTH_API_KEY',
	// By the tests.
	'LINKAUTH_FUZZ_SEED',
	'LINKAUTH_HISTORIES',
];

test('its tables are the broker’s own', () => {
	const { status, stderr } = spawnSync(
		process.execPath,
		[inRepository('scripts/settings-table.mjs'), '--check'],
		{ encoding: 'utf8' },
	);
	expect(stderr).toBe('');
	expect(status).toBe(0);
	const page = read('docs/settings.md').replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1');
	for (const { names, meaning } of settings) {
		expect(page).toContain(`\`${names[0]}\``);
		expect(page).toContain(meaning);
	}
});

test.each(MARKDOWN_FILES)('%s: names settings that there are', (page) => {
	const named = [...read(page).matchAll(/\bLINKAUTH_[A-Z_]*[A-Z]\b/g)].map(([name]) => name);
	expect(named.filter((name) => ![...known, ...OTHERS].includes(name))).toEqual([]);
});
