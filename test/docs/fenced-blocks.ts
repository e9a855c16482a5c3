import { readFileSync } from 'node:fs';
import { inRepository } from '../support/repository';

/** A fenced block of a Markdown file. */
export interface Block {
	/** What stands behind the fence, such as `sh runnable`. */
	readonly info: string;
	readonly code: string;
}

/** The fenced blocks of a Markdown file of the repository, in their order. */
export function fencedBlocks(file: string): readonly Block[] {
	const text = readFileSync(inRepository(file), 'utf8');
	return [...text.matchAll(/^```(.*)\n([^]*?)^```$/gm)].map(([, info = '', code = '']) => ({ info, code }));
}

/** The one block of a kind. */
export function onlyBlock(file: string, info: string): string {
	const blocks = fencedBlocks(file).filter((block) => block.info === info);
	const [block] = blocks;
	if (block === undefined || blocks.length > 1) throw new Error(`${file}: expected one block of ${info}`);
	return block.code;
}
