import path from 'node:path';

/** The root of the repository. */
export const REPOSITORY = path.resolve(__dirname, '../..');

/** A path below the root of the repository. */
export function inRepository(...parts: string[]): string {
	return path.join(REPOSITORY, ...parts);
}
