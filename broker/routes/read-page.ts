import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Branding } from '../config/read-branding';
import { documentPolicy, type InlineHashes } from '../http/security-headers';
import { brandPage, type BrandAsset, type PageBranding } from './brand-page';
import { compress } from './content-coding';
import { readStaticFiles, type StaticFile } from './static-file';

/** The built page: its documents, and its assets by file name. */
export interface Page {
	/** In every language, by primary subtag (`pt`), the one spoken to strangers first. */
	readonly documents: ReadonlyMap<string, PageDocument>;
	readonly assets: ReadonlyMap<string, StaticFile>;
	/** The Content Security Policy of the documents: it allows what they hold themselves, by hashes. */
	readonly policy: string;
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

/** A script or a style sheet in a document; texts, which are JSON, are neither. */
const INLINE = /<(script|style)(?: type="module")?>([^]*?)<\/\1>/g;

/**
 * Reads the built page into memory, less than two megabytes. Where there is branding, the documents are made of the
 * built templates.
 * @throws where it has not been built
 */
export async function readPage(directory: string, branding: Branding | undefined): Promise<Page> {
	const [built, assets, brand] = await Promise.all([
		readStaticFiles(branding ? path.join(directory, 'templates') : directory),
		readStaticFiles(path.join(directory, 'assets')),
		brandPage(branding),
	]);
	return {
		documents: byLanguage(branding ? await fillTemplates(built, brand) : built),
		assets,
		policy: documentPolicy(inlineHashes(built, brand)),
		branding: brand.assets,
	};
}

/**
 * What the documents hold themselves, as the build made it: they are hashed before anything of an operator's is in them.
 * It is the same in every language.
 */
function inlineHashes(built: ReadonlyMap<string, StaticFile>, { styles }: PageBranding): InlineHashes {
	const document = String(built.get(`connect.${DEFAULT_LANGUAGE}.html`)?.content ?? '');
	const parts = [...document.matchAll(INLINE)].map(([, kind, content = '']) => ({
		kind,
		hash: hashOf(content),
	}));
	const ofKind = (wanted: string) => parts.flatMap(({ kind, hash }) => (kind === wanted ? [hash] : []));
	return {
		scripts: ofKind('script'),
		styles: [...ofKind('style'), ...(styles === undefined ? [] : [hashOf(styles)])],
	};
}

function hashOf(content: string): string {
	return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}

/** The documents with the operator's branding, compressed, by file name. */
async function fillTemplates(
	templates: ReadonlyMap<string, StaticFile>,
	brand: PageBranding,
): Promise<ReadonlyMap<string, StaticFile>> {
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
