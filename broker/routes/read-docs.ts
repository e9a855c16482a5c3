import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

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
