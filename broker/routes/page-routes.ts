import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Branding } from '../config/read-branding';
import type { Context } from '../http/context';
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
export interface PageDocument {
	/** The whole language tag (BCP 47): `pt-BR`. */
	readonly language: string;
	readonly content: string;
}

/** Spoken where none of a person's languages is. */
const DEFAULT_LANGUAGE = 'en';
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

/** The page itself. Looking at it changes nothing, so that link previews are harmless. */
export function pageRoutes(page: Page) {
	return {
		/** `GET /connect`, `GET /connect/{code}` → 200, in the best of the languages asked for (RFC 9110 section 12.5.4) */
		document: (context: Context): Promise<void> => {
			const found = context.acceptsLanguages([...page.documents.keys()]);
			const document = page.documents.get(found === false ? DEFAULT_LANGUAGE : found);
			context.vary('Accept-Language');
			context.set('Content-Language', document?.language ?? DEFAULT_LANGUAGE);
			context.type = 'text/html; charset=utf-8';
			context.body = document?.content;
			return Promise.resolve();
		},

		/** `GET /assets/{file}` → 200; the names hold a hash of the content, so browsers may keep them for ever. */
		asset: (context: Context): Promise<void> => {
			const name = context.params['file'] ?? '';
			const content = page.assets.get(name);
			if (content) {
				context.type = path.extname(name);
				keepForEver(context);
				context.body = content;
			}
			return Promise.resolve();
		},

		/** `GET /branding/{file}` → 200; kept for ever where the address names the version that is served. */
		branding: (context: Context): Promise<void> => {
			const asset = page.branding.get(context.path);
			if (asset) {
				context.type = asset.type;
				context.set('Content-Security-Policy', asset.policy);
				if (context.query['v'] === asset.version) keepForEver(context);
				context.body = asset.content;
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

function keepForEver(context: Context): void {
	context.set('Cache-Control', 'public, max-age=31536000, immutable');
}
