import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../http/context';
import { chooseCoding, CODINGS, type Coding } from './content-coding';

/** A file that stays the same for as long as the broker runs, read and compressed when it starts. */
export interface StaticFile {
	readonly content: Buffer;
	/** The same, compressed. */
	readonly coded: ReadonlyMap<Coding, Buffer>;
}

/** The end of the name of a file that is being written at this moment. */
const UNFINISHED = /\.\d+$/;

/** Reads a folder of built files, beside which the build puts them compressed, without the folders in it. By name. */
export async function readStaticFiles(directory: string): Promise<ReadonlyMap<string, StaticFile>> {
	const entries = await readdir(directory, { withFileTypes: true });
	const contents = new Map(
		await Promise.all(
			entries
				.filter((entry) => entry.isFile() && !UNFINISHED.test(entry.name))
				.map(async ({ name }) => [name, await readFile(path.join(directory, name))] as const),
		),
	);
	const suffixes = Object.entries(CODINGS) as [Coding, string][];
	const codedOf = (name: string) =>
		new Map(
			suffixes.flatMap(([coding, suffix]) => {
				const content = contents.get(name + suffix);
				return content ? [[coding, content] as const] : [];
			}),
		);
	return new Map(
		[...contents]
			.filter(([name]) => !suffixes.some(([, suffix]) => name.endsWith(suffix)))
			.map(([name, content]) => [name, { content, coded: codedOf(name) }]),
	);
}

/** Answers with a file, in the best of the codings that are asked for. Its type is the caller's to set. */
export function sendFile(context: Context, { content, coded }: StaticFile): void {
	const coding = chooseCoding(context.get('Accept-Encoding'), coded.keys());
	context.vary('Accept-Encoding');
	if (coding !== undefined) context.set('Content-Encoding', coding);
	context.body = (coding && coded.get(coding)) ?? content;
}
