import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { inRepository, REPOSITORY } from '../support/repository';

interface Module {
	readonly source: string;
	readonly dependencies: readonly { readonly resolved: string; readonly circular: boolean }[];
}

/** Small files of the broker that all of its folders may import; they import the protocol alone. */
const COMMON = ['problem', 'timings', 'security-info'];
const FOLDERS = ['broker', 'nodes', 'credentials', 'protocol', 'demo', 'n8n-engine'];

const modules = cruise();
const drawn = arrowsOf(readFileSync(inRepository('docs/architecture.md'), 'utf8'));
const imported = new Set(
	modules.flatMap(({ source, dependencies }) =>
		dependencies.map(({ resolved }) => `${folderOf(source)} --> ${folderOf(resolved)}`),
	),
);

/** All modules of what ships, of the demo and of n8n's stand-in, with what they import; types too. */
function cruise(): Module[] {
	const options = ['--no-config', '--output-type', 'json', '--ts-pre-compilation-deps'];
	const ignored = [
		'--exclude',
		'(?:^|/)(?:node_modules|dist|\\.cache)/',
		'--ts-config',
		'test/tsconfig.json',
	];
	const cruiser = inRepository('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
	const output = execFileSync(process.execPath, [cruiser, ...options, ...ignored, ...FOLDERS], {
		cwd: REPOSITORY,
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024,
	});
	const ours = (file: string) =>
		file.endsWith('.ts') && FOLDERS.some((folder) => file.startsWith(`${folder}/`));
	return (JSON.parse(output) as { modules: Module[] }).modules
		.filter(({ source }) => ours(source))
		.map(({ source, dependencies }) => ({
			source,
			dependencies: dependencies.filter(({ resolved }) => ours(resolved)),
		}));
}

/** The folder as the picture names it: of the broker, its own folders and files. */
function folderOf(file: string): string {
	const [top = '', second = ''] = file.split('/');
	const name = second.replace(/\.\w+$/, '');
	// The command line is a part of the process.
	return top === 'broker' ? name.replace('command-line', 'main') : top;
}

/** The arrows of the picture. */
function arrowsOf(document: string): string[] {
	const [, picture = ''] = /```mermaid\n([\s\S]*?)```/.exec(document) ?? [];
	return [...picture.matchAll(/^\s*(\S+) --> (\S+)$/gm)].map(
		([, from, to]) => `${String(from)} --> ${String(to)}`,
	);
}

/** Whether a folder may import another. */
function mayImport(from: string, to: string): boolean {
	if (from === to || COMMON.includes(to)) return true;
	return COMMON.includes(from) ? to === 'protocol' : reachable(from).has(to);
}

/** All that can be reached from a folder along the arrows. */
function reachable(from: string, found = new Set<string>()): Set<string> {
	for (const arrow of drawn.filter((each) => each.startsWith(`${from} --> `))) {
		const [, to = ''] = arrow.split(' --> ');
		if (!found.has(to)) reachable(to, found.add(to));
	}
	return found;
}

test('there is something to look at', () => {
	expect(modules.length).toBeGreaterThan(200);
	expect(drawn.length).toBeGreaterThan(10);
});

test('no module imports itself, by whatever way', () => {
	const circular = modules.filter(({ dependencies }) => dependencies.some((each) => each.circular));
	expect(circular.map(({ source }) => source)).toEqual([]);
});

test('no folder imports against the arrows of docs/architecture.md', () => {
	const against = modules.flatMap(({ source, dependencies }) =>
		dependencies
			.filter(({ resolved }) => !mayImport(folderOf(source), folderOf(resolved)))
			.map(({ resolved }) => `${source} imports ${resolved}`),
	);
	expect(against).toEqual([]);
});

test('no arrow of docs/architecture.md is without an import, and none leads back', () => {
	expect(drawn.filter((arrow) => !imported.has(arrow))).toEqual([]);
	const folders = new Set(drawn.flatMap((arrow) => arrow.split(' --> ')));
	expect([...folders].filter((folder) => reachable(folder).has(folder))).toEqual([]);
});
