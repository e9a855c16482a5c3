import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBroker, type RunningBroker } from '../support/broker';
import { describeWith } from '../support/requirements';
import { inRepository, REPOSITORY } from '../support/repository';
import { bash } from './bash';
import { fencedBlocks, MARKDOWN_FILES, read } from './markdown';

/** How a block of commands is marked, and what runs it. */
const MARKS = {
	'sh runnable': 'a test, in the order in which they stand: below, or in the test of the page',
	'sh server': 'README.md.test.ts',
	'sh agent': 'agent.sh.test.ts',
	'sh npx': 'tarball.test.ts',
	'sh docker': 'nothing here: needs an engine',
	'sh kubernetes': 'nothing here: needs a cluster',
	'sh systemd': 'nothing here: needs an init system',
	'sh workshop': 'CI, or a person: below it is checked that the scripts exist',
	'sh release': 'a maintainer',
	'sh n8n': 'the tests on a real n8n',
	'sh audit': 'monitoring.md.test.ts',
	'sh check': 'deployment.md.test.ts',
	'sh keys': 'keys.md.test.ts',
	'sh operator': 'operating.md.test.ts',
};
/** Held against the files that they name. */
const ELSEWHERE = ['sh docker', 'sh kubernetes', 'sh systemd'];
/** Run by CI as they stand. */
const RUN_BY_CI = [
	'npx -y -p node@24 -c "npm ci && npm run demo"',
	'npx -y -p node@24 -c "npm ci && npm test"',
	// Of the published package: tarball.test.ts runs the same from the packed one.
	'npx linkauth-broker',
];
/** Their commands need more than a broker, and are run by tests of their own. */
const WITH_OWN_TEST = ['README.md', 'docs/protocol.md'];

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const blocksOf = (page: string, info: string) => fencedBlocks(page).filter((block) => block.info === info);
const pagesWith = (...infos: string[]) =>
	MARKDOWN_FILES.filter((page) => infos.some((info) => blocksOf(page, info).length > 0));

test.each(MARKDOWN_FILES)(
	'%s: every command is run by a test or by CI, or marked as one that cannot be',
	(page) => {
		const shell = fencedBlocks(page).filter(({ info }) => /^(?:sh|bash|shell|console)\b/.test(info));
		const unmarked = shell.filter(({ info }) => info === 'sh').map(({ code }) => code.trim());
		expect(RUN_BY_CI).toEqual(expect.arrayContaining(unmarked));
		const marks = shell.map(({ info }) => info).filter((info) => info !== 'sh');
		// A `bash` block shows a part of a script.
		expect([...Object.keys(MARKS), 'bash']).toEqual(expect.arrayContaining(marks));
	},
);

test.each(MARKDOWN_FILES)('%s: the scripts and test files that it names exist', (page) => {
	const named = [...read(page).matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)].map(([, name = '']) => name);
	expect(named.filter((name) => !(name in scripts))).toEqual([]);
	const files = [...read(page).matchAll(/npx jest ([\w./-]+\.ts)/g)].map(([, file = '']) => file);
	expect(files.filter((file) => !existsSync(inRepository(file)))).toEqual([]);
});

describeWith(['OpenSSL', 'curl'], 'commands for a broker', () => {
	let broker: RunningBroker;
	let home: string;
	beforeAll(async () => {
		home = mkdtempSync(path.join(tmpdir(), 'linkauth-docs-'));
		broker = await startBroker();
	});
	afterAll(() => {
		rmSync(home, { recursive: true });
	});

	test.each(pagesWith('sh runnable').filter((page) => !WITH_OWN_TEST.includes(page)))(
		'%s: work in the order in which they stand',
		(page) => {
			const script = blocksOf(page, 'sh runnable').map(({ code }) => code);
			const output = bash(script.join('\n'), {
				cwd: home,
				env: { HOME: home, BROKER: broker.url },
				silent: true,
			});
			expect(output).not.toBe('');
		},
	);
});

test.each(pagesWith(...ELSEWHERE))(
	'%s: commands for elsewhere are bash, and name files that exist',
	(page) => {
		for (const { code } of ELSEWHERE.flatMap((info) => blocksOf(page, info))) {
			bash(code, { cwd: REPOSITORY, options: ['-n'] });
			const named = code.match(/\b(?:ops|broker)\/[\w./-]+/g) ?? [];
			// What is in the image, too.
			const ofTheCluster = /^broker\/?$|^registry|^broker\/dist\//;
			const absent = named.filter((file) => !ofTheCluster.test(file) && !existsSync(inRepository(file)));
			expect(absent).toEqual([]);
		}
	},
);
