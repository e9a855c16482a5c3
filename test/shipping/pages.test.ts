import { execFile as execFileCallback, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { SETTINGS } from '../../broker/config/settings';
import { ERROR_CODES } from '../../protocol/error-codes';
import { fencedBlocks } from '../docs/fenced-blocks';
import { startBroker, type RunningBroker } from '../support/broker';
import { testWith } from '../support/parts';
import { inRepository, REPOSITORY } from '../support/repository';
import { anchorsOf } from '../docs/anchors';

const PAGES = [
	'docs/run.md',
	'docs/scale.md',
	'docs/upgrade.md',
	'docs/backup.md',
	'docs/settings.md',
	'docs/errors.md',
];
/** Need an engine, a cluster or an init system, and are held against the files that they name. */
const ELSEWHERE = ['sh docker', 'sh kubernetes', 'sh systemd'];

const execFile = promisify(execFileCallback);
const read = (file: string) => readFileSync(inRepository(file), 'utf8');
const blocksOf = (page: string, info: string) => fencedBlocks(page).filter((block) => block.info === info);

let broker: RunningBroker;

beforeAll(async () => {
	broker = await startBroker({ LINKAUTH_BASE_URL: 'https://broker.example.com' });
});
afterAll(() => broker.stop());

/** Runs a script as a reader would, stopping at the first command that fails. */
function bash(script: string, ...options: string[]) {
	return spawnSync('bash', [...options, '-euo', 'pipefail', '-c', script], {
		cwd: REPOSITORY,
		env: { PATH: process.env['PATH'], BROKER: broker.url },
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
	});
}

test.each(PAGES)('%s: every command is run by a test, or marked as one for elsewhere', (page) => {
	const marks = fencedBlocks(page).map(({ info }) => info);
	expect(['sh runnable', 'sh npx', ...ELSEWHERE]).toEqual(expect.arrayContaining(marks));
});

test.each(PAGES)('%s: its commands work, in the order they stand', (page) => {
	const { status, stderr } = bash(
		blocksOf(page, 'sh runnable')
			.map(({ code }) => code)
			.join('\n'),
	);
	expect(stderr).toBe('');
	expect(status).toBe(0);
});

test('docs/run.md: a broker that is up says the address that links begin with', () => {
	const [block] = blocksOf('docs/run.md', 'sh runnable');
	expect(bash(block?.code ?? '').stdout).toContain('"issuer":"https://broker.example.com"');
});

test.each(PAGES)('%s: commands for elsewhere are bash, and the files that they name are there', (page) => {
	for (const { code } of ELSEWHERE.flatMap((info) => blocksOf(page, info))) {
		expect(bash(code, '-n').status).toBe(0);
		const named = code.match(/\b(?:ops|broker)\/[\w./-]+/g) ?? [];
		const ofTheCluster = /^broker\/?$|^registry/;
		for (const file of named.filter((each) => !ofTheCluster.test(each)))
			expect([file, existsSync(inRepository(file))]).toEqual([file, true]);
	}
});

test.each(PAGES)('%s: every link leads somewhere', (page) => {
	const targets = [...read(page).matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, target = '']) => target);
	for (const target of targets) {
		const [file = '', anchor] = target.split('#');
		const found = path.join('docs', file);
		expect([page, target, existsSync(inRepository(found))]).toEqual([page, target, true]);
		if (anchor !== undefined) expect(anchorsOf(read(found))).toContain(anchor);
	}
});

test.each(PAGES)('%s: names settings of the broker, and no others', (page) => {
	const known = Object.values(SETTINGS).flatMap(({ names }) => names);
	const named = [...read(page).matchAll(/\bLINKAUTH_[A-Z_]+/g)].map(([name]) => name);
	// Compose's own, for the name that people use.
	expect([...known, 'LINKAUTH_DOMAIN']).toEqual(expect.arrayContaining(named));
});

test('docs/settings.md: has every setting', () => {
	const missing = Object.values(SETTINGS).filter(
		({ names }) => !read('docs/settings.md').includes(`\`${names[0]}\``),
	);
	expect(missing.map(({ names }) => names[0])).toEqual([]);
});

test('docs/errors.md: has every code with its status, in the order of the source', () => {
	const rows = [...read('docs/errors.md').matchAll(/^\| `(\w+)` +\| (\d+) +\|/gm)];
	const actual = Object.entries(ERROR_CODES).map(([code, { status }]) => [code, String(status)]);
	expect(rows.map(([, code, status]) => [code, status])).toEqual(actual);
});

testWith(
	'Redis',
	'docs/scale.md: the memory that it states is that of a broker as it is',
	async () => {
		const { stdout } = await execFile(process.execPath, [inRepository('bench/redis-memory.mjs'), '2000']);
		const measured = [...stdout.matchAll(/(\d+) bytes each/g)].map(([, bytes]) => Number(bytes));
		const stated = [...read('docs/scale.md').matchAll(/^\| waiting.*\| ([\d,]+) +\|$/gm)].map(
			([, bytes = '']) => Number(bytes.replace(',', '')),
		);
		expect(measured).toHaveLength(stated.length);
		for (const [at, bytes] of measured.entries()) {
			expect(bytes / (stated[at] ?? 0)).toBeGreaterThan(0.8);
			expect(bytes / (stated[at] ?? 0)).toBeLessThan(1.25);
		}
	},
	120_000,
);
