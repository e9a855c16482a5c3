import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';

/*
 * Checks the types of every part with the settings of that part. What is known of a part that has not changed is kept in
 * .cache/, so that only the first run takes long.
 */

const root = path.resolve(import.meta.dirname, '..');
/** The longest first. */
const PROJECTS = ['test', 'broker', 'tsconfig.json', 'broker/page', 'broker/operator/page', 'protocol'];

const left = [...PROJECTS];
await Promise.all(
	Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
		for (let project = left.shift(); project !== undefined; project = left.shift()) {
			if (!(await check(project))) process.exitCode = 1;
		}
	}),
);

async function check(project) {
	const info = path.join(root, '.cache/types', `${project.replaceAll('/', '-')}.tsbuildinfo`);
	const options = ['-p', project, '--noEmit', '--incremental', '--tsBuildInfoFile', info, '--pretty'];
	const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
	const child = spawn(process.execPath, [tsc, ...options], { cwd: root, stdio: 'inherit' });
	return (await new Promise((resolve) => child.once('exit', resolve))) === 0;
}
