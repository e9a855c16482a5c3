/**
 * Builds the connect page into broker/dist/page: connect.<language>.html for each language, and assets/ whose names
 * carry a hash of their content, so that browsers may keep them for ever. The texts of each language are an asset of
 * their own. Stops where a catalogue is incomplete. Run as `node broker/page/build.mjs`.
 *
 * All of it is there compressed as well. What only the operator knows (name, logo, colours, links) has its default in
 * these documents; in templates/ it is left open, as `%SLOT:default%`, and a broker with branding fills it in when it
 * starts.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { withCompressed } from '../compress-outputs.mjs';
import { loadTypeScript } from '../load-typescript.mjs';
import { writeOutputs } from '../write-outputs.mjs';

const SOURCE = import.meta.dirname;
const CATALOGUES = path.join(SOURCE, 'catalogues');
const OUTPUT = path.join(SOURCE, '..', 'dist', 'page');
const ASSETS = path.join(OUTPUT, 'assets');
/** Browsers from 2023 on: the first with the `v` flag of regular expressions in all of them. */
const TARGET = ['chrome116', 'firefox116', 'safari17.4'];
/** The end of the key of a plural variant. */
const VARIANT = /_(?:zero|one|two|few|many)$/;
const COMMON = {
	absWorkingDir: SOURCE,
	bundle: true,
	minify: true,
	write: false,
	format: 'esm',
	target: TARGET,
	legalComments: 'none',
	charset: 'utf8',
	logLevel: 'warning',
};

const { brandPage, catalogueFaults } = await loadTypeScript(
	`export * from './check-catalogue'; export * from '../routes/brand-page';`,
	SOURCE,
);
const catalogues = await readCatalogues();
const [script, style, mark, markup] = await Promise.all([
	bundleScript(),
	build({ ...COMMON, entryPoints: ['style.css'] }),
	readFile(path.join(SOURCE, 'mark.svg')),
	readFile(path.join(SOURCE, 'connect.html'), 'utf8'),
]);
const assets = new Map(script.files);
const shared = {
	SCRIPT: script.addressOf('main.ts'),
	STYLE: addAsset(style.outputFiles[0].contents, 'css'),
	MARK: addAsset(mark, 'svg'),
};
const documents = new Map(
	[...catalogues].map(([language, catalogue]) => [
		`connect.${language}.html`,
		documentIn(language, catalogue),
	]),
);

await writeOutputs(ASSETS, await withCompressed(assets));
const { document: withDefaults } = await brandPage();
const filled = [...documents].map(([name, markup]) => [name, withDefaults(markup)]);
await writeOutputs(OUTPUT, await withCompressed(new Map(filled)));
await writeOutputs(path.join(OUTPUT, 'templates'), documents);

/** The page's script, with each language in a file of its own that is loaded when it is needed. */
async function bundleScript() {
	const { outputFiles, metafile } = await build({
		...COMMON,
		entryPoints: ['main.ts'],
		splitting: true,
		outdir: ASSETS,
		entryNames: 'connect-[hash]',
		chunkNames: 'connect-[name]-[hash]',
		metafile: true,
		plugins: [{ name: 'catalogues', setup: loadCatalogues }],
	});
	return {
		files: outputFiles.map((file) => [path.basename(file.path), file.contents]),
		/** Where on the broker the file is that was made of this source. */
		addressOf: (source) => {
			const [output] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === source);
			return `/assets/${path.basename(output)}`;
		},
	};
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

/** Leaves out of the script what it does not need: texts of the document, plural variants that are like `_other`. */
function loadCatalogues({ onLoad }) {
	onLoad({ filter: /[\\/]catalogues[\\/].*\.json$/ }, ({ path: file }) => {
		const texts = withoutEqualVariants({
			...catalogues.get(path.basename(file, '.json')),
			document: undefined,
		});
		return { contents: `export default ${JSON.stringify(texts)}`, loader: 'js' };
	});
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
function documentIn(language, { document, links }) {
	const values = {
		...shared,
		LANGUAGE: language,
		TEXTS: script.addressOf(`catalogues/${language}.json`),
		TITLE: document.title,
		DESCRIPTION: document.description,
		NO_SCRIPT_HEADING: document.noScript.heading,
		NO_SCRIPT_TEXT: document.noScript.text,
		NO_SCRIPT_NEXT: document.noScript.next,
		IMPRINT_LABEL: links.imprint,
		PRIVACY_LABEL: links.privacy,
	};
	return markup.replace(/%([A-Z_]+)%/g, (_, name) => escaped(values[name])).replace(/\n\t+/g, '\n');
}

function escaped(text) {
	return text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
}

/** Adds an asset under a name that changes with its content, and gives its path on the broker. */
function addAsset(content, extension) {
	const hash = createHash('sha256')
		.update(content)
		.digest('base64url')
		.replace(/[^A-Za-z0-9]/g, '');
	const name = `connect-${hash.slice(0, 12)}.${extension}`;
	assets.set(name, content);
	return `/assets/${name}`;
}
