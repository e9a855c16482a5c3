// Puts what the TypeScript compiler leaves behind next to the compiled nodes: icons and codex files.
import { cp, glob } from 'node:fs/promises';

for await (const file of glob('{nodes,credentials}/**/*.{svg,json}')) {
	await cp(file, `dist/${file}`);
}
