import { loadTypeScript } from './load-typescript.mjs';

const { CODINGS, compress } = await loadTypeScript(
	`export * from './routes/content-coding'`,
	import.meta.dirname,
);

/**
 * Files as the broker reads them: each that gets smaller by it stands there compressed as well, `style.css.br` and
 * `style.css.gz` beside `style.css`.
 * @param {ReadonlyMap<string, string | Uint8Array>} files by name
 * @returns {Promise<ReadonlyMap<string, string | Uint8Array>>} the same, and those
 */
export async function withCompressed(files) {
	const compressed = await Promise.all(
		[...files].map(async ([name, content]) =>
			[...(await compress(Buffer.from(content)))].map(([coding, bytes]) => [name + CODINGS[coding], bytes]),
		),
	);
	return new Map([...files, ...compressed.flat()]);
}
