import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { inRepository, REPOSITORY } from '../support/repository';
import { anchorsOf, linksOf, MARKDOWN_FILES, read } from './markdown';

const HOME = 'https://github.com/linkauth/n8n-nodes-linkauth';

test('finds the pages, and links in them', () => {
	expect(MARKDOWN_FILES).toEqual(expect.arrayContaining(['README.md', 'docs/README.md', 'broker/README.md']));
	expect(MARKDOWN_FILES.flatMap((page) => linksOf(page)).length).toBeGreaterThan(150);
});

test.each(MARKDOWN_FILES)('%s: every link within the repository leads to a file and a heading', (page) => {
	const dead = linksOf(page).filter(({ file, anchor }) => !leadsSomewhere(file, anchor));
	expect(dead.map(({ target }) => target)).toEqual([]);
});

test('every address of this repository, wherever it is written, leads to a file and a heading', () => {
	const lines = execFileSync('git', ['grep', '-hIoE', `${HOME}/(blob|tree)/main/[A-Za-z0-9./_#-]+`], {
		cwd: REPOSITORY,
		encoding: 'utf8',
	}).split('\n');
	const addresses = [...new Set(lines.filter((line) => line !== ''))];
	expect(addresses.length).toBeGreaterThan(3);
	const dead = addresses.filter((address) => {
		const [file = '', anchor] = address.replace(/^.*\/(?:blob|tree)\/main\//, '').split('#');
		return !leadsSomewhere(file, anchor);
	});
	expect(dead).toEqual([]);
});

test('every page of docs/ can be found from its README, and from the README', () => {
	const pages = MARKDOWN_FILES.filter((file) => file.startsWith('docs/') && file !== 'docs/README.md');
	for (const index of ['README.md', 'docs/README.md']) {
		const linked = linksOf(index).map(({ file }) => file);
		expect(pages.filter((page) => !linked.includes(page))).toEqual([]);
	}
});

test('a page is named in code and comments as it is called', () => {
	const named = execFileSync('git', ['grep', '-hIoE', '(^|[^/])docs/[a-z0-9-]+[.]md'], {
		cwd: REPOSITORY,
		encoding: 'utf8',
	}).split('\n');
	const pages = new Set(named.flatMap((line) => /docs\/.+/.exec(line) ?? []));
	expect(pages.size).toBeGreaterThan(10);
	expect([...pages].filter((name) => !existsSync(inRepository(name)))).toEqual([]);
});

function leadsSomewhere(file: string, anchor: string | undefined): boolean {
	if (!existsSync(inRepository(file))) return false;
	return anchor === undefined || anchorsOf(read(file)).includes(anchor);
}
