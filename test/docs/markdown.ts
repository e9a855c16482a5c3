import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inRepository } from '../support/repository';

/** Every Markdown file that is written by hand, by its path in the repository. */
export const MARKDOWN_FILES: readonly string[] = globSync(
	['*.md', '.github/**/*.md', '{bench,broker,demo,docs,examples,n8n-engine,ops,test,workflows}/**/*.md'],
	{ cwd: inRepository(), exclude: ['**/node_modules/**', '**/dist/**'] },
).toSorted();

/** A text of the repository. */
export function read(file: string): string {
	return readFileSync(inRepository(file), 'utf8');
}

/** A fenced block of a Markdown file. */
export interface Block {
	/** What stands behind the fence, such as `sh runnable`. */
	readonly info: string;
	readonly code: string;
}

const FENCED = /^( *)```(.*)\n([^]*?)^\1```$/gm;

/** The fenced blocks of a Markdown file of the repository, in their order. */
export function fencedBlocks(file: string): readonly Block[] {
	return [...read(file).matchAll(FENCED)].map(([, , info = '', code = '']) => ({ info, code }));
}

/** The one block of a kind. */
export function onlyBlock(file: string, info: string): string {
	const blocks = fencedBlocks(file).filter((block) => block.info === info);
	const [block] = blocks;
	if (block === undefined || blocks.length > 1) throw new Error(`${file}: expected one block of ${info}`);
	return block.code;
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(text: string): string[] {
	const found: string[] = [];
	for (const [, heading = ''] of text.replaceAll(FENCED, '').matchAll(/^#+ (.+)$/gm)) {
		const anchor = heading
			.toLowerCase()
			.replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, '')
			.replaceAll(' ', '-');
		const before = found.filter((each) => each.replace(/-\d+$/, '') === anchor).length;
		found.push(before === 0 ? anchor : `${anchor}-${String(before)}`);
	}
	return found;
}

/** A link or picture that leads to a file of the repository. */
export interface Link {
	/** As it is written. */
	readonly target: string;
	/** The file, by its path in the repository. */
	readonly file: string;
	readonly anchor?: string;
}

/** The links and pictures of a Markdown file that lead into the repository. */
export function linksOf(page: string): Link[] {
	const text = read(page).replaceAll(FENCED, '');
	const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)];
	return targets
		.map(([, inText, inTag]) => inText ?? inTag ?? '')
		.filter((target) => !/^(?:https?|mailto):/.test(target))
		.map((target) => {
			const [address = '', anchor] = target.split('#');
			const file = address === '' ? page : path.join(path.dirname(page), address);
			return anchor === undefined ? { target, file } : { target, file, anchor };
		});
}

/** The cells of the rows of a Markdown table, without its heading, that begins with this cell. */
export function tableOf(text: string, firstHeading: string): string[][] {
	const rows = text.split('\n').map((line) =>
		line
			.split(/(?<!\\)\|/)
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);
	const begin = rows.findIndex(([cell]) => cell === firstHeading);
	if (begin < 0) throw new Error(`there is no table that begins with ${firstHeading}`);
	const end = rows.findIndex((cells, at) => at > begin && cells.length === 0);
	return rows.slice(begin + 2, end);
}

/** The first cells of a text's tables, without headings. */
export function firstCells(text: string): string[] {
	return [...text.matchAll(/^\| ([^|]+?) +\|/gm)]
		.map(([, cell = '']) => cell)
		.filter((cell) => !/^-+$/.test(cell));
}
