import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build, transform } from 'esbuild';

/*
 * The script in the document holds what the first view needs. Each `import()` in it, or in what it loads, is a chunk: one
 * file, which takes the modules that the document has already from there, so that nothing is sent twice.
 */

/** Browsers from 2023 on: the first with the `v` flag of regular expressions in all of them. */
const TARGET = ['chrome116', 'firefox116', 'safari17.4'];
/** In the window, where the document's script puts what chunks take from it, by short names. */
const SHARED = 'pageModules';
/** How a chunk names a module of the document until that is known. */
const FROM_DOCUMENT = 'document:';
/** Style sheets that a chunk brings along, as texts. */
const styleTexts = {
	name: 'style-texts',
	setup: ({ onLoad }) => {
		onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
			const { code } = await transform(await readFile(file, 'utf8'), {
				loader: 'css',
				minify: true,
				target: TARGET,
			});
			return { contents: code.trim(), loader: 'text' };
		});
	},
};
const TAKEN = new RegExp(`import\\{([^}]*)\\}from"${FROM_DOCUMENT}([^"]+)";`, 'g');

/**
 * Bundles a source with all that it imports, for the browsers that the page is for.
 * @param {string} directory
 * @param {import('esbuild').BuildOptions} options
 */
export function bundleForPage(directory, options) {
	return build({
		absWorkingDir: directory,
		bundle: true,
		minify: true,
		write: false,
		metafile: true,
		format: 'esm',
		target: TARGET,
		// The texts of a language are made a script; what imports them would have to say that it expects JSON.
		supported: { 'import-attributes': false },
		outdir: directory,
		legalComments: 'inline',
		charset: 'utf8',
		logLevel: 'warning',
		...options,
	});
}

/**
 * Bundles the document's script, and its chunks.
 * @param {string} directory
 * @param {string} entry
 * @param {readonly string[]} later sources that the document's script loads without an `import()` that names them
 * @param {readonly string[]} alone those of them that take nothing from the document: what they take makes it larger
 * @param {import('esbuild').Plugin[]} plugins
 * @param {(name: string, text: string) => string} addChunk gives its address
 * @returns {Promise<{ script: string, addresses: ReadonlyMap<string, string> }>} the script, and where the later ones are
 */
export async function bundleScripts(directory, entry, later, alone, plugins, addChunk) {
	const { metafile } = await bundleForPage(directory, {
		entryPoints: [entry],
		plugins: [...plugins, { name: 'no-chunks', setup: leaveChunks }],
	});
	const inDocument = new Set(Object.keys(metafile.inputs));
	/** The exports that chunks take. */
	const taken = new Map();
	const chunks = new Map();

	/** The short name by which chunks take an export: a number, since with longer ones they would be half a kilobyte larger. */
	const keyOf = (module, name) => {
		const wanted = `${module} ${name}`;
		if (!taken.has(wanted)) taken.set(wanted, { module, name, key: `_${taken.size.toString(36)}` });
		return taken.get(wanted).key;
	};
	const chunk = (source) => {
		if (!chunks.has(source)) chunks.set(source, makeChunk(source));
		return chunks.get(source);
	};
	const makeChunk = async (source) => {
		const { outputFiles } = await bundleForPage(directory, {
			entryPoints: [source],
			plugins: [
				...plugins,
				chunkPlugin,
				styleTexts,
				...(alone.includes(path.relative(directory, source))
					? []
					: [{ name: 'document', setup: takeFromDocument }]),
			],
		});
		const text = outputFiles[0].text.replace(TAKEN, (_, imports, module) => {
			const names = imports.split(',').map((each) => each.split(' as '));
			const variables = names.map(([name, variable = name]) => `${keyOf(module, name)}:${variable}`);
			return `const{${variables.join(',')}}=${SHARED};`;
		});
		return addChunk(path.basename(source).replace(/\..*$/, ''), text);
	};
	const chunkPlugin = {
		name: 'chunks',
		setup: ({ onResolve, resolve }) => {
			onResolve({ filter: /^\./ }, async ({ path: imported, resolveDir, kind, pluginData }) => {
				if (kind !== 'dynamic-import' || pluginData === RESOLVED) return undefined;
				const { path: source, errors } = await resolve(imported, { resolveDir, kind, pluginData: RESOLVED });
				return errors.length > 0 ? { errors } : { path: await chunk(source), external: true };
			});
		},
	};
	const takeFromDocument = ({ onResolve, resolve }) => {
		onResolve({ filter: /^\./ }, async ({ path: imported, resolveDir, kind, pluginData }) => {
			if (kind !== 'import-statement' || pluginData === RESOLVED) return undefined;
			const { path: source } = await resolve(imported, { resolveDir, kind, pluginData: RESOLVED });
			const module = path.relative(directory, source);
			return inDocument.has(module) ? { path: FROM_DOCUMENT + module, external: true } : undefined;
		});
	};

	const addresses = new Map();
	// One after the other, so that what they take has the same names in each build.
	for (const source of later) addresses.set(source, await chunk(path.join(directory, source)));
	const contents = () =>
		[
			`import './${entry}';`,
			...[...taken.values()].map(
				({ module, name, key }) => `import { ${name} as ${key} } from './${module}';`,
			),
			`window.${SHARED} = { ${[...taken.values()].map(({ key }) => key).join(', ')} };`,
		].join('\n');
	// Once to make the chunks that it loads itself, which say what they take; then with all of it.
	const bundleDocument = () =>
		bundleForPage(directory, {
			stdin: { contents: contents(), resolveDir: directory, sourcefile: 'document.ts', loader: 'ts' },
			plugins: [...plugins, chunkPlugin],
		});
	await bundleDocument();
	const { outputFiles } = await bundleDocument();
	return { script: outputFiles[0].text, addresses };
}

/** That a path was found by esbuild itself. */
const RESOLVED = Symbol('resolved');

function leaveChunks({ onResolve }) {
	onResolve({ filter: /^\./ }, ({ path: imported, kind }) =>
		kind === 'dynamic-import' ? { path: imported, external: true } : undefined,
	);
}
