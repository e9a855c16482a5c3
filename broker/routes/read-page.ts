import path from 'node:path';
import type { Branding } from '../config/read-branding';
import { brandPage, type BrandAsset } from './brand-page';
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
 * Reads the built page into memory, a few hundred kilobytes, puts the operator's branding into it, and compresses what
 * comes of that.
 * @throws where it has not been built
 */
export async function readPage(directory: string, branding: Branding | undefined): Promise<Page> {
	const [files, assets, brand] = await Promise.all([
		readStaticFiles(directory),
		readStaticFiles(path.join(directory, 'assets')),
		brandPage(branding),
	]);
	const documents = await Promise.all(
		[...files].flatMap(([name, file]) => {
			const language = DOCUMENT.exec(name)?.[1];
			return language === undefined ? [] : [documentIn(language, brand.document(String(file.content)))];
		}),
	);
	const strangers = documents.find(({ language }) => language === DEFAULT_LANGUAGE);
	if (!strangers) throw new Error(`The page has not been built in ${directory}.`);
	const inOrder = [strangers, ...documents.filter((document) => document !== strangers)];
	return {
		documents: new Map(inOrder.map((document) => [document.language.replace(/-.*/, ''), document])),
		assets,
		branding: brand.assets,
	};
}

async function documentIn(language: string, markup: string): Promise<PageDocument> {
	const content = Buffer.from(markup);
	return { language, file: { content, coded: await compress(content) } };
}
