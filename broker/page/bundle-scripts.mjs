import { createHash } from 'node:crypto';
import path from 'node:path';
import { build } from 'esbuild';

/*
 * The script in the document holds what the first view needs. Each `import()` in it, or in what it loads, is a chunk: one
 * file, which takes the modules that the document has already from there, so that nothing is sent twice.
 */

/** Browsers from 2023 on: the first with the `v` flag of regular expressions in all of them. */
const TARGET = ['chrome116', 'firefox116', 'safari17.4'];
/** In the window, where the document's script puts what chunks take from it, by {@link keyOf}. */
const SHARED = 'pageModules';
/** How a chunk names a module of the document until that is known. */
const FROM_DOCUMENT = 'document:';
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
 * @param {import('esbuild').Plugin[]} plugins
 * @param {(name: string, text: string) => string} addChunk gives its address
 * @returns {Promise<{ script: string, addresses: readonly string[] }>} the script, and where the later ones are
 */
export async function bundleScripts(directory, entry, later, plugins, addChunk) {
	const { metafile } = await bundleForPage(directory, {
		entryPoints: [entry],
		plugins: [...plugins, { name: 'no-chunks', setup: leaveChunks }],
	});
	const inDocument = new Set(Object.keys(metafile.inputs));
	/** The exports that chunks take, by their keys. */
	const taken = new Map();
	const chunks = new Map();

	const take = (module, name) => {
		const key = keyOf(module, name);
		const other = taken.get(key);
		if (other !== undefined && (other.module !== module || other.name !== name)) {
			throw new Error(
				`${module} ${name} and ${other.module} ${other.name} have the same key: make keys longer.`,
			);
		}
		taken.set(key, { module, name });
	};
	const chunk = (source) => {
		if (!chunks.has(source)) chunks.set(source, makeChunk(source));
		return chunks.get(source);
	};
	const makeChunk = async (source) => {
		const { outputFiles } = await bundleForPage(directory, {
			entryPoints: [source],
			plugins: [...plugins, chunkPlugin, { name: 'document', setup: takeFromDocument }],
		});
		const text = outputFiles[0].text.replace(TAKEN, (_, imports, module) => {
			const names = imports.split(',').map((each) => each.split(' as '));
			for (const [name] of names) take(module, name);
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

	const addresses = await Promise.all(later.map((source) => chunk(path.join(directory, source))));
	const contents = () =>
		[
			`import './${entry}';`,
			...[...taken].map(([key, { module, name }]) => `import { ${name} as ${key} } from './${module}';`),
			`window.${SHARED} = { ${[...taken.keys()].join(', ')} };`,
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

/** A short name for an export of a module; with other names than these the chunks would be half a kilobyte larger. */
function keyOf(module, name) {
	return `_${createHash('sha256').update(`${module} ${name}`).digest('hex').slice(0, 4)}`;
}

function leaveChunks({ onResolve }) {
	onResolve({ filter: /^\./ }, ({ path: imported, kind }) =>
		kind === 'dynamic-import' ? { path: imported, external: true } : undefined,
	);
}
