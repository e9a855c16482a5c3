import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Branding } from '../config/read-branding';
import { brandPage, type BrandAsset } from './brand-page';

/** The built page: its documents, and its assets by file name. */
export interface Page {
	/** In every language, by primary subtag (`pt`), the one spoken to strangers first. */
	readonly documents: ReadonlyMap<string, PageDocument>;
	readonly assets: ReadonlyMap<string, Buffer>;
	/** What the operator's branding adds, by path. */
	readonly branding: ReadonlyMap<string, BrandAsset>;
}

/** The page's document in one language. */
interface PageDocument {
	/** The whole language tag (BCP 47): `pt-BR`. */
	readonly language: string;
	readonly content: string;
}

/** Spoken where none of a person's languages is. */
export const DEFAULT_LANGUAGE = 'en';
const DOCUMENT = /^connect\.([A-Za-z-]+)\.html$/;

/**
 * Reads the built page into memory, a few hundred kilobytes, and puts the operator's branding into it.
 * @throws where it has not been built
 */
export async function readPage(directory: string, branding: Branding | undefined): Promise<Page> {
	const assetNames = await readdir(path.join(directory, 'assets'));
	const assets = await Promise.all(
		assetNames.map(async (name) => [name, await readFile(path.join(directory, 'assets', name))] as const),
	);
	const brand = brandPage(branding);
	const documents = await Promise.all(
		(await languagesIn(directory)).map(async (language) => {
			const file = path.join(directory, `connect.${language}.html`);
			const content = brand.document(await readFile(file, 'utf8'));
			return [language.replace(/-.*/, ''), { language, content }] as const;
		}),
	);
	return { documents: new Map(documents), assets: new Map(assets), branding: brand.assets };
}

async function languagesIn(directory: string): Promise<readonly string[]> {
	const languages = (await readdir(directory)).flatMap((name) => DOCUMENT.exec(name)?.[1] ?? []);
	if (!languages.includes(DEFAULT_LANGUAGE)) throw new Error(`The page has not been built in ${directory}.`);
	return [DEFAULT_LANGUAGE, ...languages.filter((language) => language !== DEFAULT_LANGUAGE)];
}
