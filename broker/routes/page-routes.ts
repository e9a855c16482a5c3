import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../http/context';

/** The built page: its document, and its assets by file name. */
export interface Page {
	readonly document: Buffer;
	readonly assets: ReadonlyMap<string, Buffer>;
}

/**
 * Reads the built page into memory: a few dozen kilobytes.
 * @throws where it has not been built
 */
export async function readPage(directory: string): Promise<Page> {
	const names = await readdir(path.join(directory, 'assets'));
	const assets = await Promise.all(
		names.map(async (name) => [name, await readFile(path.join(directory, 'assets', name))] as const),
	);
	return { document: await readFile(path.join(directory, 'connect.html')), assets: new Map(assets) };
}

/** The page itself. Looking at it changes nothing, so that link previews are harmless. */
export function pageRoutes(page: Page) {
	return {
		/** `GET /connect`, `GET /connect/{code}` → 200 */
		document: (context: Context): Promise<void> => {
			context.type = 'text/html; charset=utf-8';
			context.body = page.document;
			return Promise.resolve();
		},

		/** `GET /assets/{file}` → 200; the names hold a hash of the content, so browsers may keep them for ever. */
		asset: (context: Context): Promise<void> => {
			const name = context.params['file'] ?? '';
			const content = page.assets.get(name);
			if (content) {
				context.type = path.extname(name);
				context.set('Cache-Control', 'public, max-age=31536000, immutable');
				context.body = content;
			}
			return Promise.resolve();
		},

		/** `GET /` → 303 to where codes are typed. */
		home: (context: Context): Promise<void> => {
			context.redirect('/connect');
			context.status = 303;
			return Promise.resolve();
		},
	};
}
