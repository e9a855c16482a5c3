import path from 'node:path';
import type { Branding } from '../config/read-branding';
import { brandPage, type BrandAsset, type PageBranding } from './brand-page';
import { compress } from './content-coding';
import { readStaticFiles, type StaticFile } from './static-file';

/** The built page: its documents, and its assets by file name. */
export interface Page {
	/** In every language, by primary subtag (`pt`), the one spoken to strangers first. */
	readonly documents: ReadonlyMap<string, PageDocument>;
	readonly assets: ReadonlyMap<string, StaticFile>;
	/** What the operator's branding adds, by path. */
	readonly branding: ReadonlyMap<string, BrandAsset>;
}

/** The page's document in one language. */
interface PageDocument {
	/** The whole language tag (BCP 47): `pt-BR`. */
	readonly language: string;
	readonly file: StaticFile;
}

/** Spoken where none of a person's languages is. */
export const DEFAULT_LANGUAGE = 'en';
const DOCUMENT = /^connect\.([A-Za-z-]+)\.html$/;

/**
 * Reads the built page into memory, a few hundred kilobytes. Where there is branding, the documents are made of the
 * built templates.
 * @throws where it has not been built
 */
export async function readPage(directory: string, branding: Branding | undefined): Promise<Page> {
	const [documents, assets, brand] = await Promise.all([
		branding ? undefined : readStaticFiles(directory),
		readStaticFiles(path.join(directory, 'assets')),
		brandPage(branding),
	]);
	return {
		documents: byLanguage(documents ?? (await fillTemplates(path.join(directory, 'templates'), brand))),
		assets,
		branding: brand.assets,
	};
}

/** The documents with the operator's branding, compressed, by file name. */
async function fillTemplates(
	directory: string,
	brand: PageBranding,
): Promise<ReadonlyMap<string, StaticFile>> {
	const templates = await readStaticFiles(directory);
	return new Map(
		await Promise.all(
			[...templates].map(async ([name, template]) => {
				const content = Buffer.from(brand.document(String(template.content)));
				return [name, { content, coded: await compress(content) }] as const;
			}),
		),
	);
}

function byLanguage(files: ReadonlyMap<string, StaticFile>): ReadonlyMap<string, PageDocument> {
	const documents = [...files].flatMap(([name, file]) => {
		const language = DOCUMENT.exec(name)?.[1];
		return language === undefined ? [] : [{ language, file }];
	});
	const strangers = documents.find(({ language }) => language === DEFAULT_LANGUAGE);
	if (!strangers) throw new Error('The page has not been built. Run npm run build:broker.');
	const inOrder = [strangers, ...documents.filter((document) => document !== strangers)];
	return new Map(inOrder.map((document) => [document.language.replace(/-.*/, ''), document]));
}
