import { createHash } from 'node:crypto';
import type { Branding } from '../config/read-branding';
import { brandColors } from './brand-colors';
import { compress } from './content-coding';
import type { StaticFile } from './static-file';

/** A file that the operator's branding makes. */
export interface BrandAsset {
	readonly file: StaticFile;
	/** Media type. */
	readonly type: string;
	/** Its own content security policy: it is shown by the page, and nothing by itself. */
	readonly policy: string;
	/** Changes with its content. */
	readonly version: string;
}

/** The operator's branding, ready for the page. */
export interface PageBranding {
	/** Files by their path on the broker. */
	readonly assets: ReadonlyMap<string, BrandAsset>;
	/** Fills what the build left open in a template, as `%SLOT:default%`. */
	document(markup: string): string;
	/** The style sheet that it then holds beside the page's own. */
	readonly styles: string | undefined;
}

const LOGO = '/branding/logo';
/** An SVG that is opened by itself is a document: it may style itself, and do nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** Prepares the branding for the page; without any, templates get their defaults. */
export async function brandPage({
	name,
	logo,
	colors,
	imprintUrl,
	privacyUrl,
}: Branding = {}): Promise<PageBranding> {
	const assets = new Map<string, BrandAsset>();
	if (logo) assets.set(LOGO, await asset(logo.content, logo.type));
	const address = addressOf(LOGO, assets);
	const styles = colors && brandColors(colors);
	const slots: Readonly<Record<string, string | undefined>> = {
		NAME: name && escaped(name),
		LOGO: address,
		IMAGE: address && `<img src="${address}" alt="" />`,
		COLORS: styles && `<style>${styles}</style>`,
		IMPRINT: imprintUrl && linkTo(imprintUrl),
		PRIVACY: privacyUrl && linkTo(privacyUrl),
	};
	// By their names: what the document holds of scripts may look like a slot too.
	const open = new RegExp(`%(${Object.keys(slots).join('|')}):([^%]*)%`, 'g');
	return {
		assets,
		styles,
		document: (markup) =>
			markup.replace(open, (_, slot: string, fallback: string) => slots[slot] ?? fallback),
	};
}

async function asset(content: Buffer, type: string): Promise<BrandAsset> {
	const version = createHash('sha256').update(content).digest('hex').slice(0, 12);
	// A PNG is compressed in itself.
	const coded = type === 'image/png' ? new Map<never, never>() : await compress(content);
	return { file: { content, coded }, type, version, policy: POLICY };
}

function addressOf(path: string, assets: ReadonlyMap<string, BrandAsset>): string | undefined {
	const found = assets.get(path);
	return found && `${path}?v=${found.version}`;
}

/** A page of the operator's, beside this one, so that nothing that was typed is lost. */
function linkTo(address: string): string {
	return `href="${escaped(address)}" target="_blank" rel="noreferrer noopener"`;
}

function escaped(text: string): string {
	return text.replace(/[&<>"]/g, (character) => `&#${String(character.codePointAt(0))};`);
}
