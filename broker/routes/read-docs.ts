import path from 'node:path';
import { readStaticFiles, type StaticFile } from './static-file';

/** What the broker says about its own interface: as OpenAPI, as a page, and the page's assets by file name. */
export interface Docs {
	readonly openApi: StaticFile;
	readonly document: StaticFile;
	readonly assets: ReadonlyMap<string, StaticFile>;
}

/**
 * Reads what the build made of the schemas: less than three hundred kilobytes.
 * @throws where it has not been built
 */
export async function readDocs(directory: string): Promise<Docs> {
	const [files, assets] = await Promise.all([
		readStaticFiles(directory),
		readStaticFiles(path.join(directory, 'assets')),
	]);
	const openApi = files.get('openapi.json');
	const document = files.get('docs.html');
	if (!openApi || !document)
		throw new Error('The OpenAPI document has not been built. Run npm run build:broker.');
	return { openApi, document, assets };
}
