import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { SETTINGS } from '../../broker/config/settings';
import { inRepository } from '../support/repository';
import { messagesOfNodes } from './guide-messages';
import { builtTypes, shownIn } from './guide-nodes';
import { anchorsOf } from './anchors';

const PAGES = ['docs/n8n.md', 'docs/n8n-parameters.md', 'docs/troubleshooting.md', 'docs/n8n-data.md'];
const LARGEST_PICTURE = 150_000;
const read = (file: string) => readFileSync(inRepository(file), 'utf8');
/** The first cells of a text's tables, without headings. */
const firstCells = (text: string) =>
	[...text.matchAll(/^\| ([^|]+?) +\|/gm)].map(([, cell = '']) => cell).filter((cell) => !/^-+$/.test(cell));

describe('docs/n8n-parameters.md', () => {
	const [, ...sections] = read('docs/n8n-parameters.md').split(/^## /m);
	const types = builtTypes();

	test.each(types.map((type, at) => [type.displayName, type, sections[at] ?? ''] as const))(
		'%s: has every parameter, every choice and no other',
		(displayName, { properties }, section) => {
			expect(section.split('\n')[0]).toBe(displayName);
			const parameters = shownIn(properties).filter(({ type }) => type !== 'notice');
			const names = new Set(parameters.map((parameter) => parameter.displayName));
			expect([...names].filter((name) => !section.includes(`**${name}**`))).toEqual([]);
			const choices = parameters.flatMap((parameter) => parameter.choices.map(({ name }) => name));
			const text = section.toLowerCase();
			expect(choices.filter((choice) => !text.includes(`_${choice.toLowerCase()}_`))).toEqual([]);
			const documented = firstCells(section).flatMap((cell) => /^\*\*(.+)\*\*$/.exec(cell)?.[1] ?? []);
			expect(documented.filter((name) => !names.has(name))).toEqual([]);
		},
	);

	test('gives an example for every parameter', () => {
		const rows = [...read('docs/n8n-parameters.md').matchAll(/^\| \*\*(.+?)\*\* .*\|([^|]*)\|$/gm)];
		expect(rows.length).toBeGreaterThan(35);
		const without = rows.filter(([, , example = '']) => example.trim() === '').map(([, name]) => name);
		// Its own section follows.
		expect(without).toEqual(['Options', 'Options']);
	});
});

describe('docs/troubleshooting.md', () => {
	const text = read('docs/troubleshooting.md');
	const listed = firstCells(text).flatMap((cell) => /^`(.+)`$/.exec(cell)?.[1] ?? []);
	/** Whether a row is for a message: the same, or its beginning. */
	const isFor = (row: string, message: string) =>
		row === message || (row.endsWith('…') && row.length > 8 && message.startsWith(row.slice(0, -1)));

	test('has every message that the nodes can show', () => {
		const missing = messagesOfNodes().filter((message) => !listed.some((row) => isFor(row, plain(message))));
		expect(missing).toEqual([]);
	});

	test('has every message that testing the credential can show, and no others', () => {
		const { test: check } = builtTypes().find(({ displayName }) => displayName === 'LinkAuth API') ?? {};
		const shown = (check?.rules ?? []).flatMap(({ properties }) =>
			'message' in properties ? properties.message : [],
		);
		expect(shown.length).toBeGreaterThan(3);
		expect(shown.filter((message) => !listed.some((row) => isFor(row, message)))).toEqual([]);
		const all = [...messagesOfNodes().map(plain), ...shown];
		expect(listed.filter((row) => !all.some((message) => isFor(row, message)))).toEqual([]);
	});

	test('quotes what leaves through an output as the nodes say it', () => {
		const quoted = [...text.matchAll(/^\| Expired: `(.{10,}?) ?…` /gm)].map(([, words = '']) => words);
		expect(quoted).toHaveLength(3);
		const sources = ['await-output.ts', 'await-session.ts', 'await-item.ts']
			.map((file) => read(`nodes/AwaitCredential/${file}`))
			.join('');
		expect(quoted.filter((words) => !sources.includes(words))).toEqual([]);
	});
});

/** A message as the page writes it: one … for each unknown. */
function plain(message: string): string {
	return message.replaceAll(/…{2,}/g, '…').replaceAll(/… …/g, '…');
}

test('docs/n8n.md: names the versions of n8n that are tested', () => {
	const [, newest = '', oldest = ''] =
		/newest: '([\d.]+)', oldest: '([\d.]+)'/.exec(read('scripts/cached-n8n.mjs')) ?? [];
	expect(read('docs/n8n.md').includes(`n8n ${newest} and n8n ${oldest}`)).toBe(true);
	expect(read('README.md').includes(`newest ${newest}, oldest ${oldest}`)).toBe(true);
});

test('docs/n8n.md: shows pictures of n8n’s editor, each small enough, and all there are', () => {
	const shown = [...read('docs/n8n.md').matchAll(/!\[(.+)\]\(images\/n8n\/([\w-]+\.png)\)/g)];
	expect(shown.map(([, , file]) => file).toSorted()).toEqual(
		readdirSync(inRepository('docs/images/n8n')).toSorted(),
	);
	for (const [, words = '', file = ''] of shown) {
		expect(words.length).toBeGreaterThan(20);
		expect(statSync(inRepository('docs/images/n8n', file)).size).toBeLessThan(LARGEST_PICTURE);
	}
});

describe.each([...PAGES, 'docs/release.md'])('%s', (page) => {
	test('leads somewhere with every link', () => {
		const targets = [...read(page).matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, target = '']) => target);
		expect(targets.length).toBeGreaterThan(0);
		for (const target of targets) {
			const [file = '', anchor] = target.split('#');
			const found = file === '' ? page : path.join('docs', file);
			expect([page, target, existsSync(inRepository(found))]).toEqual([page, target, true]);
			if (anchor !== undefined)
				expect([target, anchorsOf(read(found))]).toEqual([target, expect.arrayContaining([anchor])]);
		}
	});

	test('names settings of the broker that there are', () => {
		const known = Object.values(SETTINGS).flatMap(({ names }) => names as readonly string[]);
		const named = [...read(page).matchAll(/\bLINKAUTH_[A-Z_]+/g)].map(([name]) => name);
		expect(named.filter((name) => !known.includes(name))).toEqual([]);
	});
});
