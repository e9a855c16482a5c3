/**
 * Builds the connect page into broker/dist/page: connect.<language>.html for each language, and assets/ whose names
 * carry a hash of their content, so that browsers may keep them for ever. Stops where a catalogue is incomplete. Run as
 * `node broker/page/build.mjs`.
 *
 * A document holds all that the first view needs: styles, texts of its language, and the script (`head.ts`, `main.ts`).
 * What comes later (`later.ts`, other languages, whatever is loaded by `import()`) is an asset of its own each.
 *
 * All of it is there compressed as well. What only the operator knows (name, logo, colours, links) has its default in
 * these documents; in templates/ it is left open, as `%SLOT:default%`, and a broker with branding fills it in when it
 * starts.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { withCompressed } from '../compress-outputs.mjs';
import { loadTypeScript } from '../load-typescript.mjs';
import { writeOutputs } from '../write-outputs.mjs';
import { bundleForPage, bundleScripts } from './bundle-scripts.mjs';

const SOURCE = import.meta.dirname;
const CATALOGUES = path.join(SOURCE, 'catalogues');
const OUTPUT = path.join(SOURCE, '..', 'dist', 'page');
/** The end of the key of a plural variant. */
const VARIANT = /_(?:zero|one|two|few|many)$/;

const { brandPage, catalogueFaults, directionOf, iconPath, textAt } = await loadTypeScript(
	`export * from './check-catalogue'; export * from './direction'; export * from './page-frame';
	export * from './parts/icon'; export * from '../routes/brand-page';`,
	SOURCE,
);
const catalogues = await readCatalogues();
const languageFiles = new Map(
	[...catalogues.keys()].map((language) => [language, `catalogues/${language}.json`]),
);
const assets = new Map();
const plugins = [{ name: 'catalogues', setup: loadCatalogues }];
const [head, { script, addresses }, style, mark, markup] = await Promise.all([
	bundle('head.ts'),
	bundleScripts(
		SOURCE,
		'main.ts',
		['later.ts', 'sign-in.ts', ...languageFiles.values()],
		['sign-in.ts'],
		plugins,
		(name, text) => addAsset(text, `connect-${name}`, 'js'),
	),
	bundle('style.css'),
	readFile(path.join(SOURCE, 'mark.svg'), 'utf8'),
	readFile(path.join(SOURCE, 'connect.html'), 'utf8'),
]);
const shared = {
	HEAD_SCRIPT: `<script>${head.trim()}</script>`,
	SCRIPT: `<script type="module">${script.trim()}</script>`,
	STYLES: `<style>${style.trim()}</style>`,
	LATER: addresses.get('later.ts'),
	SIGN_IN: addresses.get('sign-in.ts'),
	MARK: mark.trim().replace('<svg ', '<svg aria-hidden="true" '),
	MARK_FILE: addAsset(mark, 'connect', 'svg'),
	...Object.fromEntries(['lock', 'key', 'clock'].map((name) => [`ICON_${name.toUpperCase()}`, icon(name)])),
};
const documents = new Map(
	[...catalogues].map(([language, catalogue]) => [
		`connect.${language}.html`,
		documentIn(language, catalogue),
	]),
);

await writeOutputs(path.join(OUTPUT, 'assets'), await withCompressed(assets));
const { document: withDefaults } = await brandPage();
const filled = [...documents].map(([name, markup]) => [name, withDefaults(markup)]);
await writeOutputs(OUTPUT, await withCompressed(new Map(filled)));
await writeOutputs(path.join(OUTPUT, 'templates'), documents);

async function bundle(source) {
	const { outputFiles } = await bundleForPage(SOURCE, { entryPoints: [source] });
	return outputFiles[0].text;
}

/**
 * The catalogues by language.
 * @throws Error with every fault of all of them
 */
async function readCatalogues() {
	const files = await readdir(CATALOGUES);
	const entries = await Promise.all(
		files
			.filter((file) => file.endsWith('.json'))
			.map(async (file) => [
				path.basename(file, '.json'),
				JSON.parse(await readFile(path.join(CATALOGUES, file), 'utf8')),
			]),
	);
	const read = new Map(entries);
	const faults = entries.flatMap(([language, catalogue]) =>
		catalogueFaults(catalogue, read.get('en'), language).map(
			(fault) => `catalogues/${language}.json: ${fault}`,
		),
	);
	if (faults.length > 0) throw new Error(`The page was not built.\n${faults.join('\n')}`);
	return read;
}

function loadCatalogues({ onLoad }) {
	onLoad({ filter: /[\\/]catalogues[\\/].*\.json$/ }, ({ path: file }) => ({
		contents: `export default ${textsOf(catalogues.get(path.basename(file, '.json')))}`,
		loader: 'js',
	}));
}

/** What the script needs of a catalogue: without texts of the document, and plural variants that are like `_other`. */
function textsOf(catalogue) {
	return JSON.stringify(withoutEqualVariants({ ...catalogue, document: undefined }));
}

/** The same without what comes with the views of sign-ins. */
function documentTexts(catalogue) {
	return textsOf({ ...catalogue, signIn: undefined });
}

function withoutEqualVariants(entry) {
	if (typeof entry !== 'object' || Array.isArray(entry)) return entry;
	return Object.fromEntries(
		Object.entries(entry)
			.filter(([key, text]) => !VARIANT.test(key) || entry[key.replace(VARIANT, '_other')] !== text)
			.map(([key, part]) => [key, withoutEqualVariants(part)]),
	);
}

/** The document in one language. */
function documentIn(language, catalogue) {
	const { document } = catalogue;
	const texts = {
		LANGUAGE: language,
		CATALOGUE: addresses.get(languageFiles.get(language)),
		DIRECTION: directionOf(language),
		TITLE: document.title,
		DESCRIPTION: document.description,
		NO_SCRIPT_HEADING: document.noScript.heading,
		NO_SCRIPT_TEXT: document.noScript.text,
		NO_SCRIPT_NEXT: document.noScript.next,
	};
	const parts = {
		...shared,
		...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, escaped(text)])),
		// Nothing in a text can end the element.
		TEXTS: `<script id="texts" type="application/json">${documentTexts(catalogue).replaceAll('<', '\\u003c')}</script>`,
	};
	return markup
		.replace(/\n\t+/g, '\n')
		.replace(/(data-text="([^"]+)"[^>]*>)/g, (_, tag, name) => tag + escaped(textAt(catalogue, name)))
		.replace(/%([A-Z_]+)%/g, (_, name) => parts[name]);
}

/** As `icon` of parts/icon.ts draws it. */
function icon(name) {
	return `<svg viewBox="0 0 24 24" class="icon" aria-hidden="true" focusable="false"><path d="${iconPath(name)}"/></svg>`;
}

function escaped(text) {
	return text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
}

/** Adds an asset under a name that changes with its content, and gives its path on the broker. */
function addAsset(content, prefix, extension) {
	const hash = createHash('sha256')
		.update(content)
		.digest('base64url')
		.replace(/[^A-Za-z0-9]/g, '');
	const name = `${prefix}-${hash.slice(0, 7)}.${extension}`;
	assets.set(name, content);
	return `/assets/${name}`;
}
