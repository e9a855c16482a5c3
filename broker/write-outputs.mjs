import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder hold exactly these files. What is new comes first and what is old goes last, each file whole or not
 * at all, and what has not changed is left alone: so a broker may start, and tests may build, at any moment.
 * @param {string} directory
 * @param {ReadonlyMap<string, string | Uint8Array>} files by name; folders in it are not touched
 */
export async function writeOutputs(directory, files) {
	await mkdir(directory, { recursive: true });
	await Promise.all([...files].map(([name, content]) => writeOutput(path.join(directory, name), content)));
	const entries = await readdir(directory, { withFileTypes: true });
	const others = entries.filter(
		(entry) => entry.isFile() && !files.has(entry.name) && !UNFINISHED.test(entry.name),
	);
	await Promise.all(others.map(({ name }) => rm(path.join(directory, name), { force: true })));
}

/** One file of {@link writeOutputs}. @param {number} [mode] permissions */
export async function writeOutput(file, content, mode = 0o644) {
	const current = await readFile(file).catch(() => undefined);
	if (current?.equals(Buffer.from(content))) return;
	await mkdir(path.dirname(file), { recursive: true });
	const unfinished = `${file}.${String(process.pid)}`;
	await writeFile(unfinished, content, { mode });
	await rename(unfinished, file);
}

/** A file of another process that is building at this moment. */
const UNFINISHED = /\.\d+$/;
