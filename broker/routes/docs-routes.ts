import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../http/context';

/** What the broker says about its own interface: as OpenAPI, as a page, and the page's assets by file name. */
export interface Docs {
	readonly openApi: Buffer;
	readonly document: Buffer;
	readonly assets: ReadonlyMap<string, Buffer>;
}

/**
 * Reads what the build made of the schemas: less than two hundred kilobytes.
 * @throws where it has not been built
 */
export async function readDocs(directory: string): Promise<Docs> {
	const assets = path.join(directory, 'assets');
	const [openApi, document, names] = await Promise.all([
		readFile(path.join(directory, 'openapi.json')),
		readFile(path.join(directory, 'docs.html')),
		readdir(assets),
	]);
	const contents = await Promise.all(names.map((name) => readFile(path.join(assets, name))));
	return { openApi, document, assets: new Map(contents.map((content, at) => [names[at] ?? '', content])) };
}

/** The broker's interface, for machines and to read. */
export function docsRoutes(docs: Docs) {
	return {
		/** `GET /openapi.json` → 200 */
		openApi: (context: Context): Promise<void> => {
			context.type = 'application/json; charset=utf-8';
			context.body = docs.openApi;
			return Promise.resolve();
		},

		/** `GET /docs` → 200 */
		document: (context: Context): Promise<void> => {
			context.type = 'text/html; charset=utf-8';
			context.body = docs.document;
			return Promise.resolve();
		},

		/** `GET /docs/{file}` → 200; the names hold a hash of the content, so browsers may keep them for ever. */
		asset: (context: Context): Promise<void> => {
			const name = context.params['file'] ?? '';
			const content = docs.assets.get(name);
			if (content) {
				context.type = path.extname(name);
				context.set('Cache-Control', 'public, max-age=31536000, immutable');
				context.body = content;
			}
			return Promise.resolve();
		},
	};
}
