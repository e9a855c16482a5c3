import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Where large tools are kept between runs, outside of the checkout. */
const CACHE = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'linkauth-n8n');

/**
 * Installs packages into a folder of their own outside of the checkout, once, without their install scripts.
 * @param {string} name of the folder; holds the version, so that another version is another folder
 * @param {Record<string, string>} dependencies exact versions by package
 * @param {object} [more]
 * @param {Record<string, string>} [more.overrides] versions of what they depend on
 * @param {readonly string[]} [more.flags] further flags of `npm install`
 * @param {readonly string[]} [more.build] packages whose install scripts are run after all
 * @returns {string} the folder, in which `node_modules` is complete
 */
export function cachedPackages(name, dependencies, { overrides, flags = [], build = [] } = {}) {
	const folder = path.join(CACHE, name);
	if (existsSync(folder)) return folder;
	const unfinished = `${folder}.${String(process.pid)}`;
	console.log(`Installing ${name} into the cache, once …`);
	mkdirSync(unfinished, { recursive: true });
	writeFileSync(
		path.join(unfinished, 'package.json'),
		JSON.stringify({ private: true, dependencies, overrides }),
	);
	npm(unfinished, ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...flags]);
	if (build.length > 0) npm(unfinished, ['rebuild', ...build]);
	renameSync(unfinished, folder);
	return folder;
}

function npm(folder, args) {
	const { status } = spawnSync('npm', args, {
		cwd: folder,
		stdio: 'inherit',
		shell: process.platform === 'win32',
	});
	if (status === 0) return;
	rmSync(folder, { recursive: true, force: true });
	throw new Error(`npm ${args.join(' ')} failed for ${path.basename(folder)}`);
}
