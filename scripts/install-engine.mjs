import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

/*
 * Installs n8n's engine into n8n-engine/, unless it is there. Install scripts are left out on purpose: some of the
 * packages that n8n's nodes bring along compile native code for minutes, and nothing here uses it.
 */

const directory = path.resolve(import.meta.dirname, '../n8n-engine');
const lock = path.join(directory, 'package-lock.json');
const installed = path.join(directory, 'node_modules/.package-lock.json');

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
	console.log("Installing n8n's engine into n8n-engine/: once, about 900 MB and two minutes …");
	const started = Date.now();
	const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
		cwd: directory,
		stdio: 'inherit',
		shell: process.platform === 'win32',
	});
	if (npm.status !== 0) process.exit(npm.status ?? 1);
	console.log(`n8n's engine is installed (${String(Math.round((Date.now() - started) / 1000))} s).`);
}
