import {
	existsSync,
	globSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * Compiles the nodes, the credential and the protocol into dist/, file by file, as CommonJS, and copies icons and codex
 * files beside them. Types are not checked here (`npm run typecheck` does that), which is what makes it quick. Files
 * that have not changed are not written again, so that several runs of the tests may build at once.
 */

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');

/** Brings dist/ up to date. */
export async function buildNodes() {
	const sources = globSync('{nodes,credentials,protocol}/**/*.ts', { cwd: root });
	const assets = globSync('{nodes,credentials}/**/*.{svg,json}', { cwd: root });
	const compiled = sources.map((source) => [source, source.replace(/\.ts$/, '.js')]);
	// Where what tests run is counted, by line of the source.
	const mapped = process.env['LINKAUTH_COVERAGE'] !== undefined;
	const stale = compiled.filter(([source, output]) => mapped || !isCurrent(source, output));
	if (stale.length > 0) {
		const compile = await compiler(mapped);
		for (const [source, output] of stale) write(output, withOwnLibrary(compile(source)));
	}
	for (const asset of assets)
		if (!isCurrent(asset, asset)) write(asset, readFileSync(path.join(root, asset)));
	const library = await bundleLibrary();
	removeOthers(new Set([...compiled.map(([, output]) => output), ...assets, library]));
}

/** The one library of the nodes, and where it stands beside the file that imports it: the package has no dependencies. */
const LIBRARY = 'oauth4webapi';
const USER_OF_LIBRARY = 'protocol/oauth/oauth-client.ts';
const BUNDLED = `protocol/oauth/${LIBRARY}.js`;

/** What a file imports from the library, it gets from the copy. */
function withOwnLibrary(code) {
	return code.replaceAll(`require("${LIBRARY}")`, `require("./${LIBRARY}.js")`);
}

/** What the sources use of the library: `oauth.customFetch`. */
function usedOfLibrary() {
	const source = readFileSync(path.join(root, USER_OF_LIBRARY), 'utf8');
	const values = source.matchAll(/\boauth\.(\w+)(?=[\s(),\]])/g);
	return [...new Set([...values].map(([, name]) => name))].filter(
		(name) => !/^[A-Z]\w*(?:Server|Auth|Response)$/.test(name),
	);
}

/** Writes the library, as much of it as is used, as CommonJS. */
async function bundleLibrary() {
	const installed = path.join(root, 'node_modules', LIBRARY, 'package.json');
	if (isCurrent(USER_OF_LIBRARY, BUNDLED)) return BUNDLED;
	const { version, license } = JSON.parse(readFileSync(installed, 'utf8'));
	const { build } = await import('esbuild');
	const { outputFiles } = await build({
		stdin: { contents: `export { ${usedOfLibrary().join(', ')} } from '${LIBRARY}';`, resolveDir: root },
		bundle: true,
		format: 'cjs',
		platform: 'neutral',
		target: 'es2022',
		write: false,
		banner: {
			js: `/*! ${LIBRARY} ${version}, ${license} licence, Filip Skokan, https://github.com/panva/${LIBRARY} */`,
		},
	});
	write(BUNDLED, outputFiles[0].text);
	return BUNDLED;
}

/** Whether what was made of a source is newer than the source, and than what says how it is made. */
function isCurrent(source, output) {
	const file = path.join(dist, output);
	if (!existsSync(file)) return false;
	// What a run of the tests that counted lines has left does not ship.
	if (readFileSync(file, 'utf8').includes('//# sourceMappingURL=')) return false;
	const made = statSync(file).mtimeMs;
	const recipes = [path.join(root, source), path.join(root, 'tsconfig.json'), fileURLToPath(import.meta.url)];
	return recipes.every((recipe) => statSync(recipe).mtimeMs < made);
}

/** TypeScript's own compiler for single files: what tsc would write, without the types of everything imported. */
async function compiler(mapped) {
	const { default: ts } = await import('typescript');
	const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
	const { options, errors } = ts.parseJsonConfigFileContent(
		{ ...config, include: [], files: [] },
		ts.sys,
		root,
	);
	const faults = errors.filter(({ code }) => code !== 18002);
	if (faults.length > 0) throw new Error(ts.formatDiagnostics(faults, host(ts)));
	return (source) => {
		const fileName = path.join(root, source);
		const maps = mapped ? { inlineSourceMap: true, inlineSources: true, sourceRoot: root } : {};
		const { outputText, diagnostics = [] } = ts.transpileModule(readFileSync(fileName, 'utf8'), {
			compilerOptions: { ...options, ...maps },
			fileName,
			reportDiagnostics: true,
		});
		if (diagnostics.length > 0) throw new Error(ts.formatDiagnostics(diagnostics, host(ts)));
		return outputText;
	};
}

function host(ts) {
	return {
		getCanonicalFileName: (name) => name,
		getCurrentDirectory: () => root,
		getNewLine: () => ts.sys.newLine,
	};
}

/** Writes beside and renames, so that nobody reads half a file. */
function write(output, content) {
	const file = path.join(dist, output);
	mkdirSync(path.dirname(file), { recursive: true });
	const unfinished = `${file}.${String(process.pid)}`;
	writeFileSync(unfinished, content);
	renameSync(unfinished, file);
}

/** What sources that are gone have left. */
function removeOthers(outputs) {
	for (const file of globSync('**/*', { cwd: dist, withFileTypes: true })) {
		const name = path.relative(dist, path.join(file.parentPath, file.name)).replaceAll(path.sep, '/');
		if (file.isFile() && !outputs.has(name) && !/\.\d+$/.test(name))
			rmSync(path.join(dist, name), { force: true });
	}
}
