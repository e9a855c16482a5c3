import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bundleBroker } from './bundle.mjs';
import { writeOutput } from './write-outputs.mjs';

/* Bundles the broker into dist/main.js, with the licences of what is in it beside it. */

const folder = import.meta.dirname;
const inputs = await bundleBroker(path.join(folder, 'main.ts'), path.join(folder, 'dist/main.js'));
await writeOutput(path.join(folder, 'dist/THIRD-PARTY-LICENSES.txt'), licences(inputs));

/** The licence of every package of which something is in the bundle, as the licences ask. */
function licences(inputs) {
	const packages = inputs.flatMap(
		(input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path.resolve(input)) ?? [],
	);
	return [...new Set(packages)].sort().map(licence).join('\n\n');
}

function licence(directory) {
	const { name, version, license } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'));
	const file = readdirSync(directory).find((each) => /^licen[cs]e/i.test(each));
	const text = file === undefined ? '' : readFileSync(path.join(directory, file), 'utf8').trim();
	return `${name} ${version} (${license})\n${'-'.repeat(40)}\n${text}`;
}
