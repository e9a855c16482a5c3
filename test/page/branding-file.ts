import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cleanup } from '../support/cleanup';

/** A logo that is harmless. */
export const LOGO =
	'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><rect width="60" height="20"/></svg>';

/** A branding file with every member. */
export const BRANDING = {
	name: 'Müller & "Söhne" <KG>',
	logo: 'logo.svg',
	colors: { accent: '#6b1fa3', accentDark: '#d9a8ff' },
	imprint_url: 'https://example.com/imprint?a=1&b=2',
	privacy_url: 'https://example.com/privacy',
};

/**
 * Writes a branding file, with the files that it names, into a folder of its own. Gone when its test or file ends.
 * @returns its path
 */
export function brandingFile(
	content: unknown,
	files: Readonly<Record<string, string | Buffer>> = {},
): string {
	const folder = cleanup(mkdtempSync(path.join(tmpdir(), 'branding-')), (created) => {
		rmSync(created, { recursive: true });
	});
	const file = path.join(folder, 'branding.json');
	for (const [name, bytes] of Object.entries({ 'logo.svg': LOGO, ...files }))
		writeFileSync(path.join(folder, name), bytes);
	writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
	return file;
}
