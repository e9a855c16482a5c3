import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The files of the operator's page by their paths on its port. */
export type OperatorPage = ReadonlyMap<string, { readonly type: string; readonly content: Buffer }>;

const FILES = {
	'/': ['operator.html', 'text/html; charset=utf-8'],
	'/operator.css': ['operator.css', 'text/css; charset=utf-8'],
	'/operator.js': ['operator.js', 'text/javascript; charset=utf-8'],
	'/mark.svg': ['mark.svg', 'image/svg+xml'],
} as const;

/** Reads what the build made of the operator's page. @throws where it has not been built */
export async function readOperatorPage(directory: string): Promise<OperatorPage> {
	const entries = Object.entries(FILES).map(async ([address, [file, type]]) => {
		return [address, { type, content: await readFile(path.join(directory, file)) }] as const;
	});
	return new Map(await Promise.all(entries));
}
