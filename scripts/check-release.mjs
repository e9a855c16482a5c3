import { readFileSync } from 'node:fs';
import path from 'node:path';
import { contentFaults, packedPackage, PACKAGES } from './packed-package.mjs';

/*
 * Whether what is here can be released: `npm run check:release`, and with the tag that it is to have
 * `npm run check:release -- v1.2.3`, which also wants a date in the changelog. It looks at what has been built, and
 * works on the folder that it is started in. docs/release.md says when.
 */

const root = process.cwd();
const [tag] = process.argv.slice(2);
const read = (file) => readFileSync(path.join(root, file), 'utf8');
const manifests = Object.fromEntries(
	Object.entries(PACKAGES).map(([name, { directory }]) => [
		name,
		JSON.parse(read(path.join(directory, 'package.json'))),
	]),
);
const { 'n8n-nodes-linkauth': nodes, 'linkauth-broker': broker } = manifests;
const SEMANTIC = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;
const REPOSITORY = 'git+https://github.com/linkauth/n8n-nodes-linkauth.git';

const faults = [
	...versionFaults(),
	...changelogFaults(),
	...Object.entries(manifests).flatMap(([name, manifest]) => manifestFaults(name, manifest)),
	...n8nFaults(),
	...workflowFaults(),
	...Object.keys(PACKAGES).flatMap(tarballFaults),
];
if (faults.length > 0) {
	console.error(faults.join('\n'));
	process.exit(1);
}
const next = tag === undefined ? 'and may be tagged once the changelog has its date' : `as ${tag}`;
console.log(`${nodes.version} can be released, ${next}`);

function versionFaults() {
	const lock = JSON.parse(read('package-lock.json')).packages;
	const locked = [lock[''].version, lock.broker.version];
	return [
		...(SEMANTIC.test(nodes.version) ? [] : [`${nodes.version} is not a version`]),
		...(nodes.version === broker.version
			? []
			: [`the nodes are ${nodes.version}, the broker is ${broker.version}: give both the same version`]),
		...(locked.every((version) => version === nodes.version)
			? []
			: [`package-lock.json says ${locked.join(' and ')}: run npm install --package-lock-only`]),
		...(tag === undefined || tag === `v${nodes.version}`
			? []
			: [`the tag is ${tag}, but the version is ${nodes.version}`]),
	];
}

function changelogFaults() {
	const text = read('CHANGELOG.md');
	const heading = text
		.split('\n')
		.find((line) => line.startsWith(`## [${nodes.version}]`))
		?.slice(`## [${nodes.version}] - `.length);
	if (heading === undefined) return [`CHANGELOG.md has no section for ${nodes.version}`];
	const dated = /^\d{4}-\d{2}-\d{2}$/.test(heading) && !Number.isNaN(Date.parse(heading));
	const open = tag === undefined && heading === 'unreleased';
	return [
		...(dated || open ? [] : [`CHANGELOG.md gives ${nodes.version} no date, but "${heading}"`]),
		...(text.includes(`\n[${nodes.version}]: https://`)
			? []
			: [`CHANGELOG.md has no link for ${nodes.version}`]),
	];
}

function manifestFaults(name, { license, repository, engines, files, author, description }) {
	const wanted = {
		'the licence MIT': license === 'MIT',
		[`the repository ${REPOSITORY}, which provenance is held against`]: repository?.url === REPOSITORY,
		'the Node that it needs (engines.node)': /^>=\d/.test(engines?.node ?? ''),
		'"files": ["dist"]': JSON.stringify(files) === '["dist"]',
		'an author with an address': Boolean(author?.name && author?.email),
		'a description': Boolean(description),
	};
	return lacking(name, wanted);
}

function n8nFaults() {
	const { n8n = {}, keywords = [], scripts = {} } = nodes;
	const hooks = ['preinstall', 'install', 'postinstall', 'prepare'].filter((hook) => hook in scripts);
	return lacking('n8n-nodes-linkauth', {
		'n8n.n8nNodesApiVersion 1': n8n.n8nNodesApiVersion === 1,
		'n8n.strict true': n8n.strict === true,
		'n8n.nodes and n8n.credentials': n8n.nodes?.length > 0 && n8n.credentials?.length > 0,
		'the keyword n8n-community-node-package': keywords.includes('n8n-community-node-package'),
		'n8n-workflow as its one peer dependency':
			Object.keys(nodes.peerDependencies ?? {}).join() === 'n8n-workflow',
		'no dependencies, which n8n does not verify': nodes.dependencies === undefined,
		'no overrides': nodes.overrides === undefined,
		'no scripts that run where it is installed': hooks.length === 0,
	});
}

/** npm can tell where a package comes from only where the workflow lets it. */
function workflowFaults() {
	const workflow = read('.github/workflows/release.yml');
	const published = Object.keys(PACKAGES).filter((name) =>
		new RegExp(
			`npm publish --provenance --access public.*${PACKAGES[name].directory === '.' ? '$' : name}`,
			'm',
		).test(workflow),
	);
	return [
		...(/^ +id-token: write\b/m.test(workflow)
			? []
			: ['release.yml may not prove where it runs (id-token: write)']),
		...Object.keys(PACKAGES)
			.filter((name) => !published.includes(name))
			.map((name) => `release.yml does not publish ${name} with --provenance --access public`),
	];
}

function tarballFaults(name) {
	const packed = packedPackage(root, name);
	packed.remove();
	console.log(
		`${name} ${packed.manifest.version}: ${String(packed.files.length)} files, ${String(packed.size)} bytes`,
	);
	return contentFaults(packed);
}

function lacking(name, wanted) {
	return Object.entries(wanted)
		.filter(([, there]) => !there)
		.map(([what]) => `${name}: package.json should have ${what}`);
}
